import { and, eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { isStored } from './queries'
import { searchKeys } from './tables'

const KEY = 'words'

export const findSearchKey = (db: AccountDb) =>
  db
    .select({ secret: searchKeys.secret })
    .from(searchKeys)
    .where(and(eq(searchKeys.accountId, db.accountId), eq(searchKeys.id, KEY)))
    .get()

/** The first one stays: two isolates may make it at once. */
export const insertSearchKey = async (db: AccountDb, secret: string): Promise<void> => {
  await db
    .insert(searchKeys)
    .values({ accountId: db.accountId, id: KEY, secret })
    .onConflictDoNothing()
}

/** What is sealed is bound to the key's id. */
export const SEARCH_KEY_ROW = KEY

export const insertWords = (
  db: AccountDb,
  words: string[],
  messageId: string,
  contactId: string,
) => sql`
  INSERT INTO message_words (account_id, word, message_id, contact_id)
  SELECT ${db.accountId}, j.value, ${messageId}, ${contactId}
  FROM json_each(${JSON.stringify(words)}) AS j WHERE ${isStored(db, contactId, messageId)}
  ON CONFLICT DO NOTHING`

export type FoundMessage = { id: string; contactId: string }

/** Messages that hold all the words, newest first: the rest are looked up for each that holds the first. */
export function findMessagesWith(db: AccountDb, words: string[], limit: number) {
  const [first = '', ...others] = words
  const all = others.map(
    (word) => sql`AND EXISTS (SELECT 1 FROM message_words AS o
      WHERE o.account_id = ${db.accountId} AND o.word = ${word} AND o.message_id = w.message_id)`,
  )
  return db.all<FoundMessage>(sql`
    SELECT w.message_id AS id, w.contact_id AS contactId FROM message_words AS w
    WHERE w.account_id = ${db.accountId} AND w.word = ${first} ${sql.join(all, sql` `)}
    ORDER BY w.message_id DESC LIMIT ${limit}`)
}

/** How many messages hold each word, up to a bound: the rarest is looked up first. */
export function countWords(db: AccountDb, words: string[], most: number) {
  return db.all<{ word: string; count: number }>(sql`
    SELECT j.value AS word, (SELECT count(*) FROM (
      SELECT 1 FROM message_words AS w
      WHERE w.account_id = ${db.accountId} AND w.word = j.value LIMIT ${most})) AS count
    FROM json_each(${JSON.stringify(words)}) AS j`)
}
