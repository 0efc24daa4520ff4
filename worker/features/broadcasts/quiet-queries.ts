import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { QuietHours } from '../../contract/schedule'
import type { Quiet } from './quiet-hours'
import { broadcasts, quietHours } from './tables'

export const findQuietHours = (db: AccountDb) =>
  db.select().from(quietHours).where(eq(quietHours.accountId, db.accountId)).get()

export async function saveQuietHours(
  db: AccountDb,
  rules: QuietHours,
  updatedAt: number,
): Promise<void> {
  await db
    .insert(quietHours)
    .values({ accountId: db.accountId, rules, updatedAt })
    .onConflictDoUpdate({ target: quietHours.accountId, set: { rules, updatedAt } })
}

const isRunning = (db: AccountDb, id: string) =>
  and(
    eq(broadcasts.accountId, db.accountId),
    eq(broadcasts.id, id),
    eq(broadcasts.state, 'running'),
  )

/** Says that a running broadcast rests; no row back: that was known, or it runs no more. */
export const noteRest = (db: AccountDb, id: string, { until, reason }: Quiet) =>
  db
    .update(broadcasts)
    .set({ restsUntil: until, restsFor: reason })
    .where(and(isRunning(db, id), sql`(rests_until, rests_for) IS NOT (${until}, ${reason})`))
    .returning({ id: broadcasts.id })
    .get()

/** No row back: it did not rest. */
export const endRest = (db: AccountDb, id: string) =>
  db
    .update(broadcasts)
    .set({ restsUntil: null, restsFor: null })
    .where(and(isRunning(db, id), isNotNull(broadcasts.restsUntil)))
    .returning({ id: broadcasts.id })
    .get()
