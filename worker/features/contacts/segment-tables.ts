import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { Filter } from '../../contract/segments'

/** Filters that were given a name. */
export const segments = sqliteTable(
  'segments',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    filter: json<Filter>('filter').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
