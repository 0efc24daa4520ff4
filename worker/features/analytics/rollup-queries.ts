import { and, asc, eq, gt, gte, type InferSelectModel, inArray, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { SAMPLE_BROADCAST } from '../broadcasts/samples'
import type { PriceCategory } from '../meta/rates'
import { connections } from '../meta/tables'
import { type Group, type PartCounts, QUARTER_MS } from './cells'
import { usageDaily, usageParts, usageState } from './tables'

/** One read of rows: small enough for a few tenths of a second of database time. */
export const ROWS_PER_PIECE = 20_000
/** In the statement's own text: a bound number is a float, by which whole numbers divide to fractions. */
const PIECE = sql.raw(String(ROWS_PER_PIECE))

export type LaunchedRow = {
  id: string
  numberId: string | null
  category: string | null
}

/** Broadcasts that were sending at some time since then. */
export function listLaunched(db: AccountDb, since: number): Promise<LaunchedRow[]> {
  return db.all<LaunchedRow>(sql`
    SELECT id, number_id AS numberId, template ->> 'category' AS category FROM broadcasts
    WHERE account_id = ${db.accountId} AND launched_at IS NOT NULL AND id <> ${SAMPLE_BROADCAST}
      AND (finished_at IS NULL OR finished_at >= ${since})
    ORDER BY id`)
}

export type Piece = { broadcastId: string; piece: number; seen: string }

/**
 * Pieces of broadcasts with the state of their rows: how often these changed, and what people pressed. A
 * chunk that lies in two pieces, as the parts of a broadcast may cut it, changes both.
 */
export function listPieces(db: AccountDb, broadcastIds: string[]): Promise<Piece[]> {
  return db.all<Piece>(sql`
    SELECT c.broadcast_id AS broadcastId, p.value AS piece,
           sum(c.dirty) || '.' || max(c.last) || '.' ||
           (SELECT count(*) FROM broadcast_stops AS s
            WHERE s.account_id = c.account_id AND s.broadcast_id = c.broadcast_id) || '.' ||
           (SELECT count(*) FROM broadcast_taps AS t
            WHERE t.account_id = c.account_id AND t.broadcast_id = c.broadcast_id) AS seen
    FROM json_each(${JSON.stringify(broadcastIds)}) AS j CROSS JOIN chunks AS c
    CROSS JOIN json_each(iif((c.first - 1) / ${PIECE} = (c.last - 1) / ${PIECE},
      json_array((c.first - 1) / ${PIECE}),
      json_array((c.first - 1) / ${PIECE}, (c.last - 1) / ${PIECE}))) AS p
    WHERE c.account_id = ${db.accountId} AND c.broadcast_id = j.value
    GROUP BY 1, 2`)
}

/** The hour that counts is that of the last request to Meta: the one that Meta took or refused. */
export const SENT_AT = sql.raw(
  'coalesce(r.claimed_at, r.accepted_at, r.sent_at, r.delivered_at, r.read_at, r.failed_at)',
)
export const TAKEN = sql.raw(`('accepted', 'sent', 'failed', 'delivered', 'read', 'played')`)
/** Meta's id is erased with the person; what is not failed was accepted all the same. */
export const IS_ACCEPTED = sql.raw(
  `(r.state <> 'failed' OR r.accepted_at IS NOT NULL OR r.wamid IS NOT NULL)`,
)
export const IS_DELIVERED = sql.raw(`r.state IN ('delivered', 'read', 'played')`)
/** When Meta charged it. */
export const CHARGED_AT = sql`coalesce(r.delivered_at, r.read_at, ${SENT_AT})`

/** A message that Meta holds for a look at its quality is silent for a reason. */
const counted = (isHeld: 'r.held' | '0') => sql`
  ${SENT_AT} / ${sql.raw(String(QUARTER_MS))} AS sentQuarter,
  iif(${IS_DELIVERED}, ${CHARGED_AT}, NULL)
    / ${sql.raw(String(QUARTER_MS))} AS chargedQuarter,
  iif(r.state = 'accepted' AND ${sql.raw(isHeld)} = 0, ${SENT_AT} / 60000, NULL) AS unheardMinute`

const OUTCOME = sql`
  r.state, iif(r.state = 'failed', r.code, NULL) AS code,
  iif(${IS_DELIVERED}, r.pricing, NULL) AS pricing, ${IS_ACCEPTED} AS accepted`

/** The rows of one piece of a broadcast, grouped by all that is counted. */
export function groupPiece(db: AccountDb, broadcastId: string, piece: number): Promise<Group[]> {
  const first = piece * ROWS_PER_PIECE + 1
  return db.all<Group>(sql`
    SELECT ${counted('r.held')}, r.country, ${OUTCOME}, r.replied_at IS NOT NULL AS replied,
           t.no IS NOT NULL AS clicked, s.no IS NOT NULL AS optedOut, count(*) AS rows
    FROM recipients AS r
    LEFT JOIN broadcast_taps AS t
      ON t.account_id = r.account_id AND t.broadcast_id = r.broadcast_id AND t.no = r.no
    LEFT JOIN broadcast_stops AS s
      ON s.account_id = r.account_id AND s.broadcast_id = r.broadcast_id AND s.no = r.no
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
      AND r.no BETWEEN ${first} AND ${first + ROWS_PER_PIECE - 1}
      AND r.state IN ${TAKEN} AND ${SENT_AT} IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`)
}

/** What a single message was meant as: of a template only that it is marketing is kept, for the stops. */
export const MEANT = sql.raw(`iif(r.scope = 'marketing', 'marketing', 'service')`)

/** Single messages that were written between two times, by number. */
export function groupSingles(
  db: AccountDb,
  from: number,
  to: number,
): Promise<(Group & { numberId: string; meant: PriceCategory })[]> {
  return db.all<Group & { numberId: string; meant: PriceCategory }>(sql`
    SELECT r.number_id AS numberId, ${MEANT} AS meant, ${counted('0')}, c.country, ${OUTCOME},
           0 AS replied, 0 AS clicked, 0 AS optedOut, count(*) AS rows
    FROM outbox AS r LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE r.account_id = ${db.accountId} AND r.created_at >= ${from} AND r.created_at < ${to}
      AND r.state IN ${TAKEN} AND ${SENT_AT} IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`)
}

export type Part = InferSelectModel<typeof usageParts>

/** By source and piece; the counts only where they are asked for. */
export function listSeen(db: AccountDb, sources: string[]) {
  return db.all<{ source: string; piece: number; seen: string }>(sql`
    SELECT p.source, p.piece, p.seen
    FROM json_each(${JSON.stringify(sources)}) AS j CROSS JOIN usage_parts AS p
    WHERE p.account_id = ${db.accountId} AND p.source = j.value`)
}

export async function listParts(db: AccountDb, sources: string[]) {
  const rows = await db.all<{ source: string; piece: number; counts: string }>(sql`
    SELECT p.source, p.piece, p.counts
    FROM json_each(${JSON.stringify(sources)}) AS j CROSS JOIN usage_parts AS p
    WHERE p.account_id = ${db.accountId} AND p.source = j.value`)
  return rows.map(({ source, piece, counts }) => ({
    source,
    piece,
    // Written by savePart from values of this type.
    counts: JSON.parse(counts) as PartCounts,
  }))
}

export async function savePart(db: AccountDb, part: Omit<Part, 'accountId'>): Promise<void> {
  const { seen, counts } = part
  await db
    .insert(usageParts)
    .values({ accountId: db.accountId, ...part })
    .onConflictDoUpdate({
      target: [usageParts.accountId, usageParts.source, usageParts.piece],
      set: { seen, counts },
    })
}

export type DailyRow = InferSelectModel<typeof usageDaily>

export function listDays(db: AccountDb, from: string, to: string): Promise<DailyRow[]> {
  const isThen = and(
    eq(usageDaily.accountId, db.accountId),
    gte(usageDaily.day, from),
    sql`${usageDaily.day} <= ${to}`,
  )
  return db.select().from(usageDaily).where(isThen).orderBy(asc(usageDaily.day))
}

/** A row of a day is some kilobytes; D1 takes 100 values a statement. */
export async function saveDays(db: AccountDb, rows: DailyRow[]): Promise<void> {
  for (const { currency, cells, charges, hours, ...key } of rows) {
    const set = { currency, cells, charges, hours }
    await db
      .insert(usageDaily)
      .values({ ...key, ...set })
      .onConflictDoUpdate({
        target: [usageDaily.accountId, usageDaily.day, usageDaily.numberId],
        set,
      })
  }
}

/** Days on which nothing is left to count: their people were deleted. */
export async function deleteDays(db: AccountDb, days: { day: string; numberId: string }[]) {
  for (const { day, numberId } of days) {
    const isIt = and(
      eq(usageDaily.accountId, db.accountId),
      eq(usageDaily.day, day),
      eq(usageDaily.numberId, numberId),
    )
    await db.delete(usageDaily).where(isIt)
  }
}

export type StateRow = InferSelectModel<typeof usageState>

export function findState(db: AccountDb) {
  return db.select().from(usageState).where(eq(usageState.accountId, db.accountId)).get()
}

export async function saveState(
  db: AccountDb,
  set: Partial<Omit<StateRow, 'accountId'>> & { asOf?: number },
): Promise<void> {
  await db
    .insert(usageState)
    .values({ accountId: db.accountId, asOf: 0, ...set })
    .onConflictDoUpdate({ target: usageState.accountId, set })
}

/** Accounts of a shard that have connected something, by id. */
export async function pageConnected(shard: DrizzleD1Database, after: string, limit: number) {
  const rows = await shard
    .selectDistinct({ accountId: connections.accountId })
    .from(connections)
    .where(
      and(
        gt(connections.accountId, after),
        inArray(connections.state, ['active', 'needs_reconnect']),
      ),
    )
    .orderBy(connections.accountId)
    .limit(limit)
  return rows.map(({ accountId }) => accountId)
}
