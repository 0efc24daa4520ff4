import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { WaitReason } from '../../contract/broadcast-parts'
import { inPieces } from '../../lib/lists'
import { type ChunkCounts, EMPTY_COUNTS, type StoredCounts } from './counts'
import type { CountedChunk } from './part-progress'

type StoredChunk = {
  chunk: number
  first: number
  last: number
  dirty: number
  finishedAt: number | null
  opensAt: number | null
  waitsFor: WaitReason | null
  counts: StoredCounts
}

/** One chunk is 500 rows: a recount of this many at once stays below 10 ms of database time. */
const CHUNKS_PER_RECOUNT = 40

/** The counts of all chunks, from their rows where these changed since; thousands of rows for a million recipients. */
export async function countChunks(db: AccountDb, broadcastId: string): Promise<ChunkCounts[]> {
  return (await listCountedChunks(db, broadcastId)).map(({ counts }) => counts)
}

/** The same, with what else is known of each chunk; in the order of sending. */
export async function listCountedChunks(
  db: AccountDb,
  broadcastId: string,
): Promise<CountedChunk[]> {
  const chunks = await listChunks(db, broadcastId)
  const changed = chunks.filter(({ dirty, counts }) => counts.upTo !== dirty)
  const fresh = new Map<number, ChunkCounts>()
  for (const piece of inPieces(changed, CHUNKS_PER_RECOUNT)) {
    const counted = await countRows(db, broadcastId, piece)
    for (const { chunk } of piece) fresh.set(chunk, counted.get(chunk) ?? EMPTY_COUNTS)
    await saveCounts(db, broadcastId, piece, fresh)
  }
  return chunks.map(({ chunk, first, finishedAt, opensAt, waitsFor, counts }) => ({
    ...{ first, opensAt, waitsFor, isOver: finishedAt !== null },
    counts: fresh.get(chunk) ?? counts,
  }))
}

async function listChunks(db: AccountDb, broadcastId: string): Promise<StoredChunk[]> {
  const rows = await db.all<Omit<StoredChunk, 'counts'> & { counts: string }>(sql`
    SELECT chunk, first, last, dirty, counts, finished_at AS finishedAt, opens_at AS opensAt,
           waits_for AS waitsFor
    FROM chunks
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId} ORDER BY chunk`)
  return rows.map(({ counts, ...row }) => ({
    ...row,
    // Written by saveCounts, or '{}' before the first count.
    counts: { ...EMPTY_COUNTS, ...(JSON.parse(counts) as StoredCounts) },
  }))
}

/** `dirty` only counts up: a chunk that changed while it was counted keeps its old counts, and its turn. */
async function saveCounts(
  db: AccountDb,
  broadcastId: string,
  chunks: StoredChunk[],
  fresh: Map<number, ChunkCounts>,
): Promise<void> {
  const rows = chunks.map(({ chunk, dirty }) => ({
    chunk,
    counts: { ...(fresh.get(chunk) ?? EMPTY_COUNTS), upTo: dirty },
  }))
  await db.run(sql`
    INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, counts)
    SELECT c.account_id, c.broadcast_id, c.chunk, c.first, c.last, j.value -> 'counts'
    FROM json_each(${JSON.stringify(rows)}) AS j CROSS JOIN chunks AS c
    WHERE c.account_id = ${db.accountId} AND c.broadcast_id = ${broadcastId}
      AND c.chunk = CAST(j.value ->> 'chunk' AS INTEGER) AND c.dirty = j.value ->> '$.counts.upTo'
    ON CONFLICT (account_id, broadcast_id, chunk) DO UPDATE SET counts = excluded.counts`)
}

type Group = {
  chunk: number
  state: string
  code: string | null
  country: string | null
  billable: number
  rows: number
  replied: number
  lastEventAt: number | null
}

/** Counts of rows by what reports show, one group per combination that occurs. */
async function countRows(
  db: AccountDb,
  broadcastId: string,
  chunks: StoredChunk[],
): Promise<Map<number, ChunkCounts>> {
  const ranges = chunks.map(({ chunk, first, last }) => ({ chunk, first, last }))
  const groups = await db.all<Group>(sql`
    SELECT j.value ->> 'chunk' AS chunk, r.state,
           iif(r.state IN ('failed', 'skipped'), r.code, NULL) AS code, r.country,
           (r.rank BETWEEN 6 AND 8 AND coalesce(r.pricing, 'regular/') LIKE 'regular/%') AS billable,
           count(*) AS rows, sum(r.replied_at IS NOT NULL) AS replied,
           max(max(coalesce(r.claimed_at, 0), coalesce(r.sent_at, 0), coalesce(r.delivered_at, 0),
                   coalesce(r.read_at, 0), coalesce(r.failed_at, 0))) AS lastEventAt
    FROM json_each(${JSON.stringify(ranges)}) AS j CROSS JOIN recipients AS r
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
      AND r.no BETWEEN CAST(j.value ->> 'first' AS INTEGER) AND CAST(j.value ->> 'last' AS INTEGER)
    GROUP BY 1, 2, 3, 4, 5`)
  const byChunk = new Map<number, ChunkCounts>()
  for (const group of groups) {
    const counts = byChunk.get(group.chunk) ?? structuredClone(EMPTY_COUNTS)
    addGroup(counts, group)
    byChunk.set(group.chunk, counts)
  }
  return byChunk
}

function addGroup(counts: ChunkCounts, group: Group): void {
  const { state, code, country, billable, rows, replied, lastEventAt } = group
  const add = (to: Record<string, number>, key: string) => {
    to[key] = (to[key] ?? 0) + rows
  }
  add(counts.states, state)
  if (state === 'failed') add(counts.failures, code ?? '0')
  if (state === 'skipped') add(counts.skipped, code ?? 'deleted')
  if (billable) add(counts.billable, country ?? '')
  counts.replied += replied
  if (lastEventAt) counts.lastEventAt = Math.max(counts.lastEventAt ?? 0, lastEventAt)
}

/** Messages handled in each of the last minutes, oldest first. */
export function listRates(db: AccountDb, broadcastId: string, sinceMinute: number) {
  return db.all<{ minute: number; handled: number }>(sql`
    SELECT minute, handled FROM send_rates
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId} AND minute >= ${sinceMinute}
    ORDER BY minute`)
}

/** By which codes the people of a retry had failed in the broadcast it is of. */
export async function listRetriedCodes(
  db: AccountDb,
  retryId: string,
  parentId: string,
): Promise<Record<string, number>> {
  const rows = await db.all<{ code: string; count: number }>(sql`
    SELECT p.code, count(*) AS count FROM recipients AS r JOIN recipients AS p
      ON p.account_id = r.account_id AND p.contact_id = r.contact_id AND p.broadcast_id = ${parentId}
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = ${retryId} AND p.state = 'failed'
    GROUP BY p.code`)
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]))
}
