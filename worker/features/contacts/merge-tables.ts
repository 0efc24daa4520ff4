import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, count, json, time } from '../../boundary/db/columns'
import type { MergeState, SameReason } from '../../contract/merges'

/** Two contacts that became one. */
export const contactMerges = sqliteTable(
  'contact_merges',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    keptId: text('kept_id').notNull(),
    droppedId: text('dropped_id').notNull(),
    state: text('state').$type<MergeState>().notNull(),
    /** Sealed: both as they were, and what came of them. Null once it can't be undone. */
    sealed: text('sealed'),
    at: time('at').notNull(),
    createdBy: text('created_by').notNull(),
    /** Steps by which their history has moved; each is in `merge_slices`. */
    slices: count('slices'),
    updatedAt: time('updated_at').notNull(),
    /** 1 while it can be undone, or is. */
    isOpen: integer('is_open').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('contact_merges_by_kept').on(table.accountId, table.keptId, table.id),
    index('contact_merges_by_dropped').on(table.accountId, table.droppedId, table.id),
    // Holds open ones only, so the sweep never looks at the others.
    index('contact_merges_open').on(table.at).where(sql`is_open = 1`),
  ],
)

/** What each step moved from one contact to the other, so that it finds its way back. */
export const mergeSlices = sqliteTable(
  'merge_slices',
  {
    accountId: accountId(),
    mergeId: text('merge_id').notNull(),
    no: integer('no').notNull(),
    part: text('part').notNull(),
    keys: json<unknown[]>('keys').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.mergeId, table.no] })],
)

/** Two contacts that are probably one person; the smaller id first. */
export const contactDuplicates = sqliteTable(
  'contact_duplicates',
  {
    accountId: accountId(),
    firstId: text('first_id').notNull(),
    secondId: text('second_id').notNull(),
    reason: text('reason').$type<SameReason>().notNull(),
    /** The surest first. */
    rank: integer('rank').notNull(),
    foundAt: time('found_at').notNull(),
    /** Somebody said that they are two. */
    dismissedAt: time('dismissed_at'),
    dismissedBy: text('dismissed_by'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.firstId, table.secondId] }),
    index('contact_duplicates_by_second').on(table.accountId, table.secondId),
    index('contact_duplicates_open')
      .on(table.accountId, table.rank, table.firstId, table.secondId)
      .where(sql`dismissed_at IS NULL`),
  ],
)

/** When an account's contacts were last compared with each other, and when they are to be again. */
export const duplicateScans = sqliteTable(
  'duplicate_scans',
  {
    accountId: accountId().primaryKey(),
    scannedAt: time('scanned_at'),
    /** Asked for, and not begun or not ended. */
    askedAt: time('asked_at'),
    found: count('found'),
    dueAt: time('due_at').notNull(),
  },
  (table) => [index('duplicate_scans_due').on(table.dueAt)],
)

/** What somebody changed by hand about one person. */
export const contactChanges = sqliteTable(
  'contact_changes',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    actor: text('actor').notNull(),
    /** Sealed: which fields, from what to what. */
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.contactId, table.id] })],
)
