import { and, desc, eq, isNull } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { legalBases } from './basis-tables'

export type LegalBasis = typeof legalBases.$inferSelect

const isInForce = (db: AccountDb) =>
  and(eq(legalBases.accountId, db.accountId), isNull(legalBases.withdrawnAt))

/** The newest declaration that was not withdrawn. */
export const findBasis = (db: AccountDb) =>
  db.select().from(legalBases).where(isInForce(db)).orderBy(desc(legalBases.id)).limit(1).get()

export const insertBasis = (db: AccountDb, row: LegalBasis) => db.insert(legalBases).values(row)

export const withdrawBases = (db: AccountDb, now: number) =>
  db
    .update(legalBases)
    .set({ withdrawnAt: now })
    .where(isInForce(db))
    .returning({ id: legalBases.id })
