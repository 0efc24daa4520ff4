import { and, count, eq, sql } from 'drizzle-orm'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import { accounts, memberships } from './directory-tables'
import { dataKeys, tenants } from './tables'
import type { Account } from './views'

/** How many accounts each shard in use has. */
export const countAccountsByShard = (db: DirectoryDb) =>
  db.select({ shard: accounts.shard, accounts: count() }).from(accounts).groupBy(accounts.shard)

export const findAccount = (db: DirectoryDb, id: string) =>
  db.select().from(accounts).where(eq(accounts.id, id)).get()

export const insertAccount = (db: DirectoryDb, account: Account) =>
  db.insert(accounts).values(account).onConflictDoNothing()

/** Joining twice changes nothing: the role stays what it was. */
export const insertMembership = (db: DirectoryDb, membership: typeof memberships.$inferInsert) =>
  db.insert(memberships).values(membership).onConflictDoNothing()

export const findMembership = (db: DirectoryDb, accountId: string, userId: string) =>
  db
    .select()
    .from(memberships)
    .where(and(eq(memberships.accountId, accountId), eq(memberships.userId, userId)))
    .get()

export const updateAccount = (
  db: DirectoryDb,
  id: string,
  change: Partial<Omit<Account, 'id' | 'shard' | 'state' | 'createdAt'>>,
) => db.update(accounts).set(change).where(eq(accounts.id, id)).returning().get()

/** The account's row in its own shard; no row back: it stood there already. */
export const insertTenant = (db: AccountDb) =>
  db
    .insert(tenants)
    .values({ accountId: db.accountId, state: 'active' })
    .onConflictDoNothing()
    .returning()

export const findDataKey = (db: AccountDb) =>
  db
    .select({ id: dataKeys.id })
    .from(dataKeys)
    .where(and(eq(dataKeys.accountId, db.accountId)))
    .limit(1)
    .get()

/** One line of audit, unless the same thing was written down for this account before. */
export const insertFirstAudit = (
  db: AccountDb,
  line: { id: string; at: number; actor: string; action: string; target: string },
) =>
  db.run(sql`
    INSERT INTO audit (account_id, id, at, actor, action, target)
    SELECT ${db.accountId}, ${line.id}, ${line.at}, ${line.actor}, ${line.action}, ${line.target}
    WHERE NOT EXISTS (
      SELECT 1 FROM audit WHERE account_id = ${db.accountId} AND action = ${line.action})`)
