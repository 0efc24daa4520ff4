import type { RecipientView } from '../../../worker/contract/broadcast-recipients'
import { Code, Name, Phone } from '../../components/isolate'
import { Money } from '../../components/money'
import { type Column, Table } from '../../components/table'
import { formatClockSeconds, formatDate, formatFullTime } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { DeliveryChip } from '../contacts/delivery'

type Props = { id: string; recipients: RecipientView[]; currency: string }

export const RecipientsTable = ({ id, recipients, currency }: Props) => (
  <Table
    caption={m.broadcast_recipients_table()}
    rows={recipients}
    rowKey={({ no }) => String(no)}
    columns={columns(id, currency)}
    card={(recipient) => (
      <>
        <div>
          <Who id={id} recipient={recipient} />
          <span class="sm muted">
            <Identity value={recipient.identity} />
          </span>
          {recipient.reasonText && <span class="xs muted">{recipient.reasonText}</span>}
        </div>
        <div class="e">
          <DeliveryChip state={deliveryOf(recipient)} />
          <span class="xs muted">
            <LastEvent recipient={recipient} />
          </span>
        </div>
      </>
    )}
  />
)

const columns = (id: string, currency: string): Column<RecipientView>[] => [
  {
    key: 'name',
    header: m.broadcast_col_name(),
    isRowHeader: true,
    cell: (recipient) => <Who id={id} recipient={recipient} />,
  },
  {
    key: 'phone',
    header: m.broadcast_col_phone(),
    cell: ({ identity }) => <Identity value={identity} />,
  },
  {
    key: 'state',
    header: m.broadcast_col_state(),
    cell: (recipient) => (
      <span title={recipient.reasonText ?? undefined}>
        <DeliveryChip state={deliveryOf(recipient)} />
      </span>
    ),
  },
  {
    key: 'event',
    header: m.broadcast_col_event(),
    isNumeric: true,
    cell: (recipient) => (
      <span class="muted">
        <LastEvent recipient={recipient} />
      </span>
    ),
  },
  {
    key: 'cost',
    header: m.broadcast_col_cost(),
    isNumeric: true,
    cell: ({ costMicros }) => <Cost micros={costMicros} currency={currency} />,
  },
]

/** An answer says more than the state it was given in. */
export const deliveryOf = ({ replied, state }: RecipientView) => (replied ? 'replied' : state)

const Who = ({ id, recipient }: { id: string; recipient: RecipientView }) => (
  <a class="plain strong" href={`/broadcasts/${id}/recipients/${recipient.no}`}>
    {recipient.name ? <Name value={recipient.name} /> : m.contacts_no_name()}
  </a>
)

/** A phone, or WhatsApp's id of somebody who hides theirs. */
export const Identity = ({ value }: { value: string }) =>
  value.startsWith('+') ? <Phone value={value} /> : <Code>{value}</Code>

const MILLI_DIGITS = 4

/** Not known before delivery, which is not the same as nothing. */
export const Cost = ({ micros, currency }: { micros: number | null; currency: string }) =>
  micros === null ? (
    <span class="muted">–</span>
  ) : (
    <Money micros={micros} currency={currency} {...(micros > 0 ? { digits: MILLI_DIGITS } : {})} />
  )

export function lastEventAt(recipient: RecipientView): number | null {
  const { claimedAt, acceptedAt, sentAt, deliveredAt, readAt, failedAt, repliedAt } = recipient
  const times = [claimedAt, acceptedAt, sentAt, deliveredAt, readAt, failedAt, repliedAt]
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? null : Math.max(...known)
}

const DAY_MS = 24 * 60 * 60 * 1000

function LastEvent({ recipient }: { recipient: RecipientView }) {
  const at = lastEventAt(recipient)
  if (at === null) return <span>–</span>
  const text = Date.now() - at < DAY_MS ? formatClockSeconds(at) : formatDate(at)
  return (
    <time dateTime={new Date(at).toISOString()} title={formatFullTime(at)}>
      <bdi dir="ltr">{text}</bdi>
    </time>
  )
}
