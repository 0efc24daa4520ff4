import { and, eq, lt, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { broadcasts } from './tables'

/** Says that a start was missed, unless it was put off meanwhile. */
export async function noteMissedStart(
  db: AccountDb,
  id: string,
  startsBefore: number,
  now: number,
): Promise<void> {
  const isMissed = and(
    eq(broadcasts.accountId, db.accountId),
    eq(broadcasts.id, id),
    eq(broadcasts.state, 'scheduled'),
    lt(broadcasts.startsAt, startsBefore),
  )
  await db.update(broadcasts).set({ stateReason: 'start_missed', updatedAt: now }).where(isMissed)
}

/** Scheduled and sent ones by when they start, or did. */
export function listBetween(db: AccountDb, from: number, until: number, limit: number) {
  const at = sql<number>`coalesce(starts_at, launched_at)`
  const { id, name, state } = broadcasts
  // Of one that begins by recipients' clocks: when it does for the last of them.
  const lastAt = sql<number | null>`iif(${broadcasts.start} ->> 'kind' = 'local',
    ${broadcasts.plan} ->> '$.zones.lastStartsAt', NULL)`
  return db
    .select({ id, name, state, at, lastAt })
    .from(broadcasts)
    .where(
      and(eq(broadcasts.accountId, db.accountId), sql`${at} >= ${from}`, sql`${at} < ${until}`),
    )
    .orderBy(at)
    .limit(limit)
}
