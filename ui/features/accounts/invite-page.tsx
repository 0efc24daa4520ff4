import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import { CircleX } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import type { CodeSent, InvitationView, SessionView } from '../../../worker/contract/auth'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Address, Name, Time } from '../../components/isolate'
import { Facts } from '../../components/page-parts'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { isolated, rich } from '../../lib/i18n'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { Solo } from '../../shell/solo'
import { acceptInvitation, askToJoin, fetchInvitation } from './api'
import { CodeEntry } from './code-entry'
import { roleName, roleRights } from './roles'
import { startFreshAt } from './session'
import { fetchSession } from './session-api'

/** The token stands behind `#`, so that it reaches no server's log; it is read once. */
export function InvitePage() {
  const token = useMemo(() => location.hash.slice(1), [])
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => fetchInvitation(token),
  })
  if (invitation.data) return <Invitation token={token} invitation={invitation.data} />
  const { error } = invitation
  const isRefused = error instanceof ApiError && !error.isUnsettled
  return (
    <Solo title={m.invite_title_plain()}>
      <h1 class="vh">{m.invite_title_plain()}</h1>
      {invitation.isPending && <Skeleton shape="text" count={4} />}
      {isRefused && <UnusableInvitation />}
      {error && !isRefused && (
        <ErrorState
          error={error}
          notDone={m.error_nothing_changed()}
          onRetry={() => void invitation.refetch()}
        />
      )}
    </Solo>
  )
}

const UnusableInvitation = () => (
  <EmptyState
    icon={CircleX}
    title={m.invite_bad_title()}
    actions={<LinkButton href="/sign-in">{m.auth_sign_in_title()}</LinkButton>}
  >
    {m.invite_bad()}
  </EmptyState>
)

function Invitation({ token, invitation }: { token: string; invitation: InvitationView }) {
  const { accountName, inviterName } = invitation
  return (
    <Solo title={m.invite_title({ account: isolated(accountName) })}>
      <section class="card-form panel">
        <div class="head">
          <h1>{rich(m.invite_title, { account: <Name value={accountName} /> })}</h1>
          <p class="muted md">
            {inviterName
              ? rich(m.invite_lead, { inviter: <Name value={inviterName} /> })
              : m.invite_lead_owner()}
          </p>
        </div>
        <InvitationFacts invitation={invitation} />
        <p class="sm muted">{roleRights(invitation.role)}</p>
        <Acceptance token={token} email={invitation.email} />
      </section>
    </Solo>
  )
}

/**
 * Who is signed in with the invited address joins by one press; anybody else types the code that is sent
 * to it, since the link may have come into any hands.
 */
function Acceptance({ token, email }: { token: string; email: string }) {
  const signedIn = useQuery({ queryKey: ['session', 'here'], queryFn: findSession })
  const sent = useSignal<CodeSent | null>(null)
  const join = async (code?: string) => {
    await acceptInvitation(token, code)
    await startFreshAt('/')
  }
  const accept = useAction<null>(async () => {
    try {
      await join()
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'invitation.code_needed') throw error
      sent.value = await askToJoin(token)
    }
  })
  const failure = accept.error.value
  if (sent.value) {
    return (
      <CodeEntry email={email} sent={sent.value} onAgain={() => askToJoin(token)} onCode={join} />
    )
  }
  const present = signedIn.data?.user.email
  return (
    <>
      {present && present !== email && (
        <p class="sm muted">
          {rich(m.invite_other_person, { email: <Address value={present} /> })}
        </p>
      )}
      {present !== email && (
        <p class="sm muted">{rich(m.invite_code_lead, { email: <Address value={email} /> })}</p>
      )}
      {failure && (
        <p class="t-danger md" role="alert">
          {describeFailure(failure)}
        </p>
      )}
      <Button
        variant="primary"
        size="tall"
        isBlock
        isBusy={accept.isBusy.value}
        onClick={() => void accept.run(null)}
      >
        {m.invite_accept()}
      </Button>
    </>
  )
}

/** Null for who is not signed in, which is usual here. */
async function findSession(): Promise<SessionView | null> {
  try {
    return await fetchSession()
  } catch {
    return null
  }
}

const InvitationFacts = ({ invitation }: { invitation: InvitationView }) => (
  <Facts
    facts={[
      {
        key: 'workspace',
        label: m.invite_workspace(),
        value: <Name value={invitation.accountName} />,
      },
      ...(invitation.inviterName
        ? [
            {
              key: 'inviter',
              label: m.invite_inviter(),
              value: <Name value={invitation.inviterName} />,
            },
          ]
        : []),
      { key: 'role', label: m.invite_role(), value: roleName(invitation.role) },
      { key: 'email', label: m.invite_email(), value: <Address value={invitation.email} /> },
      {
        key: 'until',
        label: m.invite_expires(),
        value: <Time at={invitation.expiresAt} style="full" />,
      },
    ]}
  />
)
