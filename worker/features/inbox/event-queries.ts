import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'

export type InboxEvent = {
  conversationId: string
  kind: 'arrived' | 'thread' | 'list' | 'mention'
  userId?: string | null
}
export type StoredEvent = Required<InboxEvent> & { seq: number }

/** Adds to the log of changes; one statement gives the numbers, so that none comes twice or out of order. */
export const addEvents = (db: AccountDb, events: InboxEvent[], now: number) => sql`
  INSERT INTO inbox_events (account_id, seq, at, conversation_id, kind, user_id)
  SELECT ${db.accountId}, ${lastSeqOf(db)} + j.key + 1, ${now}, j.value ->> 'conversationId',
         j.value ->> 'kind', j.value ->> 'userId'
  FROM json_each(${JSON.stringify(events)}) AS j`

const lastSeqOf = (db: AccountDb) => sql`
  coalesce((SELECT seq FROM inbox_events WHERE account_id = ${db.accountId} ORDER BY seq DESC LIMIT 1), 0)`

export async function findLastSeq(db: AccountDb): Promise<number> {
  return (await db.get<{ seq: number }>(sql`SELECT ${lastSeqOf(db)} AS seq`)).seq
}

/** What happened after a place, in order. */
export const listEvents = (db: AccountDb, after: number, limit: number) =>
  db.all<StoredEvent>(sql`
    SELECT seq, conversation_id AS conversationId, kind, user_id AS userId FROM inbox_events
    WHERE account_id = ${db.accountId} AND seq > ${after} ORDER BY seq LIMIT ${limit}`)

/** So many changes can be caught up with; who was away for more reads everything again. */
export const KEPT_EVENTS = 2000

/** What is too old goes, with every entry that comes. */
export const trimEvents = (db: AccountDb) => sql`
  DELETE FROM inbox_events
  WHERE account_id = ${db.accountId} AND seq <= ${lastSeqOf(db)} - ${KEPT_EVENTS}`
