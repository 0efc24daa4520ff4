import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Whose public page an address is. */
export const optInRoutes = sqliteTable(
  'opt_in_routes',
  {
    code: text('code').primaryKey(),
    accountId: text('account_id').notNull(),
  },
  (table) => [index('opt_in_routes_by_account').on(table.accountId)],
)
