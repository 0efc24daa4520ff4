import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from './columns'

/** Queue messages that failed too often, kept for a person to see and replay. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    queue: text('queue').notNull(),
    job: json<unknown>('job').notNull(),
    at: time('at').notNull(),
    replayedAt: time('replayed_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
