import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { COUNTED_MS, POST_MARGIN_MS, WINDOW_MS } from './ledger'
import type { Chunk } from './send-queries'

/** The portfolio a number belongs to, as the ledger needs it. */
export type Portfolio = {
  id: string
  /** People per moving day that may be reserved. */
  allowance: number
  /** Of a single number it is known whether a person's window is open. */
  hasOneNumber: boolean
}

type Use = Pick<Portfolio, 'id'> & { now: number }

/** Rows of the ledger that count now. */
const counts = (db: AccountDb, { id, now }: Use): SQL => sql`
  l.account_id = ${db.accountId} AND l.portfolio_id = ${id}
  AND (l.at IS NULL OR l.at > ${now - COUNTED_MS})`

const isOther = ({ broadcastId, chunk }: Chunk): SQL =>
  sql`NOT (l.source_id = ${broadcastId} AND l.chunk = ${chunk})`

/** How many people count now, each once. */
export async function countUsed(db: AccountDb, use: Use): Promise<number> {
  const row = await db.get<{ used: number }>(sql`
    SELECT count(DISTINCT j.value) AS used FROM limit_ledger AS l, json_each(l.ids) AS j
    WHERE ${counts(db, use)}`)
  return row.used
}

/** At most so many: who counts in two rows is summed twice. */
export async function sumUsed(db: AccountDb, use: Use): Promise<number> {
  const row = await db.get<{ used: number }>(sql`
    SELECT coalesce(sum(l.people), 0) AS used FROM limit_ledger AS l WHERE ${counts(db, use)}`)
  return row.used
}

/** When the next people leave the count, and the last ones; null where that is not known yet. */
export async function findExpiry(
  db: AccountDb,
  use: Use,
): Promise<{ nextAt: number | null; lastAt: number | null }> {
  const row = await db.get<{ next: number | null; last: number | null }>(sql`
    SELECT min(l.at) AS next, max(l.at) AS last FROM limit_ledger AS l
    WHERE ${counts(db, use)} AND l.people > 0`)
  const after = (at: number | null) => (at === null ? null : at + COUNTED_MS)
  return { nextAt: after(row.next), lastAt: after(row.last) }
}

const inChunk = ({ accountId, broadcastId, first, last }: Chunk): SQL => sql`
  r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
  AND r.no BETWEEN ${first} AND ${last}`

/** Meta may have taken it: accepted, or not known. What was certainly refused is given back. */
const MAY_COUNT = sql.raw(`(
  r.state IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'read', 'played')
  OR (r.state = 'failed' AND coalesce(r.wamid, r.sealed_params, r.accepted_at) IS NOT NULL))`)

/** Who may be written to freely now is not counted. */
const hasWindow = ({ hasOneNumber }: Portfolio, now: number): SQL =>
  hasOneNumber
    ? sql`EXISTS (SELECT 1 FROM contacts AS c WHERE c.account_id = r.account_id
        AND c.id = r.contact_id AND c.last_inbound_at > ${now - WINDOW_MS})`
    : sql`false`

/** Of a chunk: who was written to within the day and is counted for it. */
const kept = (chunk: Chunk, now: number): SQL => sql`
  SELECT r.contact_id AS id, r.no FROM recipients AS r
  WHERE ${inChunk(chunk)} AND ${MAY_COUNT} AND r.claimed_at > ${now - COUNTED_MS - POST_MARGIN_MS}
    AND r.contact_id IN (
      SELECT j.value FROM limit_ledger AS l, json_each(l.ids) AS j
      WHERE l.account_id = ${chunk.accountId} AND NOT ${isOther(chunk)})`

/** Of a chunk: who waits and will count. */
const fresh = (chunk: Chunk, portfolio: Portfolio, now: number): SQL => sql`
  SELECT r.contact_id AS id, r.no FROM recipients AS r
  WHERE ${inChunk(chunk)} AND r.state = 'queued' AND NOT ${hasWindow(portfolio, now)}`

export type Wish = { portfolio: Portfolio; chunk: Chunk; now: number; isExact: boolean }

/** What the others came to: people, or at most so many where their rows are only summed. */
const others = (db: AccountDb, { portfolio, chunk, now, isExact }: Wish): SQL => {
  const where = sql`${counts(db, { id: portfolio.id, now })} AND ${isOther(chunk)}`
  return isExact
    ? sql`(SELECT count(DISTINCT j.value) FROM limit_ledger AS l, json_each(l.ids) AS j WHERE ${where})`
    : sql`(SELECT coalesce(sum(l.people), 0) FROM limit_ledger AS l WHERE ${where})`
}

/** Whether a person of the chunk counts already; where rows are only summed, nobody is known to. */
const isCounted = (db: AccountDb, { portfolio, chunk, now, isExact }: Wish, id: SQL): SQL =>
  isExact
    ? sql`${id} IN (SELECT j.value FROM limit_ledger AS l, json_each(l.ids) AS j
        WHERE ${counts(db, { id: portfolio.id, now })} AND ${isOther(chunk)})`
    : sql`false`

/**
 * Reserves for as many of a chunk's next people as there is room for, in the order of their rows; those
 * who count already need none. One statement: two chunks never get the same room. Answers the last row
 * that may be claimed, or nothing where there is no room for anybody. For a broadcast that ended meanwhile
 * nothing is reserved: nobody would give it back.
 */
export async function reserveChunk(
  db: AccountDb,
  wish: Wish,
): Promise<{ upto: number } | undefined> {
  const { portfolio, chunk, now } = wish
  const { accountId, broadcastId } = chunk
  const rows = await db.all<{ upto: number }>(sql`
    WITH k AS (${kept(chunk, now)}), f AS (${fresh(chunk, portfolio, now)}),
    room AS (
      SELECT ${portfolio.allowance} - ${others(db, wish)}
        - (SELECT count(*) FROM k WHERE NOT ${isCounted(db, wish, sql.raw('k.id'))}) AS people),
    priced AS (
      SELECT f.id, f.no, sum(NOT ${isCounted(db, wish, sql.raw('f.id'))}) OVER (ORDER BY f.no) AS cost
      FROM f),
    fits AS (SELECT id, no FROM priced WHERE cost <= (SELECT people FROM room))
    INSERT INTO limit_ledger (account_id, source_id, chunk, portfolio_id, at, upto, people, ids)
    SELECT ${accountId}, ${broadcastId}, ${chunk.chunk}, ${portfolio.id}, NULL,
           iif((SELECT count(*) FROM fits) = (SELECT count(*) FROM f), ${chunk.last},
               (SELECT max(no) FROM fits)),
           count(*), json_group_array(id)
    FROM (SELECT id FROM k UNION SELECT id FROM fits)
    HAVING ((SELECT count(*) FROM fits) > 0 OR (SELECT count(*) FROM f) = 0)
      AND EXISTS (SELECT 1 FROM broadcasts AS b WHERE b.account_id = ${accountId}
                  AND b.id = ${broadcastId} AND b.state = 'running')
    ON CONFLICT (account_id, source_id, chunk) DO UPDATE
    SET at = NULL, portfolio_id = excluded.portfolio_id, upto = excluded.upto,
        people = excluded.people, ids = excluded.ids
    RETURNING upto`)
  return rows[0]
}

/** Says of a claim that the row stands on a reservation. */
export const isReserved = (
  { accountId, broadcastId, chunk }: Chunk,
  no: SQL,
): SQL => sql`${no} <= coalesce((
  SELECT l.upto FROM limit_ledger AS l WHERE l.account_id = ${accountId}
    AND l.source_id = ${broadcastId} AND l.chunk = ${chunk} AND l.at IS NULL), 0)`

/**
 * Ends the reservations of chunks on which nobody works: who was certainly not accepted, and who still
 * waits, is given back. The day of the others runs from the last claim. `ended`: the chunk whose sender
 * asks, whatever its lease says. It is counted again where another sender of it was the first to end.
 */
export async function settleReservations(
  db: AccountDb,
  broadcastId: string,
  now: number,
  ended: number | null = null,
): Promise<void> {
  const { accountId } = db
  await db.run(sql`
    INSERT INTO limit_ledger (account_id, source_id, chunk, portfolio_id, at, upto, people, ids)
    SELECT l.account_id, l.source_id, l.chunk, l.portfolio_id,
           coalesce(max(r.claimed_at), 0) + ${POST_MARGIN_MS}, 0, count(r.no),
           json_group_array(r.contact_id) FILTER (WHERE r.no IS NOT NULL)
    FROM limit_ledger AS l
    JOIN chunks AS k ON k.account_id = l.account_id AND k.broadcast_id = l.source_id
      AND k.chunk = l.chunk
    LEFT JOIN recipients AS r ON r.account_id = l.account_id AND r.broadcast_id = l.source_id
      AND r.no BETWEEN k.first AND k.last AND ${MAY_COUNT}
      AND r.claimed_at > ${now - COUNTED_MS - POST_MARGIN_MS}
      AND r.contact_id IN (SELECT j.value FROM json_each(l.ids) AS j)
    WHERE l.account_id = ${accountId} AND l.source_id = ${broadcastId}
      AND (l.at IS NULL OR k.chunk = ${ended})
      AND (k.finished_at IS NOT NULL OR coalesce(k.lease_until, 0) < ${now}
        OR k.chunk = ${ended})
    GROUP BY l.chunk
    ON CONFLICT (account_id, source_id, chunk) DO UPDATE
    SET at = excluded.at, upto = 0, people = excluded.people, ids = excluded.ids`)
}

/** A single message to somebody who has no open window, before it leaves. */
export async function countSingle(
  db: AccountDb,
  { portfolioId, messageId, contactId, now }: SingleUse,
): Promise<void> {
  await db.run(sql`
    INSERT INTO limit_ledger (account_id, source_id, chunk, portfolio_id, at, upto, people, ids)
    VALUES (${db.accountId}, ${messageId}, 0, ${portfolioId}, ${now + POST_MARGIN_MS}, 0, 1,
            json_array(${contactId}))
    ON CONFLICT (account_id, source_id, chunk) DO UPDATE SET at = excluded.at`)
}

export type SingleUse = { portfolioId: string; messageId: string; contactId: string; now: number }

/** A single message that was certainly not accepted; whoever claimed it meanwhile keeps its count. */
export async function uncountSingle(db: AccountDb, messageId: string): Promise<void> {
  await db.run(sql`
    DELETE FROM limit_ledger
    WHERE account_id = ${db.accountId} AND source_id = ${messageId} AND chunk = 0
      AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.account_id = ${db.accountId}
        AND o.id = ${messageId} AND (o.state IN ('queued', 'skipped')
          OR (o.state = 'failed' AND coalesce(o.wamid, o.accepted_at) IS NULL)))`)
}

/** Whether a person may be written to freely, as far as one number of the account can tell. */
export async function hasOpenWindow(
  db: AccountDb,
  contactId: string,
  now: number,
): Promise<boolean> {
  const row = await db.get<{ open: number }>(sql`
    SELECT EXISTS (SELECT 1 FROM contacts AS c WHERE c.account_id = ${db.accountId}
      AND c.id = ${contactId} AND c.last_inbound_at > ${now - WINDOW_MS}) AS open`)
  return row.open === 1
}

/** Rows that count for nothing any more. */
export async function forgetOldReservations(db: AccountDb, now: number): Promise<void> {
  await db.run(sql`
    DELETE FROM limit_ledger WHERE account_id = ${db.accountId} AND at < ${now - 2 * COUNTED_MS}`)
}
