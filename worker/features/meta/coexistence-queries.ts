import { and, eq, type InferSelectModel, or, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { coexistence } from './tables'

export type Coexistence = InferSelectModel<typeof coexistence>

export function listCoexistence(db: AccountDb) {
  return db.select().from(coexistence).where(eq(coexistence.accountId, db.accountId)).limit(200)
}

const isNumber = (db: AccountDb, numberId: string) =>
  and(eq(coexistence.accountId, db.accountId), eq(coexistence.numberId, numberId))

export function findCoexistence(db: AccountDb, numberId: string) {
  return db.select().from(coexistence).where(isNumber(db, numberId)).get()
}

/** Begins anew: a number that joins again after it was let go of is asked for everything again. */
export async function saveJoined(db: AccountDb, numberId: string, now: number): Promise<void> {
  const fresh = {
    state: 'joined' as const,
    contacts: 'waiting' as const,
    history: 'waiting' as const,
    phase: null,
    chunk: null,
    progress: 0,
    onboardedAt: now,
    updatedAt: now,
  }
  await db
    .insert(coexistence)
    .values({ accountId: db.accountId, numberId, messages: 0, ...fresh })
    .onConflictDoUpdate({ target: [coexistence.accountId, coexistence.numberId], set: fresh })
}

export async function saveSync(
  db: AccountDb,
  numberId: string,
  change: Partial<Pick<Coexistence, 'state' | 'contacts' | 'history' | 'updatedAt'>>,
): Promise<void> {
  await db.update(coexistence).set(change).where(isNumber(db, numberId))
}

/** A wish that came to nothing; what came in meanwhile stays as it is. */
export async function endAsking(
  db: AccountDb,
  numberId: string,
  what: 'contacts' | 'history',
  to: 'refused' | 'waiting',
): Promise<void> {
  const isAsked = and(isNumber(db, numberId), eq(coexistence[what], 'asked'))
  await db
    .update(coexistence)
    .set({ [what]: to })
    .where(isAsked)
}

/** A chunk of the history is in. Chunks come in any order and more than once; progress only rises. */
export async function saveChunk(
  db: AccountDb,
  numberId: string,
  { phase, chunk, progress }: Chunk,
  now: number,
): Promise<void> {
  const isLater = or(
    sql`${coexistence.phase} IS NULL`,
    sql`(${coexistence.phase}, ${coexistence.chunk}) < (${phase}, ${chunk})`,
  )
  await db
    .update(coexistence)
    .set({
      phase: sql`CASE WHEN ${isLater} THEN ${phase} ELSE ${coexistence.phase} END`,
      chunk: sql`CASE WHEN ${isLater} THEN ${chunk} ELSE ${coexistence.chunk} END`,
      progress: sql`max(${coexistence.progress}, ${progress})`,
      history: progress >= 100 ? 'done' : sql`${coexistence.history}`,
      updatedAt: now,
    })
    .where(isNumber(db, numberId))
}

export type Chunk = { phase: number; chunk: number; progress: number }

/**
 * Belongs into the batch that stores them, before they are stored: `fresh` asks there how many are not yet,
 * so that of two runs at the same moment one counts them.
 */
export const countMessages = (db: AccountDb, numberId: string, fresh: SQL) =>
  db
    .update(coexistence)
    .set({ messages: sql`${coexistence.messages} + ${fresh}` })
    .where(isNumber(db, numberId))
