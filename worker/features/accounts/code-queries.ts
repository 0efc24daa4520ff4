import { and, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import { CODE_TRIES } from '../../contract/auth'
import { type CodePurpose, codes } from './directory-tables'

export type Code = typeof codes.$inferSelect

export const insertCode = (db: DirectoryDb, code: typeof codes.$inferInsert) =>
  db.insert(codes).values(code)

/** The newest code this browser asked for, dead or alive: an older one never counts again. */
export const findNewestCode = (db: DirectoryDb, browserHash: string, purposes: CodePurpose[]) =>
  db
    .select({ id: codes.id })
    .from(codes)
    .where(and(eq(codes.browserHash, browserHash), inArray(codes.purpose, purposes)))
    .orderBy(desc(codes.createdAt), desc(codes.id))
    .limit(1)
    .get()

/** Counts a try before the code is looked at; no row back: used, too old, or tried too often. */
export const claimTry = (db: DirectoryDb, id: string, now: number): Promise<Code | undefined> =>
  db
    .update(codes)
    .set({ tries: sql`${codes.tries} + 1` })
    .where(
      and(
        eq(codes.id, id),
        isNull(codes.usedAt),
        gt(codes.expiresAt, now),
        lt(codes.tries, CODE_TRIES),
      ),
    )
    .returning()
    .get()

/** Single use: of two requests with the right code, one gets the row. */
export const claimUse = (db: DirectoryDb, id: string, now: number) =>
  db
    .update(codes)
    .set({ usedAt: now, payload: null })
    .where(and(eq(codes.id, id), isNull(codes.usedAt)))
    .returning({ id: codes.id })
    .get()

export const deleteExpiredCodes = (db: DirectoryDb, before: number) =>
  db.delete(codes).where(lt(codes.expiresAt, before))
