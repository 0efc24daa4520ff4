import { and, desc, eq, gte, type InferSelectModel, inArray, lt, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { firstIdAt } from '../../lib/ids'
import { messageMarks, messages } from './tables'

export type MessageRow = InferSelectModel<typeof messages>
export type MarkRow = InferSelectModel<typeof messageMarks>

/** Meta's id of a message, or the one that its writer made, is there once: whatever comes twice is one row. */
export const insertMessage = (db: AccountDb, row: MessageRow) => sql`
  INSERT INTO messages (account_id, contact_id, id, at, direction, number_id, wamid, type, body,
                        broadcast_id, author)
  SELECT ${db.accountId}, ${row.contactId}, ${row.id}, ${row.at}, ${row.direction}, ${row.numberId},
         ${row.wamid}, ${row.type}, ${row.body}, ${row.broadcastId}, ${row.author}
  WHERE NOT EXISTS (
    SELECT 1 FROM messages WHERE account_id = ${db.accountId} AND wamid = ${row.wamid})`

/** A message of one type becomes one of another, once. */
export const fillMessage = (
  db: AccountDb,
  was: string,
  { contactId, id, type, body }: Pick<MessageRow, 'contactId' | 'id' | 'type' | 'body'>,
) =>
  db
    .update(messages)
    .set({ type, body })
    .where(and(isOf(db, contactId), eq(messages.id, id), eq(messages.type, was)))

/** As a condition of what goes along with a message: another delivery of it may have been faster. */
export const isStored = (db: AccountDb, contactId: string, id: string) => sql`EXISTS (
  SELECT 1 FROM messages AS s
  WHERE s.account_id = ${db.accountId} AND s.contact_id = ${contactId} AND s.id = ${id})`

/** Whether anything was said with any of them. */
export async function hasTalks(db: AccountDb, contactIds: string[]): Promise<boolean> {
  const row = await db.get<{ found: number } | undefined>(sql`
    SELECT 1 AS found FROM json_each(${JSON.stringify(contactIds)}) AS j CROSS JOIN messages AS m
    WHERE m.account_id = ${db.accountId} AND m.contact_id = j.value LIMIT 1`)
  return row !== undefined
}

/** How many of these of Meta's ids are new, as part of a statement in whose batch they are stored afterwards. */
export const howManyAreNew = (db: AccountDb, wamids: string[]) => sql`(
  SELECT count(*) FROM json_each(${JSON.stringify(wamids)}) AS j WHERE NOT EXISTS (
    SELECT 1 FROM messages AS m WHERE m.account_id = ${db.accountId} AND m.wamid = j.value))`

export type Place = Pick<MessageRow, 'wamid' | 'contactId' | 'numberId' | 'id' | 'at' | 'type'>

/** Where the messages with these of Meta's ids are, as far as they are stored. */
export const findPlaces = (db: AccountDb, wamids: string[]) =>
  db.all<Place>(sql`
    SELECT m.wamid, m.contact_id AS contactId, m.number_id AS numberId, m.id, m.at, m.type
    FROM json_each(${JSON.stringify(wamids)}) AS j CROSS JOIN messages AS m
    WHERE m.account_id = ${db.accountId} AND m.wamid = j.value`)

export const findById = (db: AccountDb, contactId: string, id: string) =>
  db
    .select()
    .from(messages)
    .where(and(isOf(db, contactId), eq(messages.id, id)))
    .get()

const isOf = (db: AccountDb, contactId: string) =>
  and(eq(messages.accountId, db.accountId), eq(messages.contactId, contactId))

/** What was said with a person on any number before a moment, newest first. */
export function listMessagesOf(db: AccountDb, contactId: string, beforeId: string, limit: number) {
  const isTalk = inArray(messages.direction, ['in', 'out'])
  return db
    .select()
    .from(messages)
    .where(and(isOf(db, contactId), lt(messages.id, beforeId), isTalk))
    .orderBy(desc(messages.id))
    .limit(limit)
}

/** What a person wrote from a moment on, newest first. */
export const listHeardSince = (db: AccountDb, contactId: string, fromId: string, limit: number) =>
  db
    .select({ id: messages.id, body: messages.body })
    .from(messages)
    .where(and(isOf(db, contactId), gte(messages.id, fromId), eq(messages.direction, 'in')))
    .orderBy(desc(messages.id))
    .limit(limit)

/** Who was given conversations with a person before a moment, newest first. */
export function listAssignmentsOf(
  db: AccountDb,
  contactId: string,
  beforeId: string,
  limit: number,
) {
  const isGiven = and(
    eq(messages.direction, 'act'),
    inArray(messages.type, ['assigned', 'unassigned']),
  )
  return db
    .select()
    .from(messages)
    .where(and(isOf(db, contactId), lt(messages.id, beforeId), isGiven))
    .orderBy(desc(messages.id))
    .limit(limit)
}

/** Messages of people that may have a file, in order of person and time. */
export const listWithFiles = (
  db: AccountDb,
  contactIds: readonly string[],
  after: string,
  limit: number,
) =>
  db.all<Pick<MessageRow, 'id' | 'direction' | 'body'> & { place: string }>(sql`
    SELECT id, direction, body, contact_id || ':' || id AS place FROM messages
    WHERE account_id = ${db.accountId}
      AND contact_id IN (SELECT value FROM json_each(${JSON.stringify(contactIds)}))
      AND direction IN ('in', 'out')
      AND type IN ('image', 'video', 'audio', 'document', 'sticker')
      AND contact_id || ':' || id > ${after}
    ORDER BY contact_id, id LIMIT ${limit}`)

/** A page of one conversation, newest first. */
export function pageThread(
  db: AccountDb,
  { contactId, numberId }: { contactId: string; numberId: string },
  beforeId: string,
  limit: number,
) {
  return db
    .select()
    .from(messages)
    .where(and(isOf(db, contactId), lt(messages.id, beforeId), eq(messages.numberId, numberId)))
    .orderBy(desc(messages.id))
    .limit(limit)
}

/** More than anybody says in one second; bounds what one page reads. */
const MOST_OF_A_MOMENT = 1000

/** What else stands at the moment of a row, before it. */
export const listRestOfMoment = (
  db: AccountDb,
  { contactId, numberId }: { contactId: string; numberId: string },
  { at, id }: Pick<MessageRow, 'at' | 'id'>,
) =>
  db
    .select()
    .from(messages)
    .where(
      and(
        isOf(db, contactId),
        gte(messages.id, firstIdAt(at)),
        lt(messages.id, id),
        eq(messages.numberId, numberId),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(MOST_OF_A_MOMENT)

/** Messages by Meta's ids, or by the ids that we gave them. */
export function findByWamids(db: AccountDb, wamids: string[]): Promise<MessageRow[]> {
  if (wamids.length === 0) return Promise.resolve([])
  return db.all<MessageRow>(sql`
    SELECT m.account_id AS accountId, m.contact_id AS contactId, m.id, m.at, m.direction,
           m.number_id AS numberId, m.wamid, m.type, m.body, m.broadcast_id AS broadcastId, m.author
    FROM json_each(${JSON.stringify(wamids)}) AS j CROSS JOIN messages AS m
    WHERE m.account_id = ${db.accountId} AND m.wamid = j.value`)
}

/** The newest word about one thing wins, whatever order they come in. */
export const upsertMark = (db: AccountDb, row: MarkRow) =>
  db
    .insert(messageMarks)
    .values(row)
    .onConflictDoUpdate({
      target: [
        messageMarks.accountId,
        messageMarks.contactId,
        messageMarks.wamid,
        messageMarks.kind,
        messageMarks.side,
      ],
      set: { at: row.at, body: row.body },
      setWhere: lt(messageMarks.at, row.at),
    })

/** What was said about these messages afterwards. */
export function listMarks(db: AccountDb, contactId: string, wamids: string[]): Promise<MarkRow[]> {
  if (wamids.length === 0) return Promise.resolve([])
  return db.all<MarkRow>(sql`
    SELECT k.account_id AS accountId, k.contact_id AS contactId, k.wamid, k.kind, k.side, k.at, k.body
    FROM json_each(${JSON.stringify(wamids)}) AS j CROSS JOIN message_marks AS k
    WHERE k.account_id = ${db.accountId} AND k.contact_id = ${contactId} AND k.wamid = j.value`)
}

/** The oldest message from a place on that a person wrote: where reading goes on. */
export function findFirstUnread(
  db: AccountDb,
  { contactId, numberId, readId }: { contactId: string; numberId: string; readId: string },
) {
  return db
    .select()
    .from(messages)
    .where(
      and(
        isOf(db, contactId),
        sql`${messages.id} > ${readId}`,
        eq(messages.direction, 'in'),
        eq(messages.numberId, numberId),
      ),
    )
    .orderBy(messages.id)
    .limit(1)
    .get()
}
