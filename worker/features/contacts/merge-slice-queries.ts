// A person's history moves some rows at a time. What moved is written down in the same transaction, so a
// step that is done twice moves nothing twice, and each finds its way back.

import { type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { MergeState } from '../../contract/merges'
import type { Following, Pair } from './merge-parts'

/** The slices that hold rows of broadcasts that waited, and whom the one who goes was taken for. */
export const WAITING = -5
export const LOOKALIKES = -6

/** What is little, and follows in the transaction of the merge itself; each has its slice. */
export const FIXED: readonly (Following & { no: number })[] = [
  { no: -2, table: 'consents', key: 'id', most: 5000 },
  { no: -3, table: 'contact_notes', key: 'id', most: 1000 },
  { no: -4, table: 'contact_changes', key: 'id', most: 5000 },
]

const inSlice = (db: AccountDb, mergeId: string, no: number): SQL => sql`
  s.account_id = ${db.accountId} AND s.merge_id = ${mergeId} AND s.no = ${no}`

export const sliceKeys = (db: AccountDb, mergeId: string, no: number): SQL => sql`
  SELECT j.value FROM merge_slices AS s CROSS JOIN json_each(s.keys) AS j
  WHERE ${inSlice(db, mergeId, no)}`

/** OR REPLACE: a webhook that came again in between has written the same row for both. */
export const moveStatements = (
  db: AccountDb,
  { id, keptId, droppedId }: Pair,
  no: number,
  { table, key, most }: Following,
  isStill: SQL,
): SQL[] => [
  sql`
    INSERT INTO merge_slices (account_id, merge_id, no, part, keys)
    SELECT ${db.accountId}, ${id}, ${no}, ${table}, json_group_array(k) FROM (
      SELECT ${sql.raw(key)} AS k FROM ${sql.raw(table)}
      WHERE account_id = ${db.accountId} AND contact_id = ${droppedId} AND ${isStill} LIMIT ${most})
    HAVING count(*) > 0
    ON CONFLICT DO NOTHING`,
  sql`
    UPDATE OR REPLACE ${sql.raw(table)} SET contact_id = ${keptId}
    WHERE account_id = ${db.accountId} AND contact_id = ${droppedId} AND ${isStill}
      AND ${sql.raw(key)} IN (${sliceKeys(db, id, no)})`,
]

export const backStatement = (
  db: AccountDb,
  { id, keptId, droppedId }: Pair,
  no: number,
  { table, key }: Pick<Following, 'table' | 'key'>,
): SQL => sql`
  UPDATE OR REPLACE ${sql.raw(table)} SET contact_id = ${droppedId}
  WHERE account_id = ${db.accountId} AND contact_id = ${keptId}
    AND ${sql.raw(key)} IN (${sliceKeys(db, id, no)})`

/** That a merge stands, and this is its next step. */
export const isAt = (db: AccountDb, mergeId: string, no: number): SQL => sql`EXISTS (
  SELECT 1 FROM contact_merges AS m WHERE m.account_id = ${db.accountId} AND m.id = ${mergeId}
    AND m.state IN ('moving', 'done') AND m.is_open = 1 AND m.slices = ${no})`

/** Counts a step that left something; it comes last in the step's transaction. */
export const countSlice = (db: AccountDb, mergeId: string, no: number, now: number): SQL => sql`
  UPDATE contact_merges SET slices = ${no + 1}, updated_at = ${now}
  WHERE account_id = ${db.accountId} AND id = ${mergeId} AND slices = ${no}
    AND EXISTS (SELECT 1 FROM merge_slices AS s WHERE ${inSlice(db, mergeId, no)})`

/** One step; false where nothing is left of this kind. */
export async function moveSlice(
  db: AccountDb,
  pair: Pair,
  no: number,
  what: Following,
  now: number,
): Promise<boolean> {
  const [insert, update] = moveStatements(db, pair, no, what, isAt(db, pair.id, no))
  if (!insert || !update) return false
  const [, , counted] = await db.batch([
    db.run(insert),
    db.run(update),
    db.run(countSlice(db, pair.id, no, now)),
  ])
  return counted.meta.changes > 0
}

export type Slice = { no: number; part: string; keys: string }

/** The steps of one kind, newest first. */
export const slicesOfPart = (db: AccountDb, mergeId: string, part: string) =>
  db.all<Slice>(sql`
    SELECT s.no, s.part, s.keys FROM merge_slices AS s
    WHERE s.account_id = ${db.accountId} AND s.merge_id = ${mergeId} AND s.part = ${part}
    ORDER BY s.no DESC LIMIT 1000`)

export const dropSlice = (db: AccountDb, mergeId: string, no: number): SQL => sql`
  DELETE FROM merge_slices
  WHERE account_id = ${db.accountId} AND merge_id = ${mergeId} AND no = ${no}`

export async function takeSliceBack(
  db: AccountDb,
  pair: Pair,
  no: number,
  what: Following,
  now: number,
): Promise<void> {
  await db.batch([
    db.run(backStatement(db, pair, no, what)),
    db.run(dropSlice(db, pair.id, no)),
    db.run(sql`
      UPDATE contact_merges SET updated_at = ${now}
      WHERE account_id = ${db.accountId} AND id = ${pair.id}`),
  ])
}

/** From here on it can't be undone: what undoing needed is erased. */
export async function closeMerge(
  db: AccountDb,
  pair: Pair,
  state: MergeState,
  parts: SQL[],
  now: number,
): Promise<void> {
  await db.batch([
    db.run(sql`
      UPDATE contact_merges SET is_open = 0, sealed = NULL, state = ${state}, updated_at = ${now}
      WHERE account_id = ${db.accountId} AND id = ${pair.id}`),
    db.run(sql`
      DELETE FROM merge_slices WHERE account_id = ${db.accountId} AND merge_id = ${pair.id}`),
    ...parts.map((one) => db.run(one)),
  ])
}

export type OpenMerge = Pair & {
  accountId: string
  state: MergeState
  at: number
  updatedAt: number
}

/** The same of some people, whichever of the two they are. */
export async function listOpenMergesOf(db: AccountDb, contactIds: string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT DISTINCT m.id FROM json_each(${JSON.stringify(contactIds)}) AS j
    CROSS JOIN contact_merges AS m
    WHERE m.account_id = ${db.accountId} AND m.is_open = 1
      AND (m.kept_id = j.value OR m.dropped_id = j.value)`)
  return rows.map(({ id }) => id)
}

/** What is under way, or can be undone still, of all accounts of a shard. */
export const listOpenMerges = (shard: DrizzleD1Database, most: number) =>
  shard.all<OpenMerge>(sql`
    SELECT account_id AS accountId, id, kept_id AS keptId, dropped_id AS droppedId, state, at,
           updated_at AS updatedAt
    FROM contact_merges WHERE is_open = 1 ORDER BY at LIMIT ${most}`)
