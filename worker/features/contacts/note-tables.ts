import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, time } from '../../boundary/db/columns'

/** What the team wrote down about a person. */
export const contactNotes = sqliteTable(
  'contact_notes',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    id: text('id').notNull(),
    /** Sealed. */
    body: text('body').notNull(),
    createdBy: text('created_by').notNull(),
    at: time('at').notNull(),
    editedAt: time('edited_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.contactId, table.id] })],
)
