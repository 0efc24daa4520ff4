import { useSignal } from '@preact/signals'
import {
  CircleCheck,
  CircleX,
  KeyRound,
  type LucideIcon,
  Plus,
  Smartphone,
  Unplug,
} from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import { Button, LinkButton } from '../../components/button'
import { Chip, type Tone } from '../../components/chip'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Code, Name, Time } from '../../components/isolate'
import { Facts, Section } from '../../components/page-parts'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { withQuery } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { SettingsFrame } from '../accounts/settings-frame'
import { disconnect } from './api'
import { present, refreshConnections, useConnections } from './connections'
import { NumbersTable } from './numbers-table'

export function NumbersPage() {
  const connections = useConnections()
  return (
    <SettingsFrame current="numbers">
      <Loaded query={connections} skeleton={<Skeleton shape="rows" count={4} />}>
        {({ items }) => {
          const shown = present(items)
          if (shown.length === 0) return <NothingConnected />
          return (
            <>
              {shown.map((connection) => (
                <ConnectionSection key={connection.id} connection={connection} />
              ))}
              <div class="row">
                <LinkButton icon={Plus} href="/onboarding">
                  {m.numbers_add()}
                </LinkButton>
              </div>
            </>
          )
        }}
      </Loaded>
    </SettingsFrame>
  )
}

const NothingConnected = () => (
  <EmptyState
    icon={Smartphone}
    title={m.numbers_empty()}
    actions={
      <LinkButton variant="primary" href="/onboarding">
        {m.connect_title()}
      </LinkButton>
    }
  >
    {m.numbers_empty_text()}
  </EmptyState>
)

const STATES: Record<
  ConnectionView['state'],
  { label: () => string; icon: LucideIcon; tone?: Tone }
> = {
  active: { label: m.numbers_state_active, icon: CircleCheck, tone: 'ok' },
  needs_reconnect: { label: m.numbers_state_needs_reconnect, icon: CircleX, tone: 'danger' },
  disconnected: { label: m.numbers_state_disconnected, icon: Unplug },
}

function ConnectionSection({ connection }: { connection: ConnectionView }) {
  const mayChange = canManage(useSession())
  const { label, icon, tone } = STATES[connection.state]
  return (
    <>
      <Section
        title={<Name value={connection.name} />}
        aside={
          <Chip icon={icon} tone={tone}>
            {label()}
          </Chip>
        }
      >
        <div class="panel">
          <NumbersTable connection={connection} />
        </div>
        <ConnectionFacts connection={connection} />
      </Section>
      {mayChange && <TokenRow connection={connection} />}
      {mayChange && <DisconnectArea connection={connection} />}
    </>
  )
}

const ConnectionFacts = ({ connection }: { connection: ConnectionView }) => (
  <Facts
    facts={[
      { key: 'waba', label: m.numbers_account(), value: <Code>{connection.wabaId}</Code> },
      { key: 'currency', label: m.numbers_currency(), value: <Code>{connection.currency}</Code> },
      {
        key: 'checked',
        label: m.numbers_checked(),
        value: <Time at={connection.checkedAt} />,
      },
      {
        key: 'token',
        label: m.numbers_token(),
        value: connection.tokenExpiresAt
          ? rich(m.numbers_token_until, {
              date: <Time at={connection.tokenExpiresAt} style="full" />,
            })
          : m.numbers_token_forever(),
      },
    ]}
  />
)

/** The ids are known; only the token has to be pasted again. */
const TokenRow = ({ connection }: { connection: ConnectionView }) => (
  <div class="row">
    <LinkButton
      icon={KeyRound}
      variant={connection.state === 'needs_reconnect' ? 'primary' : undefined}
      href={withQuery('/onboarding', {
        waba: connection.wabaId,
        number: connection.numbers[0]?.id,
      })}
    >
      {m.numbers_reconnect()}
    </LinkButton>
  </div>
)

function DisconnectArea({ connection }: { connection: ConnectionView }) {
  const isAsking = useSignal(false)
  const count = connection.numbers.length
  const leave = useAction<string>(async (id) => {
    await disconnect(id)
    await refreshConnections()
    isAsking.value = false
    showToast({ text: m.numbers_disconnected() })
  })
  const failure = leave.error.value
  return (
    <Section title={m.numbers_disconnect_area()} level={3}>
      <div class="panel danger-area pad stack close">
        <p class="md">{m.numbers_disconnect_text()}</p>
        <div class="row">
          <Button
            variant="danger"
            icon={Unplug}
            onClick={() => {
              isAsking.value = true
            }}
          >
            {m.numbers_disconnect_label({ count })}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        title={m.numbers_disconnect_confirm({ count })}
        isOpen={isAsking.value}
        tone="danger"
        confirmLabel={m.numbers_disconnect_label({ count })}
        isBusy={leave.isBusy.value}
        onConfirm={() => void leave.run(connection.id)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>{m.numbers_disconnect_text()}</p>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </ConfirmDialog>
    </Section>
  )
}
