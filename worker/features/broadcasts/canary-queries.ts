import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { CanaryState } from '../../contract/broadcast-canary'
import { auditChange } from '../accounts/audit-queries'
import { isChosen } from './audience'
import { type Choice, reasonOf } from './audience-queries'
import type { Figures } from './canary'
import { lotOf } from './lots'
import { UNTIL_DECIDED } from './parts'
import { broadcasts } from './tables'

const isOf = (db: AccountDb, broadcastId: string) =>
  sql`account_id = ${db.accountId} AND broadcast_id = ${broadcastId}`

/** The lot of the last person of a sample: of those who are asked and get it, so many drew no higher one. */
export async function findLot(
  db: AccountDb,
  broadcastId: string,
  choice: Choice,
  people: number,
  isAsked: SQL,
): Promise<number | null> {
  const row = await db.get<{ lot: number } | undefined>(sql`
    SELECT ${lotOf(broadcastId)} AS lot FROM contacts AS c
    WHERE ${isChosen(db.accountId, choice.chosen)}
      AND ${isAsked} AND ${reasonOf(choice)} IS NULL
    ORDER BY 1 LIMIT 1 OFFSET ${Math.max(0, people - 1)}`)
  return row?.lot ?? null
}

/** Closes what comes after the sample; when it was to open stays with its part. */
export async function closeRest(db: AccountDb, broadcastId: string): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET opens_at = ${UNTIL_DECIDED}, waits_for = 'canary'
    WHERE ${isOf(db, broadcastId)} AND enqueued_at IS NULL AND first > (
      SELECT coalesce(max(last), 0) FROM broadcast_parts
      WHERE ${isOf(db, broadcastId)} AND kind = 'canary')`)
}

/** The last row of the sample; 0 where nobody is in it. */
export async function lastOfSample(db: AccountDb, broadcastId: string): Promise<number> {
  const row = await db.get<{ last: number }>(sql`
    SELECT coalesce(max(last), 0) AS last FROM broadcast_parts
    WHERE ${isOf(db, broadcastId)} AND kind = 'canary'`)
  return row.last
}

/** People of the first rows who wrote that they want no more. */
export async function countStops(db: AccountDb, broadcastId: string, last: number) {
  const row = await db.get<{ stops: number }>(sql`
    SELECT count(*) AS stops FROM broadcast_stops
    WHERE ${isOf(db, broadcastId)} AND no <= ${last}`)
  return row.stops
}

export type Decision = {
  from: CanaryState[]
  to: CanaryState
  /** When it is judged; null: it was. */
  decidesAt: number | null
  /** What is counted later is counted from here; null until it goes on. */
  figures: Figures | null
  actor: string
}

/**
 * Moves a sample on, with its line of audit; the rest is opened in the same batch, each part for when it
 * was to open anyway. False: somebody else was first.
 */
export async function decideCanary(
  db: AccountDb,
  broadcastId: string,
  { from, to, decidesAt, figures, actor }: Decision,
  now: number,
): Promise<boolean> {
  const { accountId } = db
  const isMine = sql`broadcasts.account_id = ${accountId} AND broadcasts.id = ${broadcastId}
    AND broadcasts.canary_state IN (SELECT value FROM json_each(${JSON.stringify(from)}))`
  const entry = { actor, action: 'broadcast.canary', target: broadcastId, after: to }
  const audited = db.run(
    auditChange(db, entry, now, { before: broadcasts.canaryState, of: broadcasts, where: isMine }),
  )
  const moved = db.run(sql`
    UPDATE broadcasts SET canary_state = ${to}, canary_decides_at = ${decidesAt},
           canary_figures = ${figures && JSON.stringify(figures)},
           untold_since = iif(${to} = 'asking', ${now}, untold_since)
    WHERE ${isMine}`)
  const [, { meta }] = await db.batch([audited, moved, db.run(openRest(db, broadcastId))])
  return meta.changes > 0
}

/** Follows what the row says after an update, whoever won. */
const openRest = (db: AccountDb, broadcastId: string): SQL => sql`
  UPDATE chunks SET
    opens_at = (SELECT p.opens_at FROM broadcast_parts AS p
                WHERE p.account_id = chunks.account_id AND p.broadcast_id = chunks.broadcast_id
                  AND chunks.first BETWEEN p.first AND p.last),
    waits_for = (SELECT p.waits_for FROM broadcast_parts AS p
                 WHERE p.account_id = chunks.account_id AND p.broadcast_id = chunks.broadcast_id
                   AND chunks.first BETWEEN p.first AND p.last)
  WHERE ${isOf(db, broadcastId)} AND waits_for = 'canary' AND finished_at IS NULL
    AND EXISTS (SELECT 1 FROM broadcasts AS b WHERE b.account_id = ${db.accountId}
                AND b.id = ${broadcastId} AND b.canary_state = 'went_on')`
