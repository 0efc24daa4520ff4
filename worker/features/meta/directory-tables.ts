import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { time } from '../../boundary/db/columns'

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
  /** Since when it is the account's: what happened before may be another's. */
  claimedAt: time('claimed_at').notNull().default(0),
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

/** A portfolio at Meta belongs to one account as long as one of its WABAs is connected. */
export const portfolioRoutes = sqliteTable(
  'portfolio_routes',
  {
    businessId: text('business_id').notNull(),
    connectionId: text('connection_id').notNull(),
    accountId: text('account_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.businessId, table.connectionId] }),
    index('portfolio_routes_by_account').on(table.accountId),
  ],
)

/** Whoever opens Meta's sign-up window takes a secret along that comes back once, from the same session. */
export const signupStates = sqliteTable(
  'signup_states',
  {
    stateHash: text('state_hash').primaryKey(),
    accountId: text('account_id').notNull(),
    sessionId: text('session_id').notNull(),
    /** A connection whose token may be replaced: a mailed code was typed in for it. */
    connectionId: text('connection_id'),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    index('signup_states_by_account').on(table.accountId),
    index('signup_states_by_end').on(table.expiresAt),
  ],
)
