import { Plus, ShieldCheck, Smartphone } from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import { LinkButton } from '../../components/button'
import { Code, Name, Time } from '../../components/isolate'
import { Facts, Section } from '../../components/page-parts'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { SettingsFrame } from '../accounts/settings-frame'
import { AddNumber } from './add-number'
import { ConnectionState } from './connection-state'
import { present, useConnections } from './connections'
import { DisconnectArea } from './disconnect-area'
import { NumbersTable } from './numbers-table'
import { PhoneApp } from './phone-app'
import { Problems } from './problems'
import { RenewButton } from './renew-button'

export function NumbersPage() {
  const connections = useConnections()
  return (
    <SettingsFrame current="numbers">
      <Loaded query={connections} skeleton={<Skeleton shape="rows" count={4} />}>
        {({ items }) => {
          const shown = present(items)
          const earlier = items.filter((one) => !shown.includes(one))
          return (
            <>
              {shown.length === 0 && <NothingConnected />}
              {shown.map((connection) => (
                <ConnectionSection key={connection.id} connection={connection} />
              ))}
              {shown.length > 0 && (
                <div class="row">
                  <LinkButton icon={Plus} href="/onboarding">
                    {m.numbers_add()}
                  </LinkButton>
                </div>
              )}
              {earlier.length > 0 && <Earlier connections={earlier} />}
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

function ConnectionSection({ connection }: { connection: ConnectionView }) {
  const mayChange = canManage(useSession())
  return (
    <>
      <Section
        title={<Name value={connection.name} />}
        aside={<ConnectionState state={connection.state} />}
      >
        <Problems connection={connection} />
        <div class="panel">
          <NumbersTable connection={connection} />
        </div>
        <ConnectionFacts connection={connection} />
        {mayChange && connection.state === 'active' && connection.numbers.length > 0 && (
          <AddNumber connectionId={connection.id} />
        )}
      </Section>
      <PhoneApp connection={connection} />
      <AccessRow connection={connection} mayChange={mayChange} />
      {mayChange && (
        <DisconnectArea connectionId={connection.id} count={connection.numbers.length} />
      )}
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

const AccessRow = ({
  connection,
  mayChange,
}: {
  connection: ConnectionView
  mayChange: boolean
}) => (
  <div class="row">
    <LinkButton icon={ShieldCheck} href={accessAddress(connection.id)}>
      {m.access_title()}
    </LinkButton>
    {mayChange && <RenewButton connection={connection} />}
  </div>
)

const accessAddress = (id: string) => `/settings/numbers/${id}/access`

/** What was given back stays provable. */
const Earlier = ({ connections }: { connections: ConnectionView[] }) => (
  <Section title={m.access_earlier()} level={3}>
    <ul class="bullets md">
      {connections.map(({ id, name }) => (
        <li key={id}>
          <a href={accessAddress(id)}>
            <Name value={name} />
          </a>
        </li>
      ))}
    </ul>
  </Section>
)
