import { useSignal } from '@preact/signals'
import { Clock, MailX } from 'lucide-preact'
import type { InvitationLink, PendingInvitationView } from '../../../worker/contract/team'
import { Button } from '../../components/button'
import { Chip } from '../../components/chip'
import { describeFailure } from '../../components/failure'
import { Address, Name, Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { now } from '../../lib/clock'
import { isolatedLtr, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { roleName } from './roles'
import { useSession } from './session'
import { inviteAgain, refreshTeam, takeInvitationBack, useInvitations } from './team-api'
import { ShownOnce } from './team-invite'

/** Who was invited and has not come yet. */
export function InvitationsSection() {
  const invitations = useInvitations()
  return (
    <Section title={m.team_pending()}>
      <Loaded query={invitations} skeleton={<Skeleton shape="rows" count={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted md">{m.team_pending_none()}</p>
          ) : (
            <ul class="panel cards">
              {items.map((invitation) => (
                // A link that was sent again has another id, and its person is the same.
                <Invitation key={invitation.email} invitation={invitation} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function Invitation({ invitation }: { invitation: PendingInvitationView }) {
  const { id, name, email, role, invitedBy, expiresAt } = invitation
  const { account } = useSession()
  const link = useSignal<InvitationLink | null>(null)
  const again = useAction<string>(async (of, key) => {
    link.value = await inviteAgain(of, key)
    await refreshTeam()
  })
  const revoke = useAction<string>(async (of) => {
    await takeInvitationBack(of)
    await refreshTeam()
    showToast({ text: m.team_pending_revoked() })
  })
  const failure = again.error.value ?? revoke.error.value
  const isMine = role !== 'owner' || account.role === 'owner'
  return (
    <li>
      <div class="stack close">
        <span class="breaks">
          <b>
            <Name value={name} />
          </b>{' '}
          <span class="muted">
            <Address value={email} />
          </span>
        </span>
        <span class="sm muted">
          {roleName(role)}
          {invitedBy && <> · {rich(m.team_pending_by, { name: <Name value={invitedBy} /> })}</>}
          {' · '}
          {rich(m.team_pending_until, { date: <Time at={expiresAt} style="full" /> })}
        </span>
        {failure && (
          <span class="sm t-danger" role="alert">
            {describeFailure(failure)}
          </span>
        )}
        {link.value && (
          <ShownOnce
            email={email}
            link={link.value}
            onClose={() => {
              link.value = null
            }}
          />
        )}
      </div>
      <div class="e row">
        {expiresAt <= now.value && (
          <Chip icon={Clock} tone="warn">
            {m.team_pending_expired()}
          </Chip>
        )}
        {isMine && (
          <>
            <Button
              size="slim"
              title={m.team_pending_again_to({ email: isolatedLtr(email) })}
              isBusy={again.isBusy.value}
              onClick={() => void again.run(id)}
            >
              {m.team_pending_again()}
            </Button>
            <Button
              size="slim"
              variant="quiet"
              icon={MailX}
              title={m.team_pending_revoke_to({ email: isolatedLtr(email) })}
              isBusy={revoke.isBusy.value}
              onClick={() => void revoke.run(id)}
            >
              {m.team_pending_revoke()}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}
