import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, time } from '../../boundary/db/columns'
import type { EXPORT_STATES } from '../../contract/deletion'

/** Somebody in this account's contact list asked, on our public page, to be deleted. */
export const personRequests = sqliteTable(
  'person_requests',
  {
    accountId: accountId(),
    /** The case on the operator's desk: one question may concern several accounts. */
    id: text('id').notNull(),
    contactId: text('contact_id').notNull(),
    at: time('at').notNull(),
    /** When the owners were told by mail. */
    toldAt: time('told_at'),
    /** When the contact was deleted, or a member decided otherwise. */
    settledAt: time('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id, table.contactId] })],
)

/** Exports of everything; the file lies in R2 for a week. */
export const exportJobs = sqliteTable(
  'export_jobs',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    state: text('state').$type<(typeof EXPORT_STATES)[number]>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    /** Moves while rows are written: an export that stands still is begun again. */
    updatedAt: time('updated_at').notNull(),
    finishedAt: time('finished_at'),
    expiresAt: time('expires_at'),
    size: integer('size'),
    rows: integer('rows').notNull().default(0),
    of: integer('of'),
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // What the sweep looks at: running ones, and those whose file is to be erased.
    index('export_jobs_by_state').on(table.state, table.updatedAt),
  ],
)
