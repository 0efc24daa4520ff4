import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, time } from '../../boundary/db/columns'

/**
 * What people wrote to us and what we wrote to one person. The id holds the time and, for inbound
 * messages, a hash of Meta's id: the same webhook twice is the same row.
 */
export const messages = sqliteTable(
  'messages',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    direction: text('direction').$type<'in' | 'out'>().notNull(),
    numberId: text('number_id').notNull(),
    wamid: text('wamid').notNull(),
    type: text('type').notNull(),
    /** Sealed JSON of the message's content as Meta sent it. */
    body: text('body').notNull(),
    /** The broadcast row this answers, where one was sent within 72 h. */
    broadcastId: text('broadcast_id'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.contactId, table.id] })],
)
