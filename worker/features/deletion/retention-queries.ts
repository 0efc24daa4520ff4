import { eq, isNotNull, sql } from 'drizzle-orm'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import { accounts } from '../accounts/directory-tables'

export const setRetention = (db: DirectoryDb, accountId: string, months: number | null) =>
  db.update(accounts).set({ retentionMonths: months }).where(eq(accounts.id, accountId))

export const listRetaining = (db: DirectoryDb) =>
  db
    .select({ id: accounts.id })
    .from(accounts)
    .where(isNotNull(accounts.retentionMonths))
    .limit(100_000)

/** Letters nobody asked for again in this time. */
export async function deleteOldLetters(db: AccountDb, before: number): Promise<void> {
  await db.run(sql`
    DELETE FROM dead_letters WHERE account_id = ${db.accountId} AND at < ${before}`)
}

/** What is told of requests that are long done, and what askers wrote. */
export async function forgetOldRequests(
  db: DirectoryDb,
  doneBefore: number,
  askedBefore: number,
): Promise<void> {
  await db.batch([
    db.run(sql`
      DELETE FROM deletion_requests
      WHERE state IN ('done', 'taken_back', 'unmatched') AND finished_at < ${doneBefore}`),
    db.run(sql`UPDATE privacy_cases SET sealed = NULL WHERE at < ${askedBefore}`),
    db.run(sql`DELETE FROM privacy_cases WHERE at < ${doneBefore}`),
  ])
}
