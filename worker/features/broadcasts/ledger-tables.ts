import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'

/**
 * Whom a portfolio writes to outside an open window, counted against Meta's limit: one row per chunk of a
 * broadcast, or per single message. Rows older than the moving day are removed.
 */
export const limitLedger = sqliteTable(
  'limit_ledger',
  {
    accountId: accountId(),
    /** A broadcast, or a single message. */
    sourceId: text('source_id').notNull(),
    /** 0 for a single message. */
    chunk: integer('chunk').notNull(),
    portfolioId: text('portfolio_id').notNull(),
    /** The latest moment at which one of them was written to; null while that may still happen. */
    at: time('at'),
    /** The last row that may be claimed on it. */
    upto: integer('upto').notNull(),
    people: integer('people').notNull(),
    /** Their contact ids: each person counts once in a day, however often they are written to. */
    ids: json<string[]>('ids').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.sourceId, table.chunk] })],
)
