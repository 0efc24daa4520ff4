import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { PartKind, WaitReason } from '../../contract/broadcast-parts'
import { cursorPrefix, type PlannedPart, UNTIL_DECIDED } from './parts'
import { cutsOf, type Wave } from './waves'

const isOf = (db: AccountDb, broadcastId: string) =>
  sql`account_id = ${db.accountId} AND broadcast_id = ${broadcastId}`

/** Where a freeze stood when it was read. */
type FreezeFrom = { cursor: string | null; total: number }

/** Whether the freeze of a broadcast (`broadcasts AS b`) stands where it stood: nobody else has moved it on. */
const isStillAt = (db: AccountDb, broadcastId: string, from: FreezeFrom) =>
  sql`b.account_id = ${db.accountId} AND b.id = ${broadcastId}
    AND b.state = 'freezing' AND b.freeze_cursor IS ${from.cursor} AND b.total = ${from.total}`

const moveTo = (db: AccountDb, broadcastId: string, from: FreezeFrom, pass: number) =>
  db.run(sql`
    UPDATE broadcasts AS b SET freeze_cursor = ${cursorPrefix(pass)}
    WHERE ${isStillAt(db, broadcastId, from)}`)

/** Whoever is first draws; before anybody was written down only. */
export async function keepParts(
  db: AccountDb,
  broadcastId: string,
  parts: PlannedPart[],
  hasSample: boolean,
): Promise<void> {
  await db.run(sql`
    UPDATE broadcasts SET parts = ${JSON.stringify(parts)},
           canary_state = ${hasSample ? 'sampling' : null}
    WHERE account_id = ${db.accountId} AND id = ${broadcastId} AND state = 'freezing'
      AND canary_state IS NULL AND parts ->> '$[0].zone' IS NULL
      AND freeze_cursor IS NULL AND total = 0`)
}

/**
 * Moves a freeze on to the next pass, where nobody else has, and writes down the part that ends with
 * this one. A part of nobody is not written.
 */
export async function endPass(
  db: AccountDb,
  broadcastId: string,
  pass: number,
  ending: PlannedPart | undefined,
  from: FreezeFrom,
): Promise<void> {
  const isStill = isStillAt(db, broadcastId, from)
  const move = moveTo(db, broadcastId, from, pass + 1)
  if (!ending) {
    await move
    return
  }
  const { kind, opensAt, waitsFor, zone = null } = ending
  const write = db.run(sql`
    INSERT INTO broadcast_parts (account_id, broadcast_id, first, last, kind, opens_at, waits_for, zone)
    SELECT b.account_id, b.id, p.behind + 1, b.total, ${kind}, ${opensAt}, ${waitsFor}, ${zone}
    FROM broadcasts AS b CROSS JOIN (
      SELECT coalesce(max(last), 0) AS behind FROM broadcast_parts WHERE ${isOf(db, broadcastId)}) AS p
    WHERE ${isStill} AND b.total > p.behind
    ON CONFLICT (account_id, broadcast_id, first) DO NOTHING`)
  await db.batch([write, move])
}

/** A piece of a zone's rows that go out in waves; null: where they begin, where they end, at once. */
type Piece = {
  zone: string | null
  behind: number | null
  last: number | null
  opensAt: number | null
  waitsFor: WaitReason | null
}

/** Waves are cut by those who get them: each ends with the last of its people, whoever is left out between. */
export async function findPieces(
  db: AccountDb,
  broadcastId: string,
  { zone, waves, waitsFor }: { zone: string | null; waves: Wave[]; waitsFor: WaitReason },
): Promise<Piece[]> {
  const ends = await db.all<{ no: number }>(sql`
    SELECT no FROM (
      SELECT r.no, r.state, sum(r.state = 'queued') OVER (ORDER BY r.no) AS upto,
             count(*) FILTER (WHERE r.state = 'queued') OVER () AS people
      FROM (SELECT min(first) AS first, max(last) AS last FROM broadcast_parts
            WHERE ${isOf(db, broadcastId)} AND kind = 'wave' AND zone IS ${zone}) AS p
      JOIN recipients AS r ON r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
        AND r.no BETWEEN p.first AND p.last)
    WHERE state = 'queued' AND upto < people
      AND upto IN (SELECT value FROM json_each(${JSON.stringify(cutsOf(waves))}))
    ORDER BY no`)
  return waves.slice(0, ends.length + 1).map(({ opensAt }, at) => ({
    zone,
    behind: ends[at - 1]?.no ?? null,
    last: ends[at]?.no ?? null,
    opensAt,
    waitsFor: opensAt === null ? null : waitsFor,
  }))
}

/**
 * Cuts all waves of a freeze that is through its passes, and moves it past them: whoever is first decides,
 * since another, later, would cut by people of whom some have been written to.
 */
export async function cutIntoWaves(
  db: AccountDb,
  broadcastId: string,
  pieces: Piece[],
  from: FreezeFrom,
  pass: number,
): Promise<void> {
  const write = db.run(sql`
    INSERT INTO broadcast_parts (account_id, broadcast_id, first, last, kind, opens_at, waits_for, zone)
    SELECT b.account_id, b.id, coalesce((j.value ->> 'behind') + 1, p.first),
           coalesce(j.value ->> 'last', p.last), 'wave', j.value ->> 'opensAt',
           j.value ->> 'waitsFor', p.zone
    FROM broadcasts AS b CROSS JOIN json_each(${JSON.stringify(pieces)}) AS j
    JOIN (SELECT zone, min(first) AS first, max(last) AS last FROM broadcast_parts
          WHERE ${isOf(db, broadcastId)} AND kind = 'wave' GROUP BY zone) AS p
      ON p.zone IS j.value ->> 'zone'
    WHERE ${isStillAt(db, broadcastId, from)}
    ON CONFLICT (account_id, broadcast_id, first) DO UPDATE
    SET last = excluded.last, opens_at = excluded.opens_at, waits_for = excluded.waits_for`)
  await db.batch([write, moveTo(db, broadcastId, from, pass)])
}

/** Who gets it, of the rows that are to go out in waves, by zone. */
export function countWavesByZone(
  db: AccountDb,
  broadcastId: string,
): Promise<{ zone: string | null; people: number }[]> {
  return db.all(sql`
    SELECT p.zone, count(r.no) AS people
    FROM (SELECT first, last, zone FROM broadcast_parts
          WHERE ${isOf(db, broadcastId)} AND kind = 'wave') AS p
    JOIN recipients AS r ON r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
      AND r.no BETWEEN p.first AND p.last AND r.state = 'queued'
    GROUP BY p.zone`)
}

/** Who gets it, of the sample that goes first. */
export async function countSample(db: AccountDb, broadcastId: string): Promise<number> {
  const row = await db.get<{ people: number }>(sql`
    SELECT count(r.no) AS people
    FROM (SELECT first, last FROM broadcast_parts
          WHERE ${isOf(db, broadcastId)} AND kind = 'canary') AS p
    JOIN recipients AS r ON r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
      AND r.no BETWEEN p.first AND p.last AND r.state = 'queued'`)
  return row.people
}

export type PartRow = { first: number; last: number; kind: PartKind; zone: string | null }

/** In the order in which they are sent. A handful; waves over a year bound them. */
export function listParts(db: AccountDb, broadcastId: string): Promise<PartRow[]> {
  return db.all<PartRow>(sql`
    SELECT first, last, kind, zone FROM broadcast_parts WHERE ${isOf(db, broadcastId)}
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

/**
 * The same for what nobody works on, and for the chunk that asks: chunks under way have what they need, and
 * those whose recipients' time has not come ask for themselves then.
 */
export async function closeIdle(
  db: AccountDb,
  { broadcastId, chunk }: { broadcastId: string; chunk: number },
  until: number,
  reason: WaitReason,
  now: number,
): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET opens_at = ${until}, waits_for = ${reason}, enqueued_at = NULL
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND coalesce(opens_at, 0) < ${until}
      AND (coalesce(lease_until, 0) < ${now} OR chunk = ${chunk})
      AND (coalesce(opens_at, 0) <= ${now} OR waits_for NOT IN ('zone', 'quiet'))`)
}

/** Lets the people of a zone rest, of whom none waits for a later time anyway. Says whether that was news. */
export async function restZone(
  db: AccountDb,
  broadcastId: string,
  { zone, until }: { zone: string; until: number },
  now: number,
): Promise<boolean> {
  const { meta } = await db.run(sql`
    UPDATE chunks SET opens_at = ${until}, waits_for = 'quiet', enqueued_at = NULL
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND zone = ${zone}
      AND coalesce(opens_at, 0) <= ${now}`)
  return meta.changes > 0
}

/** Zones whose people rest. */
export function listResting(db: AccountDb, broadcastId: string, now: number) {
  return db.all<{ zone: string; until: number }>(sql`
    SELECT DISTINCT zone, opens_at AS until FROM chunks
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND waits_for = 'quiet'
      AND opens_at > ${now}`)
}

/** The rest of a zone ends at another time than was known; null: it is over. */
export async function changeRest(
  db: AccountDb,
  broadcastId: string,
  zone: string,
  until: number | null,
): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET opens_at = ${until}, waits_for = iif(${until} IS NULL, NULL, 'quiet')
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND zone = ${zone}
      AND waits_for = 'quiet'`)
}

export type NextWaiting = { opensAt: number; people: number; reason: WaitReason }

/** What opens next of a broadcast that waits for the limit alone; nothing while anything is open. */
export function findNextWaiting(
  db: AccountDb,
  broadcastId: string,
  now: number,
): Promise<NextWaiting | undefined> {
  const isOpen = sql`${isOf(db, broadcastId)} AND finished_at IS NULL`
  return db.get<NextWaiting | undefined>(sql`
    SELECT opens_at AS opensAt, waits_for AS reason,
           sum(coalesce(counts ->> '$.states.queued', last - first + 1)) AS people
    FROM chunks
    WHERE ${isOpen} AND opens_at > ${now} AND opens_at < ${UNTIL_DECIDED} AND waits_for IN ('wave', 'portfolio_limit')
      AND NOT EXISTS (
        SELECT 1 FROM chunks WHERE ${isOpen} AND coalesce(opens_at, 0) <= ${now})
    GROUP BY opens_at, waits_for ORDER BY opens_at LIMIT 1`)
}

/** Opens what waits for one reason until one time; `takeNextChunks` then finds it. */
export async function openWaiting(
  db: AccountDb,
  broadcastId: string,
  { reason, opensAt }: Pick<NextWaiting, 'reason' | 'opensAt'>,
): Promise<void> {
  await db.run(sql`
    UPDATE chunks SET opens_at = NULL, waits_for = NULL
    WHERE ${isOf(db, broadcastId)} AND finished_at IS NULL AND waits_for = ${reason}
      AND opens_at = ${opensAt}`)
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
