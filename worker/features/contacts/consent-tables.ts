import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { OptInTexts } from '../../contract/consent'

/** What an account changed about the words by which people stop, and whether they are answered. */
export const consentSettings = sqliteTable('consent_settings', {
  accountId: accountId().primaryKey(),
  own: json<string[]>('own').notNull(),
  leftOut: json<string[]>('left_out').notNull(),
  answersStop: integer('answers_stop', { mode: 'boolean' }).notNull(),
  answersStart: integer('answers_start', { mode: 'boolean' }).notNull(),
})

/** The public page on which people agree; its wording is the version it names. */
export const optInPages = sqliteTable('opt_in_pages', {
  accountId: accountId().primaryKey(),
  code: text('code').notNull(),
  isOpen: integer('is_open', { mode: 'boolean' }).notNull(),
  numberId: text('number_id').notNull(),
  version: integer('version').notNull(),
})

/** What a page said, in each of its versions; never changed. */
export const optInWordings = sqliteTable(
  'opt_in_wordings',
  {
    accountId: accountId(),
    version: integer('version').notNull(),
    texts: json<{ he: OptInTexts; en: OptInTexts }>('texts').notNull(),
    at: time('at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.version] })],
)

/** Who filled the page in and has not yet sent the message that proves the number. */
export const optInAsks = sqliteTable(
  'opt_in_asks',
  {
    accountId: accountId(),
    /** Stands in the message. */
    code: text('code').notNull(),
    at: time('at').notNull(),
    version: integer('version').notNull(),
    /** Name, number, and what was shown. */
    sealed: text('sealed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.code] }),
    index('opt_in_asks_by_time').on(table.at),
  ],
)

/** How many came, how many filled the page in, and how many proved their number. */
export const optInCounts = sqliteTable(
  'opt_in_counts',
  {
    accountId: accountId(),
    day: text('day').notNull(),
    visits: integer('visits').notNull(),
    sent: integer('sent').notNull(),
    confirmed: integer('confirmed').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.day] })],
)
