import { and, asc, eq, inArray } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { segments } from './segment-tables'

export type Segment = typeof segments.$inferSelect

const isIt = (db: AccountDb, id: string) =>
  and(eq(segments.accountId, db.accountId), eq(segments.id, id))

export const findSegment = (db: AccountDb, id: string) =>
  db.select().from(segments).where(isIt(db, id)).get()

export const listSegmentRows = (db: AccountDb, limit: number) =>
  db
    .select()
    .from(segments)
    .where(eq(segments.accountId, db.accountId))
    .orderBy(asc(segments.name), segments.id)
    .limit(limit)

export const findSegments = (db: AccountDb, ids: string[]) =>
  db
    .select()
    .from(segments)
    .where(and(eq(segments.accountId, db.accountId), inArray(segments.id, ids)))

export const countSegments = (db: AccountDb) =>
  db.$count(segments, eq(segments.accountId, db.accountId))

export async function insertSegment(db: AccountDb, row: Segment): Promise<void> {
  await db.insert(segments).values(row)
}

export const changeSegmentRow = (
  db: AccountDb,
  id: string,
  change: Partial<Pick<Segment, 'name' | 'filter'>> & { updatedAt: number },
) => db.update(segments).set(change).where(isIt(db, id)).returning().get()

export const deleteSegmentRow = (db: AccountDb, id: string) =>
  db.delete(segments).where(isIt(db, id)).returning({ id: segments.id }).get()
