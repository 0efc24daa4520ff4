import { useSignal } from '@preact/signals'
import { RefreshCw } from 'lucide-preact'
import { useRoute } from 'preact-iso'
import type { AccessView } from '../../../worker/contract/access'
import type { CheckView } from '../../../worker/contract/connections'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Name, Time } from '../../components/isolate'
import { Banner, Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { SettingsFrame } from '../accounts/settings-frame'
import { useAccess } from './access'
import { Permissions, Reach } from './access-grants'
import { Proofs } from './access-proofs'
import { checkAccess } from './api'
import { ConnectionChecks } from './connection-checks'
import { ConnectionState } from './connection-state'
import { refreshConnections } from './connections'
import { DisconnectArea } from './disconnect-area'
import { TokenForm } from './token-form'

/** "What we can do with your access": one connection, told by what Meta said of it. */
export function AccessPage() {
  const { params } = useRoute()
  const access = useAccess(params.id ?? '')
  return (
    <SettingsFrame current="numbers">
      <Loaded query={access} skeleton={<Skeleton shape="rows" count={6} />}>
        {(view) => <Access access={view} />}
      </Loaded>
    </SettingsFrame>
  )
}

function Access({ access }: { access: AccessView }) {
  const mayChange = canManage(useSession())
  const isOver = access.state === 'disconnected'
  return (
    <>
      <Section title={m.access_title()} aside={<ConnectionState state={access.state} />}>
        <p class="muted">{isOver ? m.access_lead_over() : m.access_lead()}</p>
        <Dates access={access} />
        {mayChange && access.state === 'active' && <CheckNow access={access} />}
        {mayChange && access.state === 'needs_reconnect' && (
          <Banner tone="warn" isInset>
            {m.access_needs_token()}
          </Banner>
        )}
      </Section>
      {!isOver && <Permissions access={access} />}
      {!isOver && <Reach access={access} />}
      {mayChange && !isOver && <TokenForm connectionId={access.connectionId} />}
      <Proofs access={access} />
      {mayChange && !isOver && (
        <DisconnectArea connectionId={access.connectionId} count={countOf(access)} />
      )}
      <div class="row">
        <LinkButton variant="quiet" href="/settings/numbers">
          {m.access_back()}
        </LinkButton>
      </div>
    </>
  )
}

const countOf = ({ numbers }: AccessView) =>
  Math.max(1, numbers.filter(({ isConnected }) => isConnected).length)

const Dates = ({ access }: { access: AccessView }) => (
  <Facts
    facts={[
      {
        key: 'account',
        label: m.numbers_account(),
        value: <Name value={access.name} />,
      },
      {
        key: 'used',
        label: m.access_last_used(),
        value: access.lastUsedAt ? <Time at={access.lastUsedAt} /> : m.access_never_used(),
      },
      {
        key: 'expires',
        label: m.access_expires(),
        value: expiryOf(access),
      },
      { key: 'checked', label: m.numbers_checked(), value: <Time at={access.checkedAt} /> },
      {
        key: 'stored',
        label: m.access_stored(),
        value: access.hasToken ? m.access_stored_sealed() : m.access_stored_gone(),
      },
    ]}
  />
)

const expiryOf = ({ hasToken, expiresAt }: AccessView) => {
  if (!hasToken) return '–'
  return expiresAt ? <Time at={expiresAt} style="full" /> : m.numbers_token_forever()
}

/** Asks Meta now, and shows each answer. */
function CheckNow({ access }: { access: AccessView }) {
  const checks = useSignal<CheckView[] | null>(null)
  const look = useAction<string>(async (id, key) => {
    checks.value = (await checkAccess(id, key)).checks
    await refreshConnections()
  })
  const failure = look.error.value
  return (
    <div class="stack close">
      <div class="row">
        <Button
          icon={RefreshCw}
          isBusy={look.isBusy.value}
          onClick={() => void look.run(access.connectionId)}
        >
          {look.isBusy.value ? m.connect_checking() : m.access_check_now()}
        </Button>
      </div>
      {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      {checks.value && (
        <div class="panel pad">
          <ConnectionChecks checks={checks.value} />
        </div>
      )}
    </div>
  )
}
