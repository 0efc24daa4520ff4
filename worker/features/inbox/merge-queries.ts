import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Pair } from '../contacts/merge-parts'
import { countSlice, dropSlice, isAt } from '../contacts/merge-slice-queries'
import { type Conversation, countUnread } from './conversation-queries'
import { conversations } from './tables'

/** What becoming one did to the conversations on one number. */
export type Joined = { dropped: Conversation; kept: Conversation | null; joined: Conversation }

/** Nothing finds conversations by their person: this once, all are gone over. */
export const listConversationsOf = (db: AccountDb, contactId: string): Promise<Conversation[]> =>
  db
    .select()
    .from(conversations)
    .where(and(eq(conversations.accountId, db.accountId), eq(conversations.contactId, contactId)))

/** That a conversation is as it was read; none, where there was none. */
const isSeen = (db: AccountDb, id: string, seen: Conversation | null): SQL => {
  const it = sql`SELECT 1 FROM conversations AS v WHERE v.account_id = ${db.accountId} AND v.id = ${id}`
  return seen
    ? sql`EXISTS (${it} AND v.last_id = ${seen.lastId} AND v.state = ${seen.state}
        AND v.assignee = ${seen.assignee} AND v.read_id = ${seen.readId} AND v.unread = ${seen.unread})`
    : sql`NOT EXISTS (${it})`
}

const COLUMNS = Object.entries(getTableColumns(conversations))

/** A whole row, written over whatever stands there, where a condition holds. */
const put = (row: Conversation, isStill: SQL): SQL => {
  const names = COLUMNS.map(([, column]) => sql.identifier(column.name))
  // Its entries are the columns of this very table.
  const values = COLUMNS.map(
    ([key, column]) => sql`${column.mapToDriverValue(row[key as keyof Conversation] ?? null)}`,
  )
  return sql`
    INSERT OR REPLACE INTO conversations (${sql.join(names, sql`, `)})
    SELECT ${sql.join(values, sql`, `)} WHERE ${isStill}`
}

const recount = (db: AccountDb, { id, contactId, numberId }: Conversation): SQL => sql`
  UPDATE conversations AS c SET unread = ${countUnread(db, contactId, numberId, sql`c.read_id`)}
  WHERE c.account_id = ${db.accountId} AND c.id = ${id}`

/** Makes one of two; false where either has changed since it was read, or the merge is being undone. */
export async function joinRows(
  db: AccountDb,
  pair: Pair,
  no: number,
  { dropped, kept, joined }: Joined,
  now: number,
): Promise<boolean> {
  const isStill = sql`${isAt(db, pair.id, no)} AND ${isSeen(db, dropped.id, dropped)}
    AND ${isSeen(db, joined.id, kept)}`
  const isWritten = sql`EXISTS (SELECT 1 FROM merge_slices AS s WHERE s.account_id = ${db.accountId}
    AND s.merge_id = ${pair.id} AND s.no = ${no})`
  const [slice] = await db.batch([
    db.run(sql`
      INSERT INTO merge_slices (account_id, merge_id, no, part, keys)
      SELECT ${db.accountId}, ${pair.id}, ${no}, 'conversations',
             ${JSON.stringify([{ dropped, kept, joined } satisfies Joined])}
      WHERE ${isStill} ON CONFLICT DO NOTHING`),
    db.run(put(joined, isWritten)),
    db.run(sql`
      DELETE FROM conversations
      WHERE account_id = ${db.accountId} AND id = ${dropped.id} AND ${isWritten}`),
    db.run(recount(db, joined)),
    db.run(countSlice(db, pair.id, no, now)),
  ])
  return slice.meta.changes > 0
}

/** Makes two of one; `kept` is null where there was none. False where somebody was faster. */
export async function partRows(
  db: AccountDb,
  pair: Pair,
  no: number,
  seen: Conversation | null,
  { dropped, kept }: { dropped: Conversation; kept: Conversation | null },
  id: string,
): Promise<boolean> {
  // The step is forgotten only where the conversation is as it was seen; the rest goes by that.
  const isForgotten = sql`NOT EXISTS (SELECT 1 FROM merge_slices AS s
    WHERE s.account_id = ${db.accountId} AND s.merge_id = ${pair.id} AND s.no = ${no})`
  const [first] = await db.batch([
    db.run(sql`${dropSlice(db, pair.id, no)} AND ${isSeen(db, id, seen)}`),
    db.run(kept ? put(kept, isForgotten) : removed(db, id, isForgotten)),
    db.run(put(dropped, isForgotten)),
    db.run(recount(db, dropped)),
    ...(kept ? [db.run(recount(db, kept))] : []),
  ])
  return first.meta.changes > 0
}

const removed = (db: AccountDb, id: string, isStill: SQL): SQL => sql`
  DELETE FROM conversations WHERE account_id = ${db.accountId} AND id = ${id} AND ${isStill}`

/** Words are ordered by word: whose they are is looked for in all of them, for this once. */
export async function giveWords(db: AccountDb, { keptId, droppedId }: Pair): Promise<void> {
  await db.run(sql`
    UPDATE message_words SET contact_id = ${keptId}
    WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}`)
}

export async function returnWords(db: AccountDb, { id, keptId, droppedId }: Pair): Promise<void> {
  await db.run(sql`
    UPDATE message_words SET contact_id = ${droppedId}
    WHERE account_id = ${db.accountId} AND contact_id = ${keptId} AND message_id IN (
      SELECT j.value FROM merge_slices AS s CROSS JOIN json_each(s.keys) AS j
      WHERE s.account_id = ${db.accountId} AND s.merge_id = ${id} AND s.part = 'messages')`)
}
