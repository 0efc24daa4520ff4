import { eq, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { connections, numbers } from '../meta/tables'
import type { Answer } from './answers'
import type { Chunk } from './send-queries'
import type { Month, MonthMoney, Tally } from './spending'
import { messageBudgets } from './tables'

const price = ({ microsByCountry, otherMicros }: Tally) => sql`
  coalesce(json_extract(${microsByCountry}, '$.' || r.country), ${otherMicros})`

const spentIn = (accountId: string, month: string) => sql`
  coalesce((SELECT sum(s.micros) FROM message_spending AS s
            WHERE s.account_id = ${accountId} AND s.month = ${month}), 0)`

/**
 * How many rows of `limit` a claim may take, as SQL: read in the claim's own statement, so that what is
 * left of a budget is never spent twice. A claim that would need the price of each row reads all of them;
 * with the dearest price at most one message's money stays unused.
 */
export const rowsWithinBudget = (accountId: string, tally: Tally, limit: number): SQL =>
  tally.isLimited
    ? sql`max(0, min(CAST(${limit} AS INTEGER), coalesce((
        SELECT CAST((b.stop_micros - ${spentIn(accountId, tally.month)})
                    / ${Math.max(1, tally.dearestMicros)} AS INTEGER)
        FROM message_budgets AS b WHERE b.account_id = ${accountId}), ${limit})))`
    : sql`${limit}`

/** Adds what was claimed in the same batch: its rows carry the claim's token. */
export const addSpent = (
  { accountId, broadcastId, last }: Chunk,
  tally: Tally,
  { token, from, limit }: { token: string; from: number; limit: number },
): SQL => sql`
  INSERT INTO message_spending (account_id, month, broadcast_id, micros)
  SELECT ${accountId}, ${tally.month}, ${broadcastId}, CAST(sum(micros) AS INTEGER)
  FROM (SELECT ${price(tally)} AS micros FROM recipients AS r
        WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
          AND r.no BETWEEN ${from} AND ${last} AND r.state = 'sending' AND r.token = ${token}
        ORDER BY r.no LIMIT ${limit})
  HAVING count(*) > 0
  ON CONFLICT (account_id, month, broadcast_id) DO UPDATE SET micros = micros + excluded.micros`

/**
 * Takes back what certainly was not accepted. Before the answers are joined: a row that has left `sending`
 * was taken back already, so that a repetition changes nothing.
 */
export function takeBackSpent(chunk: Chunk, tally: Tally, answers: Answer[]): SQL[] {
  const refused = answers
    .filter(({ state }) => state === 'failed' || state === 'queued' || state === 'skipped')
    .map(({ no, token, state }) => ({ no, token, state }))
  if (refused.length === 0) return []
  const { accountId, broadcastId } = chunk
  return [
    sql`
      UPDATE message_spending SET micros = micros - coalesce((
        SELECT CAST(sum(${price(tally)}) AS INTEGER)
        FROM json_each(${JSON.stringify(refused)}) AS a CROSS JOIN recipients AS r
        WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
          AND r.no = CAST(a.value ->> 'no' AS INTEGER) AND r.token = a.value ->> 'token'
          AND (r.state = 'sending' OR (r.state = 'unknown' AND a.value ->> 'state' = 'failed'))), 0)
      WHERE account_id = ${accountId} AND month = ${tally.month} AND broadcast_id = ${broadcastId}`,
  ]
}

/** Whether a chunk's next message would go beyond the budget, and there is one. */
export async function isBudgetReached(
  db: AccountDb,
  { broadcastId, first, last }: Chunk,
  tally: Tally,
): Promise<boolean> {
  const { accountId } = db
  const row = await db.get<{ reached: number }>(sql`
    SELECT EXISTS (
      SELECT 1 FROM message_budgets AS b WHERE b.account_id = ${accountId}
        AND b.stop_micros - ${spentIn(accountId, tally.month)} < ${tally.dearestMicros}
        AND EXISTS (SELECT 1 FROM recipients AS r
                    WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
                      AND r.no BETWEEN ${first} AND ${last} AND r.state = 'queued')) AS reached`)
  return row.reached === 1
}

/** Meta's number for the time zone of the first number in use, by which the account's statement is made. */
export async function findTimeZoneId(db: AccountDb): Promise<string | null> {
  const row = await db
    .select({ id: connections.timeZoneId })
    .from(connections)
    .leftJoin(
      numbers,
      sql`${numbers.accountId} = ${db.accountId} AND ${numbers.connectionId} = ${connections.id}`,
    )
    .where(eq(connections.accountId, db.accountId))
    .orderBy(
      sql`${numbers.id} IS NULL, ${connections.state} = 'disconnected', ${numbers.id}, ${connections.id}`,
    )
    .limit(1)
    .get()
  return row?.id ?? null
}

/**
 * What the month came to, and what marketing broadcasts other than one may still cost: those under way, and
 * those that begin in it.
 */
export async function findMonthMoney(
  db: AccountDb,
  { month, from, until }: Month,
  exceptId: string,
): Promise<MonthMoney> {
  const { accountId } = db
  const row = await db.get<MonthMoney>(sql`
    SELECT (SELECT b.stop_micros FROM message_budgets AS b
            WHERE b.account_id = ${accountId}) AS stopMicros,
           ${spentIn(accountId, month)} AS spentMicros,
           coalesce((
             SELECT sum(max(0, iif(b.frozen_at IS NULL, b.plan ->> 'highMicros', b.reserved_micros)
               - coalesce((SELECT sum(s.micros) FROM message_spending AS s
                           WHERE s.account_id = ${accountId} AND s.broadcast_id = b.id), 0)))
             FROM active_broadcasts AS a JOIN broadcasts AS b
               ON b.account_id = a.account_id AND b.id = a.broadcast_id
             WHERE a.account_id = ${accountId} AND b.id <> ${exceptId}
               AND (b.state IN ('holding', 'freezing', 'running', 'paused', 'finishing')
                 OR (b.state = 'scheduled' AND b.starts_at >= ${from} AND b.starts_at < ${until}))
               AND upper(b.template ->> 'category') = 'MARKETING'), 0) AS reservedMicros`)
  return row
}

export function findStop(db: AccountDb) {
  return db.select().from(messageBudgets).where(eq(messageBudgets.accountId, db.accountId)).get()
}

/** Nothing is written where nothing changed: it is noted with each count. */
export async function saveOtherSpending(
  db: AccountDb,
  month: string,
  micros: number,
): Promise<void> {
  await db.run(sql`
    INSERT INTO message_spending (account_id, month, broadcast_id, micros)
    SELECT ${db.accountId}, ${month}, '', CAST(${micros} AS INTEGER) WHERE true
    ON CONFLICT (account_id, month, broadcast_id) DO UPDATE SET micros = excluded.micros
    WHERE excluded.micros <> message_spending.micros`)
}
