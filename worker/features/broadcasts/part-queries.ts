import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { PartKind, WaitReason } from '../../contract/broadcast-parts'
import { cursorPrefix, type PlannedPart } from './parts'

const isOf = (db: AccountDb, broadcastId: string) =>
  sql`account_id = ${db.accountId} AND broadcast_id = ${broadcastId}`

/**
 * Moves a freeze on to the next pass, where nobody else has, and writes down the part that ends with
 * this one. A part of nobody is not written.
 */
export async function endPass(
  db: AccountDb,
  broadcastId: string,
  pass: number,
  ending: PlannedPart | undefined,
  from: { cursor: string | null; total: number },
): Promise<void> {
  const { accountId } = db
  const isStill = sql`b.account_id = ${accountId} AND b.id = ${broadcastId}
    AND b.state = 'freezing' AND b.freeze_cursor IS ${from.cursor} AND b.total = ${from.total}`
  const move = db.run(sql`
    UPDATE broadcasts AS b SET freeze_cursor = ${cursorPrefix(pass + 1)} WHERE ${isStill}`)
  if (!ending) {
    await move
    return
  }
  const { kind, opensAt, waitsFor } = ending
  const write = db.run(sql`
    INSERT INTO broadcast_parts (account_id, broadcast_id, first, last, kind, opens_at, waits_for)
    SELECT b.account_id, b.id, p.behind + 1, b.total, ${kind}, ${opensAt}, ${waitsFor}
    FROM broadcasts AS b CROSS JOIN (
      SELECT coalesce(max(last), 0) AS behind FROM broadcast_parts WHERE ${isOf(db, broadcastId)}) AS p
    WHERE ${isStill} AND b.total > p.behind
    ON CONFLICT (account_id, broadcast_id, first) DO NOTHING`)
  await db.batch([write, move])
}

export type PartRow = { first: number; last: number; kind: PartKind }

/** In the order in which they are sent. A handful; waves over a year bound them. */
export function listParts(db: AccountDb, broadcastId: string): Promise<PartRow[]> {
  return db.all<PartRow>(sql`
    SELECT first, last, kind FROM broadcast_parts WHERE ${isOf(db, broadcastId)}
    ORDER BY first LIMIT 1000`)
}

/**
 * Lets nobody begin before `until` who has not been claimed: chunks under way stop within one window,
 * since the claim asks. What opens later anyway stays so.
 */
export async function closeUntil(
  db: AccountDb,
  broadcastId: string,
  until: number,
  reason: WaitReason,
): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET opens_at = ${until}, waits_for = ${reason}, enqueued_at = NULL
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND coalesce(opens_at, 0) < ${until}`)
}

/** Opens what waits for one reason, in some rows; `takeNextChunks` then finds it. */
export async function openWaiting(
  db: AccountDb,
  broadcastId: string,
  reason: WaitReason,
  rows: { first: number; last: number },
): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET opens_at = NULL, waits_for = NULL
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND waits_for = ${reason}
      AND first BETWEEN ${rows.first} AND ${rows.last}`)
}

/** When the next chunk opens that is closed now; `UNTIL_DECIDED` counts as a time. */
export async function nextOpening(
  db: AccountDb,
  broadcastId: string,
  now: number,
): Promise<number | null> {
  const row = await db.get<{ at: number | null }>(sql`
    SELECT min(opens_at) AS at FROM chunks
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND opens_at > ${now}`)
  return row.at
}
