import { and, eq, inArray, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { BulkState } from '../../contract/bulk-edits'
import { bulkEdits } from './bulk-tables'
import { isWanted, type Wanted } from './queries'

export type BulkEdit = typeof bulkEdits.$inferSelect

const isIt = (db: AccountDb, id: string) =>
  and(eq(bulkEdits.accountId, db.accountId), eq(bulkEdits.id, id))

export const insertBulkEdit = (db: AccountDb, row: BulkEdit) => db.insert(bulkEdits).values(row)

export const findBulkEdit = (db: AccountDb, id: string) =>
  db.select().from(bulkEdits).where(isIt(db, id)).get()

/** No row back: it is in another state by now. */
export const moveBulkEdit = (
  db: AccountDb,
  id: string,
  from: BulkState[],
  change: Partial<BulkEdit>,
) =>
  db
    .update(bulkEdits)
    .set(change)
    .where(and(isIt(db, id), eq(bulkEdits.isOpen, 1), inArray(bulkEdits.state, from)))
    .returning()
    .get()

/** Contacts of one step, in the order of their ids. */
export async function listSlice(
  db: AccountDb,
  wanted: Wanted,
  { cursor, people, done }: BulkEdit,
  most: number,
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT c.id FROM contacts AS c
    WHERE ${isWanted(db, wanted)} AND c.id > ${cursor}
    ORDER BY c.id LIMIT ${Math.min(most, people - done)}`)
  return rows.map(({ id }) => id)
}

/** Notes that a step was done, unless another run of the same step was first. */
export async function advance(
  db: AccountDb,
  { id, cursor }: BulkEdit,
  { last, count }: { last: string; count: number },
  now: number,
): Promise<void> {
  await db.run(sql`
    UPDATE bulk_edits SET cursor = ${last}, done = done + ${count}, updated_at = ${now}
    WHERE account_id = ${db.accountId} AND id = ${id} AND state = 'running' AND cursor = ${cursor}`)
}

const sliceIds = (db: AccountDb, editId: string, no: number) => sql`
  SELECT j.value FROM bulk_slices AS s CROSS JOIN json_each(s.ids) AS j
  WHERE s.account_id = ${db.accountId} AND s.edit_id = ${editId} AND s.no = ${no}`

/** The same statement says which edit it was: a row of its own for each person would double what it writes. */
const noteJob = (editId: string | null) =>
  editId === null ? sql`` : sql`jobs = json_insert(coalesce(jobs, '[]'), '$[#]', ${editId}),`

const tag = (
  db: AccountDb,
  tagId: string,
  ids: ReturnType<typeof sliceIds>,
  now: number,
  editId: string | null,
) =>
  [
    db.run(sql`
      INSERT INTO contact_tags (account_id, tag_id, contact_id)
      SELECT c.account_id, ${tagId}, c.id FROM (${ids}) AS i CROSS JOIN contacts AS c
      WHERE c.account_id = ${db.accountId} AND c.id = i.value ON CONFLICT DO NOTHING`),
    db.run(sql`
      UPDATE contacts SET ${noteJob(editId)} tags = json_insert(tags, '$[#]', ${tagId}),
        updated_at = max(${now}, updated_at + 1)
      WHERE account_id = ${db.accountId} AND id IN (${ids})
        AND NOT EXISTS (SELECT 1 FROM json_each(contacts.tags) AS t WHERE t.value = ${tagId})`),
  ] as const

const untag = (
  db: AccountDb,
  tagId: string,
  ids: ReturnType<typeof sliceIds>,
  now: number,
  editId: string | null,
) =>
  [
    db.run(sql`
      DELETE FROM contact_tags
      WHERE account_id = ${db.accountId} AND tag_id = ${tagId} AND contact_id IN (${ids})`),
    db.run(sql`
      UPDATE contacts SET ${noteJob(editId)} updated_at = max(${now}, updated_at + 1), tags = (
          SELECT json_group_array(t.value) FROM json_each(contacts.tags) AS t
          WHERE t.value <> ${tagId})
      WHERE account_id = ${db.accountId} AND id IN (${ids})
        AND EXISTS (SELECT 1 FROM json_each(contacts.tags) AS t WHERE t.value = ${tagId})`),
  ] as const

export type TagWork = { isAdding: boolean; tagId: string; most: number; now: number }

/**
 * One step of tagging, in one transaction: whom it changes is written down first, and everything after
 * reads that list. A second run of the same step finds the cursor moved and writes nothing.
 */
export async function tagSlice(
  db: AccountDb,
  wanted: Wanted,
  edit: BulkEdit,
  { isAdding, tagId, most, now }: TagWork,
): Promise<void> {
  const { accountId } = db
  const { id, cursor, people, done, slices: no } = edit
  const ids = sliceIds(db, id, no)
  const change = isAdding ? tag(db, tagId, ids, now, id) : untag(db, tagId, ids, now, id)
  await db.batch([
    db.run(sql`
      INSERT INTO bulk_slices (account_id, edit_id, no, ids, matched, last)
      SELECT ${accountId}, ${id}, ${no},
             json_group_array(id) FILTER (WHERE has <> ${isAdding ? 1 : 0}), count(*), max(id)
      FROM (
        SELECT c.id, EXISTS (
          SELECT 1 FROM contact_tags AS h WHERE h.account_id = c.account_id
            AND h.tag_id = ${tagId} AND h.contact_id = c.id) AS has
        FROM contacts AS c
        WHERE ${isWanted(db, wanted)} AND c.id > ${cursor} AND EXISTS (
          SELECT 1 FROM bulk_edits AS b WHERE b.account_id = ${accountId} AND b.id = ${id}
            AND b.state = 'running' AND b.cursor = ${cursor})
        ORDER BY c.id LIMIT ${Math.min(most, people - done)})
      HAVING count(*) > 0
      ON CONFLICT DO NOTHING`),
    ...change,
    db.run(sql`
      UPDATE bulk_edits AS b SET cursor = s.last, done = b.done + s.matched, slices = ${no + 1},
        updated_at = ${now}
      FROM bulk_slices AS s
      WHERE b.account_id = ${accountId} AND b.id = ${id} AND b.state = 'running'
        AND b.cursor = ${cursor}
        AND s.account_id = ${accountId} AND s.edit_id = ${id} AND s.no = ${no}`),
  ])
}

/** Takes the last step back; false when none is left. */
export async function untagSlice(
  db: AccountDb,
  edit: BulkEdit,
  { isAdding, tagId, now }: Omit<TagWork, 'most'>,
): Promise<boolean> {
  const { accountId } = db
  const no = edit.slices - 1
  if (no < 0) return false
  const ids = sliceIds(db, edit.id, no)
  const change = isAdding ? untag(db, tagId, ids, now, null) : tag(db, tagId, ids, now, null)
  await db.batch([
    ...change,
    db.run(sql`
      DELETE FROM bulk_slices
      WHERE account_id = ${accountId} AND edit_id = ${edit.id} AND no = ${no}`),
    db.run(sql`
      UPDATE bulk_edits SET slices = ${no}, updated_at = ${now}
      WHERE account_id = ${accountId} AND id = ${edit.id} AND slices = ${no + 1}`),
  ])
  return true
}

/** What runs, or can be undone still, of all accounts of a shard. */
export const listOpenBulkEdits = (shard: DrizzleD1Database, most: number) =>
  shard.all<{ accountId: string; id: string; state: BulkState; updatedAt: number }>(sql`
    SELECT account_id AS accountId, id, state, updated_at AS updatedAt
    FROM bulk_edits WHERE is_open = 1 ORDER BY created_at LIMIT ${most}`)

/** From here on it can't be undone. */
export async function closeBulkEdit(db: AccountDb, id: string): Promise<void> {
  await db.batch([
    db.run(sql`DELETE FROM bulk_slices WHERE account_id = ${db.accountId} AND edit_id = ${id}`),
    db.run(sql`
      UPDATE bulk_edits SET is_open = 0 WHERE account_id = ${db.accountId} AND id = ${id}`),
  ])
}
