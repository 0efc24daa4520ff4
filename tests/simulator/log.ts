import { reportedName } from './dispatch'
import type { Meta } from './meta'
import { pending } from './outbox-rows'
import { first } from './rows'

type MessageRow = {
  seq: number
  at: number
  phone_number_id: string
  recipient: string
  identity: string
  wamid: string
  type: string
  template: string | null
  language: string | null
  parameters: string
  callback_data: string | null
  outcome: string
  code: number | null
  answer: string
  reported: number
}

/** Which part of the log is asked for; an empty number means all of them. */
export type Slice = { phoneNumberId: string; after: number; limit: number }

function messagesAfter(sql: SqlStorage, { phoneNumberId, after, limit }: Slice): MessageRow[] {
  const ofNumber = phoneNumberId === '' ? '' : 'phone_number_id = ? AND'
  const values = phoneNumberId === '' ? [] : [phoneNumberId]
  return sql
    .exec<MessageRow>(
      `SELECT * FROM messages WHERE ${ofNumber} seq > ? ORDER BY seq LIMIT ?`,
      ...values,
      after,
      limit,
    )
    .toArray()
}

/** Every accepted message in the order of acceptance: the truth the product is held against. */
export function readLog(sql: SqlStorage, slice: Slice) {
  const rows = messagesAfter(sql, slice)
  return {
    items: rows.map((row) => ({
      seq: row.seq,
      at: row.at,
      phoneNumberId: row.phone_number_id,
      to: row.recipient,
      wamid: row.wamid,
      type: row.type,
      template: row.template,
      language: row.language,
      parameters: JSON.parse(row.parameters),
      callbackData: row.callback_data,
      identity: row.identity,
    })),
    next: rows.length === slice.limit ? (rows.at(-1)?.seq ?? null) : null,
  }
}

/** What becomes of each message in the end, and how much of it the product has been told. */
export function readStates(sql: SqlStorage, slice: Slice) {
  const rows = messagesAfter(sql, slice)
  return {
    items: rows.map((row) => ({
      seq: row.seq,
      phoneNumberId: row.phone_number_id,
      to: row.recipient,
      identity: row.identity,
      wamid: row.wamid,
      callbackData: row.callback_data,
      outcome: row.outcome,
      code: row.code,
      reported: reportedName(row.reported),
      /** How the POST was answered: ok, or the fault that hid or changed the answer. */
      answer: row.answer,
    })),
    next: rows.length === slice.limit ? (rows.at(-1)?.seq ?? null) : null,
  }
}

const OF_NUMBER = "(? = '' OR phone_number_id = ?)"

export function summarize(meta: Meta, phoneNumberId: string) {
  const { sql } = meta
  const pair = [phoneNumberId, phoneNumberId]
  const perRecipient = first<{ people: number; most: number | null; accepted: number | null }>(
    sql.exec(
      `SELECT COUNT(*) AS people, MAX(n) AS most, SUM(n) AS accepted FROM (
         SELECT COUNT(*) AS n FROM messages WHERE ${OF_NUMBER} GROUP BY phone_number_id, identity)`,
      ...pair,
    ),
  )
  const refusedByCode = readRefused(sql, pair)
  const refused = Object.values(refusedByCode).reduce((sum, n) => sum + n, 0)
  const accepted = perRecipient?.accepted ?? 0
  return {
    accepted,
    distinctRecipients: perRecipient?.people ?? 0,
    maxPerRecipient: perRecipient?.most ?? 0,
    refusedByCode,
    statuses: readDelivered(sql, phoneNumberId),
    webhooksPending: pending(sql, phoneNumberId),
    webhooksLost: sumOf(sql, phoneNumberId, 'lost.%'),
    maxInOneSecond: maxInOneSecond(sql, pair),
    requests: accepted + refused,
  }
}

function readRefused(sql: SqlStorage, pair: string[]): Record<string, number> {
  const rows = sql
    .exec<{ code: number; n: number }>(
      `SELECT code, COUNT(*) AS n FROM refusals WHERE ${OF_NUMBER} GROUP BY code ORDER BY code`,
      ...pair,
    )
    .toArray()
  return Object.fromEntries(rows.map(({ code, n }) => [code, n]))
}

/** Statuses that the product has answered with 200, copies included. */
function readDelivered(sql: SqlStorage, phoneNumberId: string) {
  return {
    sent: sumOf(sql, phoneNumberId, 'delivered.sent'),
    delivered: sumOf(sql, phoneNumberId, 'delivered.delivered'),
    read: sumOf(sql, phoneNumberId, 'delivered.read'),
    failed: sumOf(sql, phoneNumberId, 'delivered.failed'),
    inbound: sumOf(sql, phoneNumberId, 'delivered.inbound'),
  }
}

function sumOf(sql: SqlStorage, phoneNumberId: string, name: string): number {
  return (
    first<{ n: number | null }>(
      sql.exec(
        "SELECT SUM(n) AS n FROM counters WHERE (? = '' OR scope = ?) AND name LIKE ?",
        phoneNumberId,
        phoneNumberId,
        name,
      ),
    )?.n ?? 0
  )
}

/** The most POSTs of one number, accepted and refused, within any 1,000 ms. */
function maxInOneSecond(sql: SqlStorage, pair: string[]): number {
  const rows = sql.exec<{ phone_number_id: string; at: number }>(
    `SELECT phone_number_id, at FROM messages WHERE ${OF_NUMBER}
     UNION ALL SELECT phone_number_id, at FROM refusals WHERE ${OF_NUMBER}
     ORDER BY phone_number_id, at`,
    ...pair,
    ...pair,
  )
  let most = 0
  let number = ''
  let window: number[] = []
  let start = 0
  for (const row of rows) {
    if (row.phone_number_id !== number) {
      number = row.phone_number_id
      window = []
      start = 0
    }
    window.push(row.at)
    while ((window[start] ?? 0) <= row.at - 1000) start++
    most = Math.max(most, window.length - start)
  }
  return most
}
