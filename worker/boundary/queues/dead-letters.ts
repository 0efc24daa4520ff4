import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { AccountDb } from '../db'
import { deadLetters } from '../db/tables'
import type { Job } from './jobs'

export type DeadLetter = typeof deadLetters.$inferSelect

/** Keeps a job that failed too often, for a person to see and replay. Repeatable by its message id. */
export async function keepDeadLetter(
  db: AccountDb,
  letter: { messageId: string; queue: string; job: Job; at: number },
): Promise<void> {
  const { messageId, queue, job, at } = letter
  await db
    .insert(deadLetters)
    .values({ accountId: db.accountId, id: messageId, queue, job, at, replayedAt: null })
    .onConflictDoNothing()
}

/** Those that wait, newest first; a hundred bound the page. */
export function listDeadLetters(db: AccountDb) {
  return db.select().from(deadLetters).where(isWaiting(db)).orderBy(desc(deadLetters.at)).limit(100)
}

/** The last ones that were tried again. */
export function listReplayed(db: AccountDb) {
  return db
    .select()
    .from(deadLetters)
    .where(and(eq(deadLetters.accountId, db.accountId), isNotNull(deadLetters.replayedAt)))
    .orderBy(desc(deadLetters.replayedAt))
    .limit(20)
}

export async function countDeadLetters(db: AccountDb): Promise<number> {
  const row = await db
    .select({ count: sql<number>`count(*)` })
    .from(deadLetters)
    .where(isWaiting(db))
    .get()
  return row?.count ?? 0
}

export function findDeadLetter(db: AccountDb, id: string) {
  return db
    .select()
    .from(deadLetters)
    .where(and(isWaiting(db), eq(deadLetters.id, id)))
    .get()
}

export async function markReplayed(db: AccountDb, ids: string[], now: number): Promise<void> {
  await db
    .update(deadLetters)
    .set({ replayedAt: now })
    .where(
      and(
        isWaiting(db),
        sql`${deadLetters.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    )
}

const isWaiting = (db: AccountDb) =>
  and(eq(deadLetters.accountId, db.accountId), isNull(deadLetters.replayedAt))
