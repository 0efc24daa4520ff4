import { eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { jsonPieces } from '../../boundary/db/json-pieces'
import { fields, tags } from './tables'

export type NewTag = { id: string; name: string; folded: string }

/** Tags by their folded names; names that no tag has are missing in the answer. */
export const findTagsByFolded = (db: AccountDb, folded: string[]) =>
  db.all<{ id: string; folded: string }>(sql`
    SELECT t.id, t.folded FROM json_each(${JSON.stringify(folded)}) AS j CROSS JOIN tags AS t
    WHERE t.account_id = ${db.accountId} AND t.folded = j.value`)

/** Of two that add the same tag at once, the first names it. */
export async function insertTags(db: AccountDb, added: NewTag[], now: number): Promise<void> {
  for (const list of jsonPieces(added.map(({ id, name, folded }) => [id, name, folded]))) {
    await db.run(sql`
      INSERT INTO tags (account_id, id, name, folded, created_at)
      SELECT ${db.accountId}, j.value ->> 0, j.value ->> 1, j.value ->> 2, ${now}
      FROM json_each(${list}) AS j WHERE true
      ON CONFLICT DO NOTHING`)
  }
}

export const countTags = (db: AccountDb) => db.$count(tags, eq(tags.accountId, db.accountId))

export const listTagRows = (db: AccountDb, limit: number) =>
  db.select().from(tags).where(eq(tags.accountId, db.accountId)).orderBy(tags.folded).limit(limit)

export const listFieldRows = (db: AccountDb, limit: number) =>
  db
    .select()
    .from(fields)
    .where(eq(fields.accountId, db.accountId))
    .orderBy(fields.key)
    .limit(limit)

/** A field that exists stays as it is. */
export async function insertFields(
  db: AccountDb,
  added: { key: string; name: string }[],
  now: number,
): Promise<void> {
  for (const list of jsonPieces(added.map(({ key, name }) => [key, name]))) {
    await db.run(sql`
      INSERT INTO fields (account_id, key, name, type, created_at)
      SELECT ${db.accountId}, j.value ->> 0, j.value ->> 1, 'text', ${now}
      FROM json_each(${list}) AS j WHERE true
      ON CONFLICT DO NOTHING`)
  }
}
