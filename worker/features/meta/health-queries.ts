import { and, asc, eq, type InferSelectModel, inArray, lt, lte, or, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { NotedKind } from '../../contract/health'
import { connections, healthNotes } from './tables'

export type HealthNote = InferSelectModel<typeof healthNotes>

const MOST_NOTES = 500

export function listNotes(db: AccountDb) {
  const mine = eq(healthNotes.accountId, db.accountId)
  return db.select().from(healthNotes).where(mine).limit(MOST_NOTES)
}

/** Writes down what is wrong. What was wrong before keeps its beginning. */
export async function saveNotes(db: AccountDb, notes: HealthNote[]): Promise<void> {
  for (const note of notes) {
    const { detail, until, source } = note
    await db
      .insert(healthNotes)
      .values(note)
      .onConflictDoUpdate({
        target: [
          healthNotes.accountId,
          healthNotes.connectionId,
          healthNotes.kind,
          healthNotes.numberId,
        ],
        set: { detail, until, source },
      })
  }
}

/** Takes notes of these kinds back: of one number, or what began until then, where it is given. */
export async function removeNotes(
  db: AccountDb,
  connectionId: string,
  kinds: NotedKind[],
  { numberId, until }: { numberId?: string; until?: number } = {},
): Promise<void> {
  const isOne = and(
    eq(healthNotes.accountId, db.accountId),
    eq(healthNotes.connectionId, connectionId),
    inArray(healthNotes.kind, kinds),
    numberId === undefined ? undefined : eq(healthNotes.numberId, numberId),
    until === undefined ? undefined : lte(healthNotes.since, until),
  )
  await db.delete(healthNotes).where(isOne)
}

/** What a check asks for: it also takes back what news had said of it. */
const ASKED: NotedKind[] = ['review_rejected']

/** Replaces what the last check found. Other news stay: a check can't ask for them. */
export async function replaceChecked(
  db: AccountDb,
  connectionId: string,
  found: HealthNote[],
): Promise<void> {
  const kept = JSON.stringify(found.map(({ kind, numberId }) => `${kind}/${numberId}`))
  const isGone = and(
    eq(healthNotes.accountId, db.accountId),
    eq(healthNotes.connectionId, connectionId),
    or(eq(healthNotes.source, 'check'), inArray(healthNotes.kind, ASKED)),
    sql`kind || '/' || number_id NOT IN (SELECT value FROM json_each(${kept}))`,
  )
  await db.delete(healthNotes).where(isGone)
  await saveNotes(db, found)
}

/** Live connections that were not looked at since then, in a shard. */
export function listDue(db: DrizzleD1Database, before: number, limit: number) {
  return db
    .select({ accountId: connections.accountId, id: connections.id })
    .from(connections)
    .where(and(eq(connections.state, 'active'), lt(connections.checkedAt, before)))
    .orderBy(asc(connections.checkedAt))
    .limit(limit)
}
