import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { BulkState, BulkWho } from '../../contract/bulk-edits'

/** What is done to many contacts; a tag that was typed has its id by now. */
export type StoredAction =
  | { do: 'add_tag' | 'remove_tag'; tagId: string }
  | { do: 'opt_out'; reason: string }
  | { do: 'delete' }

/** One change to many contacts, worked off in the order of their ids. */
export const bulkEdits = sqliteTable(
  'bulk_edits',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    action: json<StoredAction>('action').notNull(),
    who: json<BulkWho>('who').notNull(),
    /** What was confirmed: never more people are gone over. */
    people: integer('people').notNull(),
    state: text('state').$type<BulkState>().notNull(),
    cursor: text('cursor').notNull(),
    done: integer('done').notNull(),
    slices: integer('slices').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    finishedAt: time('finished_at'),
    /** 1 until nothing can be undone any more and the slices are erased. */
    isOpen: integer('is_open').notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // Holds open ones only, so the sweep never looks at the others.
    index('bulk_edits_open').on(table.createdAt).where(sql`is_open = 1`),
  ],
)

/** Whom each step of a bulk edit really changed, so that it can be undone for a day. */
export const bulkSlices = sqliteTable(
  'bulk_slices',
  {
    accountId: accountId(),
    editId: text('edit_id').notNull(),
    no: integer('no').notNull(),
    ids: json<string[]>('ids').notNull(),
    matched: integer('matched').notNull(),
    last: text('last').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.editId, table.no] })],
)
