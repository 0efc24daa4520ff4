import { sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { type BroadcastState, RANK } from './states'

export type ActiveRow = {
  accountId: string
  broadcastId: string
  state: BroadcastState
  updatedAt: number
}

/** Read at once. */
const PAGE = 1000

const pageActive = (shard: DrizzleD1Database, startsBy: number, after: ActiveKey) =>
  shard.all<ActiveRow>(sql`
    SELECT a.account_id AS accountId, a.broadcast_id AS broadcastId, a.state,
           a.updated_at AS updatedAt
    FROM active_broadcasts AS a
    WHERE (a.account_id, a.broadcast_id) > (${after.accountId}, ${after.broadcastId})
      AND (a.state <> 'scheduled' OR EXISTS (
        SELECT 1 FROM broadcasts AS b WHERE b.account_id = a.account_id
          AND b.id = a.broadcast_id AND b.starts_at <= ${startsBy}))
    ORDER BY a.account_id, a.broadcast_id LIMIT ${PAGE}`)

type ActiveKey = Pick<ActiveRow, 'accountId' | 'broadcastId'>

/**
 * Broadcasts of a whole shard that are not at rest: all of them, or one workspace with many would keep the
 * sweep from the others. Those that start later than `startsBy` need no look yet.
 */
export async function* listActive(
  shard: DrizzleD1Database,
  startsBy: number,
): AsyncGenerator<ActiveRow> {
  let after: ActiveKey = { accountId: '', broadcastId: '' }
  for (;;) {
    const rows = await pageActive(shard, startsBy, after)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last
  }
}

/**
 * Rows whose consumer died between claim and record: whether their POST happened is unknown, so they
 * wait for a webhook and are never sent again by a machine. Only chunks that somebody worked on, and works
 * on no more, are looked into: a broadcast has many, and few at a time are under way.
 */
export async function markStranded(
  db: AccountDb,
  broadcastId: string,
  claimedBefore: number,
  now: number,
): Promise<void> {
  const isLeft = sql`
    c.account_id = ${db.accountId} AND c.broadcast_id = ${broadcastId}
    AND c.finished_at IS NULL AND c.lease_until < ${now}`
  const mark = sql`
    UPDATE recipients SET state = 'unknown', rank = ${RANK.unknown}
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId} AND state = 'sending'
      AND no IN (
        SELECT r.no FROM chunks AS c CROSS JOIN recipients AS r
        WHERE ${isLeft} AND r.account_id = c.account_id AND r.broadcast_id = c.broadcast_id
          AND r.no BETWEEN c.first AND c.last
          AND r.state = 'sending' AND r.claimed_at < ${claimedBefore})`
  const countAgain = sql`UPDATE chunks AS c SET dirty = dirty + 1 WHERE ${isLeft}`
  await db.batch([db.run(mark), db.run(countAgain)])
}

/** Ends chunks in which nothing is queued or being sent any more. */
export async function finishSettledChunks(
  db: AccountDb,
  broadcastId: string,
  now: number,
): Promise<void> {
  const { accountId } = db
  await db.run(sql`
    UPDATE chunks SET finished_at = ${now}, dirty = dirty + 1
    WHERE account_id = ${accountId} AND broadcast_id = ${broadcastId} AND finished_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM recipients AS r
        WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
          AND r.no BETWEEN chunks.first AND chunks.last AND r.state IN ('queued', 'sending'))`)
}

/** Turns queued rows of some unfinished chunks into "not sent: cancelled". Answers how many it did. */
export async function cancelQueued(
  db: AccountDb,
  broadcastId: string,
  afterNo: number,
  rows: number,
): Promise<number> {
  const { accountId } = db
  const cancelled = await db.all<{ no: number }>(sql`
    UPDATE recipients SET state = 'skipped', rank = ${RANK.skipped}, code = 'cancelled'
    WHERE account_id = ${accountId} AND broadcast_id = ${broadcastId}
      AND no BETWEEN ${afterNo + 1} AND ${afterNo + rows} AND state = 'queued'
    RETURNING no`)
  return cancelled.length
}

export async function touchAllChunks(db: AccountDb, broadcastId: string): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET dirty = dirty + 1
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId}`)
}
