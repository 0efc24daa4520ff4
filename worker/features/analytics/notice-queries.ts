import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { usageState } from './tables'

/** Whoever writes it tells; false: it was told of before. */
export async function noteBudgetTold(db: AccountDb, told: string): Promise<boolean> {
  const isNew = and(
    eq(usageState.accountId, db.accountId),
    sql`coalesce(${usageState.budgetTold}, '') <> ${told}`,
  )
  const rows = await db.update(usageState).set({ budgetTold: told }).where(isNew).returning()
  return rows.length > 0
}

export async function noteUnheardTold(db: AccountDb, now: number): Promise<boolean> {
  const isNew = and(eq(usageState.accountId, db.accountId), isNull(usageState.toldAt))
  const rows = await db.update(usageState).set({ toldAt: now }).where(isNew).returning()
  return rows.length > 0
}
