import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, count, json, time } from '../../boundary/db/columns'
import type { CardRates } from '../meta/rates'
import type { Cell, Charge, Hour, PartCounts } from './cells'
import type { MetaLine } from './money'

/**
 * What the rows of one piece of a source came to, so that only pieces that changed are read again. A source
 * is a broadcast, or the single messages of one number.
 */
export const usageParts = sqliteTable(
  'usage_parts',
  {
    accountId: accountId(),
    source: text('source').notNull(),
    piece: integer('piece').notNull(),
    /** The state of the rows that were counted; another state means: count again. */
    seen: text('seen').notNull(),
    counts: json<PartCounts>('counts').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.source, table.piece] })],
)

/**
 * A number's day in its WABA's time zone. The figures of the day lie in one row, by country, category and
 * broadcast, so that a report reads days and not combinations.
 */
export const usageDaily = sqliteTable(
  'usage_daily',
  {
    accountId: accountId(),
    day: text('day').notNull(),
    numberId: text('number_id').notNull(),
    /** Of the WABA on that day. */
    currency: text('currency').notNull(),
    cells: json<Cell[]>('cells').notNull(),
    charges: json<Charge[]>('charges').notNull(),
    hours: json<Hour[]>('hours').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.day, table.numberId] })],
)

/** What Meta itself counted and bills for a day of a WABA; asked for again while it may still change. */
export const usageMeta = sqliteTable(
  'usage_meta',
  {
    accountId: accountId(),
    day: text('day').notNull(),
    connectionId: text('connection_id').notNull(),
    lines: json<MetaLine[]>('lines').notNull(),
    sent: integer('sent'),
    delivered: integer('delivered'),
    askedAt: time('asked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.day, table.connectionId] })],
)

/** Clicks on a template's buttons that Meta counted on a day, by the button's words. */
export const usageClicks = sqliteTable(
  'usage_clicks',
  {
    accountId: accountId(),
    day: text('day').notNull(),
    templateId: text('template_id').notNull(),
    clicks: json<Record<string, number>>('clicks').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.day, table.templateId] })],
)

/** How far counting is, what it noticed, and the budget that it watches. */
export const usageState = sqliteTable('usage_state', {
  accountId: accountId().primaryKey(),
  asOf: time('as_of').notNull(),
  /** Messages that Meta accepted and of which no webhook said anything for too long. */
  unheard: count('unheard'),
  unheardSince: time('unheard_since'),
  toldAt: time('told_at'),
  metaAskedAt: time('meta_asked_at'),
  metaProblem: text('meta_problem'),
  budgetMicros: integer('budget_micros'),
  budgetCurrency: text('budget_currency'),
  /** The month and the highest share of the budget that was told of: `2026-11:80`. */
  budgetTold: text('budget_told'),
  /** Somebody tells the owners until then: notices are noted once their mails have left. */
  tellingUntil: time('telling_until'),
})

/** Rate cards of Meta's that were imported. Never changed: what a message cost stays. */
export const rateCards = sqliteTable(
  'rate_cards',
  {
    accountId: accountId(),
    currency: text('currency').notNull(),
    effective: text('effective').notNull(),
    rates: json<CardRates>('rates').notNull(),
    importedBy: text('imported_by').notNull(),
    importedAt: time('imported_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.currency, table.effective] })],
)
