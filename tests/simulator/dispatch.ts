import * as v from 'valibot'
import { findBusiness, findNumber, type PhoneNumber } from './businesses'
import { conditionOf } from './conditions'
import type { Webhook } from './deliveries'
import { endNameReview } from './display-names'
import type { StatusKind } from './fates'
import { type Change, inboundChange, type StatusReport, statusChange } from './payloads'

export type OutboxRow = {
  id: number
  due_at: number
  happened_at: number
  waba_id: string
  phone_number_id: string
  kind: StatusKind | 'inbound' | 'change'
  message_seq: number | null
  body: string | null
  attempts: number
  is_copy: number
  // Of the message, for its statuses; null for other news.
  wamid: string | null
  wa_id: string | null
  bsuid: string | null
  person_name: string | null
  by_bsuid: number | null
  callback_data: string | null
  pricing: string | null
  code: number | null
}

const PersonBody = v.object({
  waId: v.nullable(v.string()),
  bsuid: v.string(),
  name: v.string(),
  username: v.nullable(v.string()),
})

/** What somebody wrote or tapped, as it waits in the outbox. */
export const InboundBody = v.object({
  wamid: v.string(),
  person: PersonBody,
  context: v.nullable(v.string()),
  answer: v.variant('kind', [
    v.object({ kind: v.literal('text'), text: v.string() }),
    v.object({
      kind: v.literal('button'),
      button: v.object({ text: v.string(), payload: v.string() }),
    }),
    /** Any other kind, as Meta writes it: `{ type, [type]: … }`. */
    v.object({ kind: v.literal('other'), content: v.looseObject({ type: v.string() }) }),
  ]),
})
export type InboundBody = v.InferOutput<typeof InboundBody>

const ChangeBody = v.object({ field: v.string(), value: v.record(v.string(), v.unknown()) })
/** A review that ends when its news is due, and not before. */
const Review = v.object({ approves: v.string() })
const NameReview = v.object({ names: v.string(), value: v.object({ decision: v.string() }) })

/** What people do takes effect when it happens, whether or not the product gets to hear of it. */
export function applyEvents(sql: SqlStorage, rows: OutboxRow[]): void {
  for (const row of rows) {
    if (row.attempts > 0 || row.is_copy) continue
    if (row.kind === 'change') endReview(sql, row)
    if (row.kind !== 'inbound') continue
    const { wamid, person } = readInbound(row)
    sql.exec(
      'INSERT OR IGNORE INTO inbound VALUES (?, ?, ?, NULL)',
      wamid,
      row.phone_number_id,
      row.happened_at,
    )
    sql.exec(
      `INSERT INTO windows VALUES (?, ?, ?) ON CONFLICT DO UPDATE
       SET last_inbound_at = max(last_inbound_at, excluded.last_inbound_at)`,
      row.phone_number_id,
      person.bsuid,
      row.happened_at,
    )
  }
}

function endReview(sql: SqlStorage, row: OutboxRow): void {
  const body: unknown = JSON.parse(row.body ?? 'null')
  const named = v.safeParse(NameReview, body)
  if (named.success) endNameReview(sql, named.output.names, named.output.value.decision)
  const review = v.safeParse(Review, body)
  if (!review.success) return
  sql.exec(
    "UPDATE templates SET status = 'APPROVED' WHERE id = ? AND status = 'PENDING'",
    review.output.approves,
  )
}

/** The body for some rows of one number, or null when the app is not subscribed to its WABA. */
export function toWebhook(sql: SqlStorage, rows: OutboxRow[]): Webhook | null {
  const head = rows[0]
  if (!head || !findBusiness(sql, head.waba_id)?.subscribed) return null
  // Another address gets them.
  if (conditionOf(sql, head.waba_id, 'redirected')) return null

  const number = findNumber(sql, head.phone_number_id)
  const news = rows.filter(({ kind }) => kind === 'change').map(readChange)
  const chat = number ? chatChanges(number, rows) : []
  return {
    entries: [
      ...(chat.length > 0 ? [{ id: head.waba_id, changes: chat }] : []),
      ...news.map((change) => ({
        id: head.waba_id,
        time: Math.floor(head.happened_at / 1000),
        changes: [change],
      })),
    ],
  }
}

/** Statuses stand one to four in a change, as both forms occur. */
const STATUSES_IN_CHANGE = 4

function chatChanges(number: PhoneNumber, rows: OutboxRow[]): Change[] {
  const changes: Change[] = []
  let group: StatusReport[] = []
  const closeGroup = () => {
    if (group.length > 0) changes.push(statusChange(number, group))
    group = []
  }
  for (const row of rows) {
    if (row.kind === 'inbound') {
      const inbound = readInbound(row)
      changes.push(inboundChange(number, { ...inbound, happenedAt: row.happened_at }))
    } else if (row.kind !== 'change') {
      group.push(toReport(row, row.kind))
      if (group.length > row.id % STATUSES_IN_CHANGE) closeGroup()
    }
  }
  closeGroup()
  return changes
}

function toReport(row: OutboxRow, kind: StatusKind): StatusReport {
  return {
    kind,
    happenedAt: row.happened_at,
    wamid: row.wamid ?? '',
    person: { waId: row.wa_id, bsuid: row.bsuid ?? '', name: row.person_name ?? '' },
    byBsuid: row.by_bsuid === 1,
    callbackData: row.callback_data,
    pricing: pricingOf(row, kind),
    code: row.code,
  }
}

const Pricing = v.object({ onReadToo: v.boolean(), pricing: v.record(v.string(), v.unknown()) })

/** Pricing is on `sent` and on one of `delivered` and `read`: the one that comes first. */
function pricingOf({ pricing }: OutboxRow, kind: StatusKind): StatusReport['pricing'] {
  if (kind === 'failed' || pricing === null) return null
  const saved = v.parse(Pricing, JSON.parse(pricing))
  return kind !== 'read' || saved.onReadToo ? saved.pricing : null
}

const RANK: Record<StatusKind, number> = { sent: 1, failed: 2, delivered: 3, read: 4 }

/** Notes on the message how much of its fate the product has been told. */
export function markReported(sql: SqlStorage, rows: OutboxRow[]): void {
  for (const [kind, group] of Map.groupBy(rows, (row) => row.kind)) {
    if (kind === 'inbound' || kind === 'change') continue
    sql.exec(
      `UPDATE messages SET reported = max(reported, ?)
       WHERE seq IN (SELECT value FROM json_each(?))`,
      RANK[kind],
      JSON.stringify(group.map(({ message_seq }) => message_seq)),
    )
  }
}

export function reportedName(rank: number): StatusKind | null {
  const kinds: readonly StatusKind[] = ['sent', 'failed', 'delivered', 'read']
  return kinds[rank - 1] ?? null
}

const readInbound = (row: OutboxRow) => v.parse(InboundBody, JSON.parse(row.body ?? 'null'))

const readChange = (row: OutboxRow): Change => v.parse(ChangeBody, JSON.parse(row.body ?? 'null'))
