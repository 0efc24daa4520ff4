import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { AccountDb } from '../../boundary/db'
import { timeOrderedId } from '../../lib/ids'

/**
 * One audit line for the row that is about to change, none if it is not there. It belongs into the
 * batch of the change, before it, under the same condition: then neither stands without the other.
 */
export const auditChange = (
  db: AccountDb,
  entry: { actor: string; action: string; target: string; after: string },
  now: number,
  row: { before: SQL | { getSQL(): SQL }; of: SQLiteTable; where: SQL | undefined },
): SQL => sql`
  INSERT INTO audit (account_id, id, at, actor, action, target, before, after)
  SELECT ${db.accountId}, ${timeOrderedId(now)}, ${now}, ${entry.actor}, ${entry.action},
         ${entry.target}, ${row.before}, ${entry.after}
  FROM ${row.of} WHERE ${row.where}`
