import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, time } from '../../boundary/db/columns'

/** What an account declared as its right to write to people without a recorded consent, and who did. */
export const legalBases = sqliteTable(
  'legal_bases',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    basis: text('basis').notNull(),
    declaredBy: text('declared_by').notNull(),
    /** As it was then: the declaration stands by a name. */
    name: text('name').notNull(),
    at: time('at').notNull(),
    withdrawnAt: time('withdrawn_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
