import { and, desc, eq, gte, isNotNull, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { activeBroadcasts, broadcastStops, broadcasts, broadcastTaps } from './tables'

/** What waits for its time with a template; few at a time, so the list of active ones is read. */
export function listScheduledWith(db: AccountDb, templateId: string) {
  return db
    .select({ id: broadcasts.id, name: broadcasts.name, createdBy: broadcasts.createdBy })
    .from(activeBroadcasts)
    .innerJoin(
      broadcasts,
      and(
        eq(broadcasts.accountId, activeBroadcasts.accountId),
        eq(broadcasts.id, activeBroadcasts.broadcastId),
      ),
    )
    .where(
      and(
        eq(activeBroadcasts.accountId, db.accountId),
        eq(broadcasts.state, 'scheduled'),
        eq(broadcasts.templateId, templateId),
      ),
    )
    .limit(100)
}

const USED = {
  id: broadcasts.id,
  templateId: broadcasts.templateId,
  template: broadcasts.template,
  total: broadcasts.total,
  launchedAt: broadcasts.launchedAt,
  createdAt: broadcasts.createdAt,
}

/** Launched broadcasts since a time, newest first; with a template's id only those with it. */
export function listUses(db: AccountDb, since: string, templateId: string | null, limit: number) {
  const parts = and(
    eq(broadcasts.accountId, db.accountId),
    templateId ? eq(broadcasts.templateId, templateId) : isNotNull(broadcasts.templateId),
    gte(broadcasts.id, since),
    isNotNull(broadcasts.launchedAt),
  )
  return db.select(USED).from(broadcasts).where(parts).orderBy(desc(broadcasts.id)).limit(limit)
}

/** People who asked for no more in answer to each broadcast. */
export async function countStops(db: AccountDb, ids: string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ id: string; count: number }>(sql`
    SELECT s.broadcast_id AS id, count(*) AS count
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN broadcast_stops AS s
    WHERE s.account_id = ${db.accountId} AND s.broadcast_id = j.value GROUP BY s.broadcast_id`)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** Counts a stop for the broadcast that it answered; once, however often the message comes. */
export async function noteStop(
  db: AccountDb,
  { broadcastId, no }: { broadcastId: string; no: number },
  at: number,
): Promise<void> {
  const { accountId } = db
  await db.insert(broadcastStops).values({ accountId, broadcastId, no, at }).onConflictDoNothing()
}

/** Counts a tap on a quick reply; once a person, however often they press. */
export async function noteTap(
  db: AccountDb,
  { broadcastId, no }: { broadcastId: string; no: number },
  at: number,
): Promise<void> {
  const { accountId } = db
  await db.insert(broadcastTaps).values({ accountId, broadcastId, no, at }).onConflictDoNothing()
}
