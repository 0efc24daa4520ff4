import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { consentEntry, IDENTITY, isChosen } from './audience'
import { type Choice, reasonOf } from './audience-queries'
import { cursorPrefix, type FreezePlace, isInPass, type Pass } from './parts'
import { RANK } from './states'
import { broadcasts } from './tables'

/**
 * People per INSERT … SELECT: 100 to 200 ms of database time, in which others wait. Each transaction costs
 * as much as a few thousand rows: with 2,000 at a time a freeze took twice as long.
 */
export const SLICE_PEOPLE = 25_000

/** What one queue message sends on average; small enough to recount often, large enough to cost nothing. */
export const CHUNK_ROWS = 500

/**
 * Cuts lie by up to so many rows before the even ones, each by another number. Consumers that begin together
 * with chunks that are all alike would end together ever after, and while they turn to their next ones
 * nobody sends.
 */
const UNEVEN_ROWS = 200

/** Where the chunk `at` of a part ends, in rows of the part: squares differ by all kinds of numbers. */
const endOf = (at: string): SQL =>
  sql.raw(`(${CHUNK_ROWS} * ${at} - ${at} * ${at} % 13 * ${UNEVEN_ROWS} / 13)`)

export type FreezeProgress = { cursor: string | null; total: number; included: number }

/** Limits the user confirmed, and the list price per country that the money limit is held against. */
export type FreezeLimits = {
  people: number
  micros: number
  microsByCountry: Record<string, number>
  otherMicros: number
}

/**
 * Writes rows for the next people and moves the cursor, in one transaction. The cursor and total it
 * starts from are part of every statement: a second freeze of the same slice changes nothing. A slice lies
 * in one pass: whoever an earlier pass took is in no later one. One window
 * numbers and sums, in the order of the key: a second one would go over all rows again.
 */
export async function freezeSlice(
  db: AccountDb,
  broadcastId: string,
  choice: Choice,
  limits: FreezeLimits,
  from: FreezeProgress,
  passes: Pass[],
  { pass, after }: FreezePlace,
): Promise<{ isWhole: boolean }> {
  const { accountId } = db
  const { chosen, category, basisId } = choice
  const isStill = sql`EXISTS (
    SELECT 1 FROM broadcasts AS b WHERE b.account_id = ${accountId} AND b.id = ${broadcastId}
      AND b.state = 'freezing' AND b.freeze_cursor IS ${from.cursor} AND b.total = ${from.total})`
  const rates = JSON.stringify(limits.microsByCountry)
  const insert = sql`
    INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank, code,
                            consent_entry)
    SELECT ${accountId}, ${broadcastId}, no, id, identity, country,
           iif(why IS NULL, 'queued', 'skipped'),
           iif(why IS NULL, ${RANK.queued}, ${RANK.skipped}), why, iif(why IS NULL, entry, NULL)
    FROM (
      SELECT id, identity, country, entry, ${from.total} + row_number() OVER up_to AS no, coalesce(reason, iif(
        ${from.included} + sum(reason IS NULL) OVER up_to > ${limits.people}
          OR (SELECT b.reserved_micros FROM broadcasts AS b
              WHERE b.account_id = ${accountId} AND b.id = ${broadcastId})
             + sum(iif(reason IS NULL, micros, 0)) OVER up_to > ${limits.micros},
        'over_limit', NULL)) AS why
      FROM (
        SELECT c.id, coalesce(${IDENTITY}, '') AS identity, c.country,
               coalesce(json_extract(${rates}, '$.' || c.country), ${limits.otherMicros}) AS micros,
               ${reasonOf(choice)} AS reason,
               ${consentEntry(category, basisId)} AS entry
        FROM contacts AS c
        WHERE ${isChosen(accountId, chosen)}
          AND ${isInPass(passes, pass, { accountId, id: broadcastId })}
          AND c.id > ${after} AND ${isStill}
        ORDER BY c.id LIMIT ${SLICE_PEOPLE})
      WINDOW up_to AS (ORDER BY id ROWS UNBOUNDED PRECEDING))
    WHERE true
    ON CONFLICT (account_id, broadcast_id, no) DO NOTHING`
  const move = sql`
    UPDATE broadcasts AS b
    SET total = s.total, freeze_cursor = s.cursor, included = b.included + s.included,
        reserved_micros = b.reserved_micros + s.micros
    FROM (
      SELECT max(no) AS total, ${cursorPrefix(pass)} || max(contact_id) AS cursor, sum(state = 'queued') AS included,
             sum(iif(state = 'queued',
               coalesce(json_extract(${rates}, '$.' || country), ${limits.otherMicros}), 0)) AS micros
      FROM recipients
      WHERE account_id = ${accountId} AND broadcast_id = ${broadcastId} AND no > ${from.total}) AS s
    WHERE b.account_id = ${accountId} AND b.id = ${broadcastId} AND b.state = 'freezing'
      AND b.freeze_cursor IS ${from.cursor} AND b.total = ${from.total} AND s.total IS NOT NULL`
  const [inserted] = await db.batch([db.run(insert), db.run(move)])
  return { isWhole: inserted.meta.changes < SLICE_PEOPLE }
}

/**
 * Cuts the frozen rows into chunks, part by part: no chunk lies in two. Repeated, it takes in rows that a
 * freeze has added since; those belong to no part, and begin at once.
 */
export async function writeChunks(
  db: AccountDb,
  broadcastId: string,
  total: number,
): Promise<void> {
  const parts = sql`
    SELECT first, last, opens_at, waits_for, zone FROM broadcast_parts
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId}`
  await db.run(sql`
    WITH RECURSIVE p AS (
      ${parts}
      UNION ALL SELECT coalesce(max(last), 0) + 1, ${total}, NULL, NULL, NULL FROM (${parts})),
    n(at, behind, first, last, upto, opens_at, waits_for, zone) AS (
      SELECT 1, first - 1, first, min(first - 1 + ${endOf('1')}, last), last, opens_at, waits_for, zone
      FROM p WHERE first <= last
      UNION ALL
      SELECT at + 1, behind, last + 1, min(behind + ${endOf('(at + 1)')}, upto), upto, opens_at,
             waits_for, zone
      FROM n WHERE last < upto)
    INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, dirty, counts, opens_at, waits_for,
                        zone)
    SELECT ${db.accountId}, ${broadcastId}, row_number() OVER (ORDER BY first), first, last, 1, '{}',
           opens_at, waits_for, zone
    FROM n WHERE true
    ON CONFLICT (account_id, broadcast_id, chunk) DO UPDATE SET last = excluded.last, dirty = dirty + 1
    WHERE excluded.last > chunks.last`)
}

/**
 * Takes the next open chunks that have no queue message, so many that at most `waiting` of them have nobody
 * yet who works on them, and at most `underWay` have a message at all. `begun`: its message has just been
 * taken. They are marked before their messages are sent: a crash between is mended by `forgetLostMessages`.
 */
export function takeNextChunks(
  db: AccountDb,
  broadcastId: string,
  most: { waiting: number; underWay: number },
  now: number,
  begun: number | null,
) {
  const { accountId } = db
  const isOpen = sql`account_id = ${accountId} AND broadcast_id = ${broadcastId}
    AND finished_at IS NULL AND coalesce(opens_at, 0) <= ${now}`
  const isWaiting = sql`coalesce(lease_until, 0) < ${now} AND chunk IS NOT ${begun}`
  return db.all<{ chunk: number }>(sql`
    UPDATE chunks SET enqueued_at = ${now}
    WHERE ${isOpen} AND enqueued_at IS NULL
      AND chunk IN (
        SELECT chunk FROM chunks
        WHERE ${isOpen} AND enqueued_at IS NULL
        ORDER BY chunk
        LIMIT (
          SELECT max(0, min(${most.underWay} - count(*),
                            ${most.waiting} - count(*) FILTER (WHERE ${isWaiting})))
          FROM chunks WHERE ${isOpen} AND enqueued_at IS NOT NULL))
    RETURNING chunk`)
}

/** Open chunks whose message was sent before `before` and on which nobody works: their message is lost. */
export async function forgetLostMessages(
  db: AccountDb,
  broadcastId: string,
  before: number,
): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET enqueued_at = NULL
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId} AND finished_at IS NULL
      AND enqueued_at < ${before} AND coalesce(lease_until, 0) < ${before}`)
}

export function freezeProgressOf(db: AccountDb, broadcastId: string) {
  return db
    .select({
      state: broadcasts.state,
      cursor: broadcasts.freezeCursor,
      total: broadcasts.total,
      included: broadcasts.included,
    })
    .from(broadcasts)
    .where(and(eq(broadcasts.accountId, db.accountId), eq(broadcasts.id, broadcastId)))
    .get()
}
