import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { messageBudgets } from '../broadcasts/tables'
import { usageState } from './tables'

/** Whoever gets it tells; false: somebody else does at the moment. */
export async function beginTelling(db: AccountDb, now: number, until: number): Promise<boolean> {
  const isFree = and(
    eq(usageState.accountId, db.accountId),
    sql`coalesce(${usageState.tellingUntil}, 0) <= ${now}`,
  )
  const rows = await db.update(usageState).set({ tellingUntil: until }).where(isFree).returning()
  return rows.length > 0
}

export async function endTelling(db: AccountDb): Promise<void> {
  const mine = eq(usageState.accountId, db.accountId)
  await db.update(usageState).set({ tellingUntil: null }).where(mine)
}

/** False: it was told of before. */
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

/** Null: from now on nothing stops marketing. */
export async function saveStop(db: AccountDb, stopMicros: number | null): Promise<void> {
  const { accountId } = db
  if (stopMicros === null) {
    await db.delete(messageBudgets).where(eq(messageBudgets.accountId, accountId))
    return
  }
  await db
    .insert(messageBudgets)
    .values({ accountId, stopMicros })
    .onConflictDoUpdate({ target: messageBudgets.accountId, set: { stopMicros } })
}
