import type { OutboxRow } from './dispatch'
import { count, first } from './rows'

/** A paused number's items keep their due time, moved beyond every clock. */
export const PAUSED_MS = 1e13

export type NewItem = {
  kind: 'sent' | 'delivered' | 'read' | 'failed' | 'inbound' | 'change'
  wabaId: string
  phoneNumberId: string
  happenedAt: number
  messageSeq?: number
  body?: unknown
}

export function insert(sql: SqlStorage, item: NewItem, dueAt: number): void {
  sql.exec(
    `INSERT INTO outbox (due_at, happened_at, waba_id, phone_number_id, kind, message_seq, body)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    dueAt,
    item.happenedAt,
    item.wabaId,
    item.phoneNumberId,
    item.kind,
    item.messageSeq ?? null,
    item.body === undefined ? null : JSON.stringify(item.body),
  )
}

/** The second delivery of an item that nobody asked to repeat. */
export function insertCopy(sql: SqlStorage, id: number, dueAt: number): void {
  sql.exec(
    `INSERT INTO outbox (due_at, happened_at, waba_id, phone_number_id, kind, message_seq, body,
       is_copy) SELECT ?, happened_at, waba_id, phone_number_id, kind, message_seq, body, 1
     FROM outbox WHERE id = ?`,
    dueAt,
    id,
  )
}

/** What is due, with the message that each status is about. */
export const due = (sql: SqlStorage, now: number, limit: number): OutboxRow[] =>
  sql
    .exec<OutboxRow>(
      `SELECT o.*, m.wamid, m.wa_id, m.bsuid, m.person_name, m.by_bsuid, m.callback_data,
         m.pricing, m.code
       FROM outbox AS o LEFT JOIN messages AS m ON m.seq = o.message_seq
       WHERE o.due_at <= ? ORDER BY o.due_at LIMIT ?`,
      now,
      limit,
    )
    .toArray()

/** When the first item after those already taken is due; paused ones never are. */
export function nextDue(sql: SqlStorage, taken: number): number | null {
  const next = first<{ due_at: number }>(
    sql.exec('SELECT due_at FROM outbox ORDER BY due_at LIMIT 1 OFFSET ?', taken),
  )
  return next && next.due_at < PAUSED_MS ? next.due_at : null
}

export const hasDue = (sql: SqlStorage, upTo: number): boolean =>
  first(sql.exec('SELECT id FROM outbox WHERE due_at <= ? LIMIT 1', upTo)) !== undefined

export function postpone(sql: SqlStorage, id: number, dueAt: number): void {
  sql.exec('UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE id = ?', dueAt, id)
}

/** Makes everything due now; what was to happen later has happened by now. */
export function hurry(sql: SqlStorage, now: number): void {
  sql.exec(
    'UPDATE outbox SET due_at = ?, happened_at = min(happened_at, ?) WHERE due_at > ?',
    now,
    now,
    now,
  )
}

export const waitingNumbers = (sql: SqlStorage): string[] =>
  sql
    .exec<{ phone_number_id: string }>('SELECT DISTINCT phone_number_id FROM outbox')
    .toArray()
    .map(({ phone_number_id }) => phone_number_id)

/** Moves a number's items out of reach, or back to their time. */
export function shift(sql: SqlStorage, phoneNumberId: string, paused: boolean): void {
  const statement = paused
    ? 'UPDATE outbox SET due_at = due_at + ? WHERE due_at < ? AND phone_number_id = ?'
    : 'UPDATE outbox SET due_at = due_at - ? WHERE due_at >= ? AND phone_number_id = ?'
  sql.exec(statement, PAUSED_MS, PAUSED_MS, phoneNumberId)
}

export type Result = 'delivered' | 'lost' | 'unsubscribed'

/** Takes items out for good, and counts what became of them by number and kind. */
export function remove(sql: SqlStorage, items: OutboxRow[], result: Result): void {
  sql.exec(
    'DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(items.map(({ id }) => id)),
  )
  const byKind = Map.groupBy(items, ({ phone_number_id, kind }) => `${phone_number_id} ${kind}`)
  for (const [key, { length }] of byKind) {
    const [scope = '', kind = ''] = key.split(' ')
    count(sql, scope, `${result}.${kind}`, length)
  }
}

export function pending(sql: SqlStorage, phoneNumberId = ''): number {
  const row = first<{ n: number }>(
    sql.exec("SELECT COUNT(*) AS n FROM outbox WHERE ? IN ('', phone_number_id)", phoneNumberId),
  )
  return row?.n ?? 0
}
