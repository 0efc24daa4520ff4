import { CircleCheck, TriangleAlert } from 'lucide-preact'
import type { AccessView } from '../../../worker/contract/access'
import { CheckList } from '../../components/check-list'
import { Chip } from '../../components/chip'
import { Code, Phone } from '../../components/isolate'
import { Banner, Section } from '../../components/page-parts'
import { Table } from '../../components/table'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

/** What Meta lets us do, each with a word on whether we need it. */
export const Permissions = ({ access }: { access: AccessView }) => (
  <Section title={m.access_permissions()} aside={<Width isWider={access.isWider} />}>
    <p class="md muted">{m.access_permissions_lead()}</p>
    <div class="panel pad">
      <CheckList
        items={access.scopes.map(({ name, isNeeded, text }) => ({
          key: name,
          state: isNeeded || name === HARMLESS ? 'ok' : 'warn',
          stateText: isNeeded ? m.access_needed() : m.access_not_needed(),
          title: <Code>{name}</Code>,
          note: text,
        }))}
      />
    </div>
    {access.isWider && <Narrow access={access} />}
  </Section>
)

/** Comes with every token and opens nothing. */
const HARMLESS = 'public_profile'

const Width = ({ isWider }: { isWider: boolean }) => (
  <Chip icon={isWider ? TriangleAlert : CircleCheck} tone={isWider ? 'warn' : 'ok'}>
    {isWider ? m.access_wider() : m.access_exact()}
  </Chip>
)

/** How to take back what we don't need; only the business itself can. */
const Narrow = ({ access }: { access: AccessView }) => (
  <>
    <Banner tone="warn" isInset>
      {m.access_wider_text()}
    </Banner>
    <ol class="bullets md">
      <li>
        {rich(m.access_narrow_open, {
          path: <bdi dir="ltr">Business Settings → System users</bdi>,
        })}
      </li>
      <li>{rich(m.access_narrow_assets, { waba: <Code>{access.wabaId}</Code> })}</li>
      <li>
        {rich(m.access_narrow_token, {
          first: <Code>whatsapp_business_management</Code>,
          second: <Code>whatsapp_business_messaging</Code>,
        })}
      </li>
      <li>{m.access_narrow_paste()}</li>
    </ol>
  </>
)

type Reached = { id: string; kind: 'waba' | 'number'; phone?: string; isConnected: boolean }

/** Every account and number that the token opens, also those we never touch. */
export const Reach = ({ access }: { access: AccessView }) => (
  <Section title={m.access_reach()}>
    <p class="md muted">
      {access.reachesWholeBusiness ? m.access_reach_whole() : m.access_reach_lead()}
    </p>
    <div class="panel">
      <Table
        caption={m.access_reach()}
        rows={reachedBy(access)}
        rowKey={({ id }) => id}
        columns={[
          { key: 'what', header: m.access_reach_what(), isRowHeader: true, cell: whatOf },
          { key: 'id', header: m.access_reach_id(), cell: ({ id }) => <Code>{id}</Code> },
          { key: 'used', header: m.access_reach_used(), cell: usedOf },
        ]}
        card={(row) => (
          <>
            <div>
              <b>{whatOf(row)}</b>
              <span class="sm muted">
                <Code>{row.id}</Code>
              </span>
            </div>
            <div class="e">{usedOf(row)}</div>
          </>
        )}
      />
    </div>
  </Section>
)

const reachedBy = ({ wabaIds, wabaId, numbers }: AccessView): Reached[] => [
  ...(wabaIds ?? [{ id: wabaId, isConnected: true }]).map(
    (one): Reached => ({ ...one, kind: 'waba' }),
  ),
  ...numbers.map(
    ({ id, displayPhoneNumber, isConnected }): Reached => ({
      id,
      kind: 'number',
      phone: `+${displayPhoneNumber.replace(/\D/g, '')}`,
      isConnected,
    }),
  ),
]

const whatOf = ({ phone }: Reached) => (phone ? <Phone value={phone} /> : m.numbers_account())

const usedOf = ({ isConnected }: Reached) => (
  <Chip icon={isConnected ? CircleCheck : TriangleAlert} tone={isConnected ? 'ok' : 'warn'}>
    {isConnected ? m.access_used() : m.access_unused()}
  </Chip>
)
