import { and, eq, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import type { OptInCounts } from '../../contract/consent'
import { optInAsks, optInCounts, optInPages, optInWordings } from './consent-tables'
import { optInRoutes } from './directory-tables'

export type OptInPage = Omit<typeof optInPages.$inferSelect, 'accountId'>
export type OptInWording = Omit<typeof optInWordings.$inferSelect, 'accountId'>
export type OptInAsk = typeof optInAsks.$inferSelect

/** Whose page it is. */
export const findOptInRoute = (db: DirectoryDb, code: string) =>
  db.select().from(optInRoutes).where(eq(optInRoutes.code, code)).get()

export const insertOptInRoute = (db: DirectoryDb, code: string, accountId: string) =>
  db.insert(optInRoutes).values({ code, accountId }).onConflictDoNothing()

export const findOptInPage = (db: AccountDb) =>
  db.select().from(optInPages).where(eq(optInPages.accountId, db.accountId)).get()

/** A page keeps its address: somebody may have printed it. */
export const saveOptInPage = (db: AccountDb, page: OptInPage) => {
  const { isOpen, numberId, version } = page
  return db
    .insert(optInPages)
    .values({ accountId: db.accountId, ...page })
    .onConflictDoUpdate({ target: optInPages.accountId, set: { isOpen, numberId, version } })
}

export const findWording = (db: AccountDb, version: number) =>
  db
    .select()
    .from(optInWordings)
    .where(and(eq(optInWordings.accountId, db.accountId), eq(optInWordings.version, version)))
    .get()

export const insertWording = (db: AccountDb, wording: OptInWording) =>
  db
    .insert(optInWordings)
    .values({ accountId: db.accountId, ...wording })
    .onConflictDoNothing()

/** Somebody filled the page in. */
export async function insertAsk(db: AccountDb, ask: Omit<OptInAsk, 'accountId'>): Promise<void> {
  await db.batch([
    db.insert(optInAsks).values({ accountId: db.accountId, ...ask }),
    addToCount(db, ask.at, 'sent'),
  ])
}

export const findAsk = (db: AccountDb, code: string) =>
  db
    .select()
    .from(optInAsks)
    .where(and(eq(optInAsks.accountId, db.accountId), eq(optInAsks.code, code)))
    .get()

/** What was asked stands in the ledger now: it is counted once and forgotten. */
export async function settleAsk(db: AccountDb, code: string, now: number): Promise<void> {
  const isIt = and(eq(optInAsks.accountId, db.accountId), eq(optInAsks.code, code))
  await db.batch([
    db.run(sql`
      INSERT INTO opt_in_counts (account_id, day, visits, sent, confirmed)
      SELECT account_id, ${dayOf(now)}, 0, 0, 1 FROM opt_in_asks WHERE ${isIt}
      ON CONFLICT (account_id, day) DO UPDATE SET confirmed = confirmed + 1`),
    db.delete(optInAsks).where(isIt),
  ])
}

/** Of a whole shard: whoever did not prove a number in time is forgotten. */
export const forgetOldAsks = (shard: DrizzleD1Database, before: number, most: number) =>
  shard.run(sql`
    DELETE FROM opt_in_asks WHERE (account_id, code) IN (
      SELECT account_id, code FROM opt_in_asks WHERE at < ${before} LIMIT ${most})`)

export const addToCount = (db: AccountDb, now: number, what: 'visits' | 'sent') =>
  db
    .insert(optInCounts)
    .values({
      ...{ accountId: db.accountId, day: dayOf(now), confirmed: 0 },
      visits: what === 'visits' ? 1 : 0,
      sent: what === 'sent' ? 1 : 0,
    })
    .onConflictDoUpdate({
      target: [optInCounts.accountId, optInCounts.day],
      set: { [what]: sql`${optInCounts[what]} + 1` },
    })

/** All there were since a moment. */
export const sumCounts = (db: AccountDb, since: number) =>
  db.get<OptInCounts>(sql`
    SELECT coalesce(sum(visits), 0) AS visits, coalesce(sum(sent), 0) AS sent,
           coalesce(sum(confirmed), 0) AS confirmed
    FROM opt_in_counts WHERE account_id = ${db.accountId} AND day >= ${dayOf(since)}`)

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
