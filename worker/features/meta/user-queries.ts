import { eq } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import { accounts } from '../accounts/directory-tables'
import { metaUsers } from './directory-tables'

export const insertMetaUser = (db: DirectoryDb, row: typeof metaUsers.$inferInsert) =>
  db.insert(metaUsers).values(row).onConflictDoNothing()

/** What a person at Meta connected; ten bound the answer, more than one is seldom. */
export const listByMetaUser = (db: DirectoryDb, userHash: string) =>
  db
    .select({
      accountId: metaUsers.accountId,
      connectionId: metaUsers.connectionId,
      shard: accounts.shard,
    })
    .from(metaUsers)
    .innerJoin(accounts, eq(accounts.id, metaUsers.accountId))
    .where(eq(metaUsers.userHash, userHash))
    .limit(10)
