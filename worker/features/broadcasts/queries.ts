import {
  and,
  desc,
  eq,
  type InferSelectModel,
  inArray,
  lt,
  lte,
  ne,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { RetryKind } from '../../contract/broadcasts'
import { auditChange } from '../accounts/audit-queries'
import { isRetryable, isTakenByOther } from './audience'
import type { BroadcastState } from './states'
import { activeBroadcasts, broadcasts } from './tables'

export type Broadcast = InferSelectModel<typeof broadcasts>

const isIt = (db: AccountDb, id: string) =>
  and(eq(broadcasts.accountId, db.accountId), eq(broadcasts.id, id))

export function findBroadcast(db: AccountDb, id: string) {
  return db.select().from(broadcasts).where(isIt(db, id)).get()
}

/** Messages per second of the number that a broadcast goes out from; 0 where that is gone. */
export async function findRate(db: AccountDb, id: string): Promise<number> {
  const row = await db.get<{ perSecond: number } | undefined>(sql`
    SELECT n.throughput_per_second AS perSecond FROM broadcasts AS b
    JOIN numbers AS n ON n.account_id = b.account_id AND n.id = b.number_id
    WHERE b.account_id = ${db.accountId} AND b.id = ${id}`)
  return row?.perSecond ?? 0
}

/** Newest first; ids are time-ordered. */
export function pageBroadcasts(
  db: AccountDb,
  states: BroadcastState[] | null,
  beforeId: string | null,
  limit: number,
) {
  const parts: (SQL | undefined)[] = [
    eq(broadcasts.accountId, db.accountId),
    beforeId ? lt(broadcasts.id, beforeId) : undefined,
    states ? inArray(broadcasts.state, states) : undefined,
  ]
  return db
    .select()
    .from(broadcasts)
    .where(and(...parts))
    .orderBy(desc(broadcasts.id))
    .limit(limit)
}

export async function insertBroadcast(db: AccountDb, row: Broadcast): Promise<void> {
  await db.insert(broadcasts).values(row)
}

type DraftChange = Partial<
  Pick<
    Broadcast,
    | 'name'
    | 'numberId'
    | 'connectionId'
    | 'templateId'
    | 'audience'
    | 'mapping'
    | 'waves'
    | 'canary'
    | 'start'
    | 'restHours'
  >
>

/** Changes a draft at the version it was read at; no row back: it moved on meanwhile. */
export function changeDraft(
  db: AccountDb,
  id: string,
  version: number,
  change: DraftChange,
  now: number,
) {
  return db
    .update(broadcasts)
    .set({ ...change, version: version + 1, updatedAt: now })
    .where(and(isIt(db, id), eq(broadcasts.state, 'draft'), eq(broadcasts.version, version)))
    .returning()
    .get()
}

export function deleteDraft(db: AccountDb, id: string) {
  return db
    .delete(broadcasts)
    .where(and(isIt(db, id), eq(broadcasts.state, 'draft')))
    .returning({ id: broadcasts.id })
    .get()
}

export type Move = {
  /** Who moves it: `user:<id>` or the product itself. */
  actor?: string
  /** Only if nobody has changed it since this version. */
  atVersion?: number
  /** Only if it has this many rows: another freeze may have added some. */
  atTotal?: number
  /** Only if it was to start by then: it may have been put off meanwhile. */
  startsBy?: number
  /** Only if no chunk is open: somebody may wait again since that was looked at. */
  isOver?: boolean
}

/** The owners were told of what has waited for them since then, and of nothing later. */
export async function noteTold(db: AccountDb, id: string, since: number): Promise<void> {
  await db
    .update(broadcasts)
    .set({ untoldSince: null })
    .where(and(isIt(db, id), eq(broadcasts.untoldSince, since)))
}

/**
 * Moves a broadcast from one of `from` to `to`, writes its audit line and keeps the sweep's list beside
 * it, in one transaction. No row back: somebody else was first.
 */
export async function moveBroadcast(
  db: AccountDb,
  id: string,
  from: BroadcastState[],
  to: BroadcastState,
  now: number,
  change: Partial<Broadcast> = {},
  { actor = 'system', atVersion, atTotal, startsBy, isOver }: Move = {},
): Promise<Broadcast | undefined> {
  const isMovable = and(
    isIt(db, id),
    inArray(broadcasts.state, from),
    atVersion === undefined ? undefined : eq(broadcasts.version, atVersion),
    atTotal === undefined ? undefined : eq(broadcasts.total, atTotal),
    startsBy === undefined ? undefined : lte(broadcasts.startsAt, startsBy),
    isOver ? hasNoOpenChunk(db, id) : undefined,
  )
  const after = change.stateReason ? `${to}:${change.stateReason}` : to
  const entry = { actor, action: 'broadcast.state', target: id, after }
  // First: the row still says what it was, and whether it moves at all.
  const audited = db.run(
    auditChange(db, entry, now, { before: broadcasts.state, of: broadcasts, where: isMovable }),
  )
  const moved = db
    .update(broadcasts)
    .set({ ...change, state: to, updatedAt: now })
    .where(isMovable)
    .returning()
  const [, rows] = await db.batch([audited, moved, listed(db, id, to, now)])
  return rows[0]
}

const hasNoOpenChunk = (db: AccountDb, id: string) => sql`NOT EXISTS (
  SELECT 1 FROM chunks AS k
  WHERE k.account_id = ${db.accountId} AND k.broadcast_id = ${id} AND k.finished_at IS NULL)`

/** Follows what the row says after an update, whoever won. */
function listed(db: AccountDb, id: string, to: BroadcastState, now: number) {
  if (to !== 'done' && to !== 'cancelled' && to !== 'draft') {
    return db.run(sql`
      INSERT INTO active_broadcasts (account_id, broadcast_id, state, updated_at)
      SELECT account_id, id, state, ${now} FROM broadcasts
      WHERE account_id = ${db.accountId} AND id = ${id} AND state = ${to}
      ON CONFLICT (account_id, broadcast_id) DO UPDATE
      SET state = excluded.state, updated_at = excluded.updated_at`)
  }
  return db.run(sql`
    DELETE FROM active_broadcasts
    WHERE account_id = ${db.accountId} AND broadcast_id = ${id} AND EXISTS (
      SELECT 1 FROM broadcasts AS b
      WHERE b.account_id = ${db.accountId} AND b.id = ${id} AND b.state = ${to})`)
}

/** Broadcasts that are being sent and match: few at a time, so the list of active ones is read. */
export async function listRunningIds(
  db: AccountDb,
  of: { templateId: string } | { connectionId: string } | { numberId: string },
): Promise<string[]> {
  const matches =
    'templateId' in of
      ? eq(broadcasts.templateId, of.templateId)
      : 'connectionId' in of
        ? eq(broadcasts.connectionId, of.connectionId)
        : eq(broadcasts.numberId, of.numberId)
  const rows = await db
    .select({ id: broadcasts.id })
    .from(activeBroadcasts)
    .innerJoin(
      broadcasts,
      and(
        eq(broadcasts.accountId, activeBroadcasts.accountId),
        eq(broadcasts.id, activeBroadcasts.broadcastId),
      ),
    )
    .where(
      and(eq(activeBroadcasts.accountId, db.accountId), eq(broadcasts.state, 'running'), matches),
    )
    .limit(100)
  return rows.map(({ id }) => id)
}

/** How many people of a broadcast could get another try now and are in no other retry of it. */
export async function countRetryable(
  db: AccountDb,
  broadcastId: string,
  what: RetryKind,
  now: number,
): Promise<number> {
  const row = await db.get<{ count: number }>(sql`
    SELECT count(*) AS count FROM recipients AS r
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
      AND ${isRetryable(what, now)}
      AND NOT ${isTakenByOther(db.accountId, broadcastId, '')}`)
  return row.count
}

/** Retries of a broadcast that were launched; a handful, 50 bounds them. */
export function listRetries(db: AccountDb, broadcastId: string) {
  const isRetry = and(
    eq(broadcasts.accountId, db.accountId),
    eq(broadcasts.parentId, broadcastId),
    ne(broadcasts.state, 'draft'),
  )
  return db.select().from(broadcasts).where(isRetry).limit(50)
}
