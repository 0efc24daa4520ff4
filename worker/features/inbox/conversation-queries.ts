import { and, eq, type InferSelectModel, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { InboxList } from '../../contract/inbox'
import type { Single } from '../broadcasts/outbox-queries'
import { isStored } from './queries'
import { conversations } from './tables'

export type Conversation = InferSelectModel<typeof conversations>

/** More unread messages than these are shown as "99+". */
const MOST_UNREAD = 100

/** What one message does to its conversation. */
export type Said = {
  id: string
  contactId: string
  numberId: string
  messageId: string
  at: number
  side: 'in' | 'out'
  preview: string
  /** Meta's id of what a person wrote: it opens the 24 hours, wants an answer, and opens the conversation. */
  wordsWamid: string | null
  /** Who has it if nobody has it yet. */
  assignee: string
  /** False of what a machine says: nobody has answered yet. */
  isAnswer?: boolean
}

/**
 * Notes what was said last. Applied twice or in another order the row is the same; unread messages are
 * counted from rows. One that is older than what was read already comes late, and is unread all the same;
 * what was said before the conversation opened is no answer in it.
 */
export function noteSaid(db: AccountDb, said: Said): SQL {
  const { id, contactId, numberId, messageId, at, side, preview, wordsWamid, assignee } = said
  const isWords = wordsWamid !== null
  const inboundAt = isWords ? at : null
  const answeredAt = side === 'out' && said.isAnswer !== false ? at : null
  const readId = sql`CASE WHEN ${isWords ? 1 : 0} AND c.read_id >= ${messageId} THEN coalesce((
    SELECT m.id FROM messages AS m
    WHERE m.account_id = ${db.accountId} AND m.contact_id = ${contactId} AND m.id < ${messageId}
    ORDER BY m.id DESC LIMIT 1), '') ELSE c.read_id END`
  return sql`
    INSERT INTO conversations AS c (account_id, id, contact_id, number_id, state, assignee, labels,
      last_id, last_at, last_side, preview, last_inbound_at, last_inbound_wamid, read_id, unread,
      snoozed_until, opened_at, answered_at, closed_at)
    SELECT ${db.accountId}, ${id}, ${contactId}, ${numberId}, 'open', ${assignee}, '[]', ${messageId}, ${at},
      ${side}, ${preview}, ${inboundAt}, ${wordsWamid}, '', ${isWords ? 1 : 0}, NULL, ${at}, ${answeredAt}, NULL
    WHERE ${isStored(db, contactId, messageId)}
    ON CONFLICT (account_id, id) DO UPDATE SET
      opened_at = iif(${isWords ? 1 : 0} AND c.state = 'closed', excluded.last_at, c.opened_at),
      answered_at = CASE WHEN ${isWords ? 1 : 0} AND c.state = 'closed' THEN NULL
                         ELSE coalesce(c.answered_at, iif(excluded.answered_at >= c.opened_at,
                                                          excluded.answered_at, NULL)) END,
      closed_at = iif(${isWords ? 1 : 0}, NULL, c.closed_at),
      state = iif(${isWords ? 1 : 0}, 'open', c.state),
      snoozed_until = iif(${isWords ? 1 : 0}, NULL, c.snoozed_until),
      assignee = iif(c.assignee = '', excluded.assignee, c.assignee),
      preview = iif(excluded.last_id > c.last_id, excluded.preview, c.preview),
      last_side = iif(excluded.last_id > c.last_id, excluded.last_side, c.last_side),
      last_at = max(excluded.last_at, c.last_at),
      last_id = max(excluded.last_id, c.last_id),
      last_inbound_wamid = iif(coalesce(excluded.last_inbound_at, 0) >= coalesce(c.last_inbound_at, 0),
                               coalesce(excluded.last_inbound_wamid, c.last_inbound_wamid), c.last_inbound_wamid),
      last_inbound_at = max(coalesce(excluded.last_inbound_at, c.last_inbound_at),
                            coalesce(c.last_inbound_at, excluded.last_inbound_at)),
      read_id = ${readId},
      unread = ${countUnread(db, contactId, numberId, readId)}`
}

/** Messages of a person on a number that came after what was read. */
export const countUnread = (
  db: AccountDb,
  contactId: string,
  numberId: string,
  readId: SQL,
) => sql`(
  SELECT count(*) FROM (
    SELECT 1 FROM messages AS u
    WHERE u.account_id = ${db.accountId} AND u.contact_id = ${contactId} AND u.id > ${readId}
      AND u.direction = 'in' AND u.number_id = ${numberId} AND u.type <> 'system'
    LIMIT ${MOST_UNREAD}))`

/** Everything up to a message was read; never goes back. No row when nothing was unread there. */
export const markRead = (
  db: AccountDb,
  { id, contactId, numberId }: Pick<Conversation, 'id' | 'contactId' | 'numberId'>,
  upToId: string,
) =>
  db.all<{ id: string }>(sql`
    UPDATE conversations AS c SET read_id = ${upToId},
      unread = ${countUnread(db, contactId, numberId, sql`${upToId}`)}
    WHERE c.account_id = ${db.accountId} AND c.id = ${id} AND c.read_id < ${upToId} AND c.unread > 0
    RETURNING id`)

export const findConversation = (db: AccountDb, id: string): Promise<Conversation | undefined> =>
  db
    .select()
    .from(conversations)
    .where(and(eq(conversations.accountId, db.accountId), eq(conversations.id, id)))
    .get()

export type Listed = Conversation & {
  name: string | null
  phone: string | null
  bsuid: string | null
  country: string | null
  consent: string
}

const LISTED = sql.raw(`
  c.account_id AS accountId, c.id, c.contact_id AS contactId, c.number_id AS numberId, c.state,
  c.assignee, c.labels, c.last_id AS lastId, c.last_at AS lastAt, c.last_side AS lastSide, c.preview,
  c.last_inbound_at AS lastInboundAt, c.last_inbound_wamid AS lastInboundWamid, c.read_id AS readId,
  c.unread, c.snoozed_until AS snoozedUntil, c.opened_at AS openedAt, c.answered_at AS answeredAt,
  c.closed_at AS closedAt, p.name, p.phone, p.bsuid, p.country, coalesce(p.consent, 'unknown') AS consent`)
const PERSON = sql.raw(
  'LEFT JOIN contacts AS p ON p.account_id = c.account_id AND p.id = c.contact_id',
)

type Raw = Omit<Listed, 'labels'> & { labels: string }
// Written by drizzle as JSON of this type.
const parsed = (rows: Raw[]): Listed[] =>
  rows.map((row) => ({ ...row, labels: JSON.parse(row.labels) as string[] }))

export type ListFilter = {
  list: InboxList
  userId: string
  numberId?: string | undefined
  labelId?: string | undefined
}

type Place = { at: number; id: string }

/** So many of a list are looked at for a number or a label at once, however few have it. */
export const MOST_LOOKED_AT = 2000

/**
 * A page, by the last message, newest first; `after` is the place of the last row seen. What is filtered may
 * end before the list does: `lookedTo` is where to look on.
 */
export async function pageConversations(
  db: AccountDb,
  { list, userId, numberId, labelId }: ListFilter,
  after: Place | null,
  limit: number,
): Promise<{ rows: Listed[]; lookedTo: Place | null }> {
  const byAssignee = list === 'mine' || list === 'unassigned'
  const index = byAssignee ? 'conversations_by_assignee' : 'conversations_by_state'
  const parts: SQL[] = [
    sql`c.account_id = ${db.accountId} AND c.state = ${byAssignee ? 'open' : list}`,
  ]
  if (byAssignee) parts.push(sql`c.assignee = ${list === 'mine' ? userId : ''}`)
  if (after) parts.push(sql`(c.last_at, c.id) < (${after.at}, ${after.id})`)
  const ordered = sql`conversations AS c INDEXED BY ${sql.raw(index)}
    WHERE ${sql.join(parts, sql` AND `)} ORDER BY c.last_at DESC, c.id DESC`
  const filters: SQL[] = [sql`true`]
  if (numberId) filters.push(sql`c.number_id = ${numberId}`)
  if (labelId) filters.push(sql`instr(c.labels, ${JSON.stringify(labelId)}) > 0`)
  const isFiltered = filters.length > 1
  const rows = await db.all<Raw>(sql`
    SELECT ${LISTED}
    FROM (SELECT * FROM ${ordered} LIMIT ${isFiltered ? MOST_LOOKED_AT : limit}) AS c ${PERSON}
    WHERE ${sql.join(filters, sql` AND `)} ORDER BY c.last_at DESC, c.id DESC LIMIT ${limit}`)
  const isShort = isFiltered && rows.length < limit
  const last = isShort
    ? await db.get<Place | undefined>(sql`
        SELECT c.last_at AS at, c.id FROM ${ordered} LIMIT 1 OFFSET ${MOST_LOOKED_AT - 1}`)
    : undefined
  return { rows: parsed(rows), lookedTo: last ?? null }
}

/** Conversations by id, in the order of the ids. */
export async function findListed(db: AccountDb, ids: string[]): Promise<Listed[]> {
  const rows = await db.all<Raw>(sql`
    SELECT ${LISTED} FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN conversations AS c ${PERSON}
    WHERE c.account_id = ${db.accountId} AND c.id = j.value ORDER BY j.key`)
  return parsed(rows)
}

/** What became of the last messages of conversations, as far as they were sent from here. */
export const listLastStates = (
  db: AccountDb,
  places: Pick<Conversation, 'id' | 'contactId' | 'lastId'>[],
) =>
  db.all<{ id: string; state: Single['state'] }>(sql`
    SELECT j.value ->> 'id' AS id, o.state
    FROM json_each(${JSON.stringify(places)}) AS j
    CROSS JOIN messages AS m ON m.account_id = ${db.accountId}
      AND m.contact_id = j.value ->> 'contactId' AND m.id = j.value ->> 'lastId'
    CROSS JOIN outbox AS o ON o.account_id = ${db.accountId} AND o.id = m.wamid`)

/** Open conversations with something unread, of one member or of nobody; counted up to a bound. */
export async function countUnreadOf(db: AccountDb, assignee: string | null): Promise<number> {
  const whose = assignee === null ? sql`` : sql`AND assignee = ${assignee}`
  const row = await db.get<{ count: number }>(sql`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM conversations INDEXED BY conversations_unread
      WHERE account_id = ${db.accountId} AND unread > 0 AND state = 'open' ${whose}
      LIMIT ${MOST_UNREAD})`)
  return row.count
}

type Change = Partial<
  Pick<
    Conversation,
    'state' | 'assignee' | 'labels' | 'snoozedUntil' | 'openedAt' | 'answeredAt' | 'closedAt'
  >
>

/** A guarded change; false when the conversation is not as it was any more. */
export async function changeConversation(
  db: AccountDb,
  seen: Conversation,
  change: Change,
): Promise<boolean> {
  const isSame = and(
    eq(conversations.accountId, db.accountId),
    eq(conversations.id, seen.id),
    eq(conversations.state, seen.state),
    eq(conversations.assignee, seen.assignee),
    sql`${conversations.labels} = ${JSON.stringify(seen.labels)}`,
    // Nothing is closed over.
    change.state === 'closed' ? eq(conversations.lastId, seen.lastId) : undefined,
  )
  const [row] = await db
    .update(conversations)
    .set(change)
    .where(isSame)
    .returning({ id: conversations.id })
  return row !== undefined
}

/** Of a whole shard: conversations of open accounts whose snooze is over. */
export const listDueSnoozes = (shard: DrizzleD1Database, now: number) =>
  shard.all<{ accountId: string; id: string }>(sql`
    SELECT c.account_id AS accountId, c.id
    FROM conversations AS c INDEXED BY conversations_snoozed
    WHERE c.state = 'snoozed' AND c.snoozed_until <= ${now} AND EXISTS (
      SELECT 1 FROM tenants AS t WHERE t.account_id = c.account_id AND t.state = 'active')
    LIMIT 500`)

/** What the list shows of a message that is another one now, while it is the newest. */
export const renewPreview = (
  db: AccountDb,
  conversationId: string,
  messageId: string,
  preview: string,
) =>
  db
    .update(conversations)
    .set({ preview })
    .where(
      and(
        eq(conversations.accountId, db.accountId),
        eq(conversations.id, conversationId),
        eq(conversations.lastId, messageId),
      ),
    )
