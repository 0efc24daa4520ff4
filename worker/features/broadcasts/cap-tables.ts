import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'
import { accountId } from '../../boundary/db/columns'

/** How many marketing messages one person gets at most within so many days; no row: no cap. */
export const frequencyCaps = sqliteTable('frequency_caps', {
  accountId: accountId().primaryKey(),
  messages: integer('messages').notNull(),
  days: integer('days').notNull(),
})
