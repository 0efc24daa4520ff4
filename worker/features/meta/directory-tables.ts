import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// Tables of DIRECTORY: who owns which number, unique among live connections.

export const wabaRoutes = sqliteTable('waba_routes', {
  wabaId: text('waba_id').primaryKey(),
  accountId: text('account_id').notNull(),
  connectionId: text('connection_id').notNull(),
})

export const numberRoutes = sqliteTable('number_routes', {
  phoneNumberId: text('phone_number_id').primaryKey(),
  wabaId: text('waba_id').notNull(),
  accountId: text('account_id').notNull(),
  connectionId: text('connection_id').notNull(),
})

/** People at Meta by a hash of their app-scoped id: Meta's callbacks name nothing else. */
export const metaUsers = sqliteTable(
  'meta_users',
  {
    userHash: text('user_hash').notNull(),
    accountId: text('account_id').notNull(),
    connectionId: text('connection_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userHash, table.accountId, table.connectionId] }),
    index('meta_users_by_account').on(table.accountId),
  ],
)
