import { and, desc, eq, type InferSelectModel, isNull, lt, or, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { MINUTE_MS } from '../../lib/time'
import { templateDrafts } from './tables'

export type TemplateDraft = InferSelectModel<typeof templateDrafts>

/** Ten languages at Meta take seconds; a submission this old was lost half-way and may be begun again. */
const SUBMITTING_MS = 5 * MINUTE_MS

const isIt = (db: AccountDb, id: string) =>
  and(eq(templateDrafts.accountId, db.accountId), eq(templateDrafts.id, id))

export function findDraft(db: AccountDb, id: string) {
  return db.select().from(templateDrafts).where(isIt(db, id)).get()
}

/** Newest first; `limit` is also the most that an account may have. */
export function listDraftRows(db: AccountDb, limit: number) {
  const mine = eq(templateDrafts.accountId, db.accountId)
  return db.select().from(templateDrafts).where(mine).orderBy(desc(templateDrafts.id)).limit(limit)
}

export async function countDrafts(db: AccountDb): Promise<number> {
  const row = await db
    .select({ count: sql<number>`count(*)` })
    .from(templateDrafts)
    .where(eq(templateDrafts.accountId, db.accountId))
    .get()
  return row?.count ?? 0
}

export async function insertDraft(db: AccountDb, row: TemplateDraft): Promise<void> {
  await db.insert(templateDrafts).values(row)
}

type Change = Partial<
  Pick<
    TemplateDraft,
    | 'connectionId'
    | 'name'
    | 'category'
    | 'parameterFormat'
    | 'ttlSeconds'
    | 'versions'
    | 'refusals'
    | 'submittingAt'
  >
>

/** Changes a draft at the version it was read at; no row back: it moved on, or is on its way to Meta. */
export function changeDraftRow(
  db: AccountDb,
  id: string,
  version: number,
  change: Change,
  now: number,
) {
  const isFree = or(
    isNull(templateDrafts.submittingAt),
    lt(templateDrafts.submittingAt, now - SUBMITTING_MS),
  )
  return db
    .update(templateDrafts)
    .set({ ...change, version: version + 1, updatedAt: now })
    .where(and(isIt(db, id), eq(templateDrafts.version, version), isFree))
    .returning()
    .get()
}

/** Ends a submission with what is left of it. */
export function releaseDraft(db: AccountDb, id: string, version: number, change: Change) {
  return db
    .update(templateDrafts)
    .set({ ...change, submittingAt: null })
    .where(and(isIt(db, id), eq(templateDrafts.version, version)))
    .returning()
    .get()
}

export function deleteDraftRow(db: AccountDb, id: string) {
  return db.delete(templateDrafts).where(isIt(db, id)).returning({ id: templateDrafts.id }).get()
}
