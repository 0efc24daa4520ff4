import { eq } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { tenants } from './tables'

/** The account's own state in its shard; absent once it was deleted. */
export function findTenant(db: AccountDb) {
  return db.select().from(tenants).where(eq(tenants.accountId, db.accountId)).get()
}
