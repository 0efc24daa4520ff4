import * as v from 'valibot'
import { CountryCode, Cursor, Id, pageLimit } from './common'

const MOST_DAYS = 366
const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/),
  v.check((day) => Number.isFinite(Date.parse(day)) && new Date(day).toISOString().startsWith(day)),
)
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

export const USAGE_CATEGORIES = ['marketing', 'utility', 'authentication', 'service'] as const
export const UsageCategory = v.picklist(USAGE_CATEGORIES)
export type UsageCategory = v.InferOutput<typeof UsageCategory>

const FILTERS = {
  number: v.optional(v.pipe(v.string(), v.regex(/^\d{1,30}$/))),
  /** `ZZ`: people whose country is not known. */
  country: v.optional(CountryCode),
  category: v.optional(UsageCategory),
}

const RANGE = { from: Day, to: Day }
const isRange = ({ from, to }: { from: string; to: string }) =>
  from <= to && daysBetween(from, to) < MOST_DAYS

export const UsageQuery = v.pipe(
  v.object({ ...RANGE, ...FILTERS }),
  v.check((range) => isRange(range)),
)
export type UsageQuery = v.InferOutput<typeof UsageQuery>

/** What a tile, a bar and a column of a table count. */
export const USAGE_STAGES = [
  'sent',
  'accepted',
  'delivered',
  'read',
  'replied',
  'clicked',
  'optedOut',
  'failed',
] as const
export const UsageStage = v.picklist(USAGE_STAGES)
export type UsageStage = v.InferOutput<typeof UsageStage>

export const UsageCounts = v.object({
  sent: v.number(),
  accepted: v.number(),
  delivered: v.number(),
  read: v.number(),
  replied: v.number(),
  clicked: v.number(),
  optedOut: v.number(),
  failed: v.number(),
})
export type UsageCounts = v.InferOutput<typeof UsageCounts>

/** A file of more messages is no list that a person reads. */
export const MOST_ROWS_IN_FILE = 10_000

/** What rows can be listed of: whatever a stage counts, or what was delivered, and so priced, in the range. */
export const ROW_STAGES = [...USAGE_STAGES, 'charged'] as const
export type RowStage = (typeof ROW_STAGES)[number]

const Priced = v.object({ ...UsageCounts.entries, costMicros: v.number() })
export type PricedCounts = v.InferOutput<typeof Priced>

/** A line of a table; `before`: the same in the days before, of equal number. */
const Compared = v.object({ ...Priced.entries, before: Priced })
export type ComparedCounts = v.InferOutput<typeof Compared>

/** Tables that are shown, and that download as CSV. */
export const USAGE_TABLES = [
  'funnel',
  'days',
  'hours',
  'broadcasts',
  'templates',
  'numbers',
  'countries',
  'failures',
  'money',
  'costs',
] as const
export type UsageTable = (typeof USAGE_TABLES)[number]

const Money = v.object({
  forecast: v.number(),
  priced: v.number(),
  billed: v.nullable(v.number()),
  differences: v.object({
    notDelivered: v.number(),
    otherDay: v.number(),
    freeEntry: v.number(),
    freeService: v.number(),
    category: v.number(),
  }),
  metaDifferences: v.nullable(v.object({ volume: v.number(), price: v.number() })),
  unpriced: v.number(),
})
export type MoneyView = v.InferOutput<typeof Money>

export const CostRow = v.object({
  country: v.string(),
  category: UsageCategory,
  /** `regular`, `free_customer_service`, `free_entry_point`. */
  type: v.string(),
  messages: v.number(),
  /** Null where the range has messages at more than one rate, or none is known. */
  rateMicros: v.nullable(v.number()),
  costMicros: v.nullable(v.number()),
  isUncertain: v.boolean(),
})
export type CostRow = v.InferOutput<typeof CostRow>

/** The same of one broadcast in one month; no broadcast: single messages. */
export type BroadcastCostRow = CostRow & { month: string; broadcastId: string; name: string }

/** What Meta billed in one of its volume tiers: counted per portfolio, market and category each month. */
const TierRow = v.object({
  country: v.string(),
  category: UsageCategory,
  /** `lo:hi` messages of the month. */
  tier: v.string(),
  messages: v.number(),
  costMicros: v.number(),
})

export const UsageView = v.object({
  from: v.string(),
  to: v.string(),
  timeZone: v.string(),
  today: v.string(),
  currency: v.string(),
  /** Of numbers that are billed in another currency, and so not in the amounts. */
  otherCurrencies: v.array(v.string()),
  /** Null before anything was counted. */
  asOf: v.nullable(v.number()),
  totals: Priced,
  previous: v.object({ from: v.string(), to: v.string(), totals: Priced }),
  days: v.array(v.object({ day: v.string(), ...Compared.entries })),
  hours: v.array(
    v.object({
      hour: v.number(),
      sent: v.number(),
      delivered: v.number(),
      read: v.number(),
      replied: v.number(),
    }),
  ),
  broadcasts: v.array(v.object({ id: v.string(), name: v.string(), ...Compared.entries })),
  templates: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      language: v.string(),
      /** Clicks on links as Meta counted them; null where it gave none. */
      linkClicks: v.nullable(v.number()),
      ...Compared.entries,
    }),
  ),
  numbers: v.array(v.object({ id: v.string(), phone: v.string(), ...Compared.entries })),
  countries: v.array(v.object({ country: v.string(), ...Compared.entries })),
  failures: v.array(
    v.object({
      code: v.string(),
      title: v.string(),
      help: v.string(),
      count: v.number(),
      before: v.number(),
    }),
  ),
  costs: v.array(CostRow),
  tiers: v.array(TierRow),
  money: v.object({
    ...Money.entries,
    days: v.array(v.object({ day: v.string(), ...Money.entries })),
  }),
  rateDate: v.nullable(v.string()),
  nextRateChange: v.string(),
  filters: v.object({
    numbers: v.array(v.object({ id: v.string(), phone: v.string() })),
    countries: v.array(v.string()),
  }),
})
export type UsageView = v.InferOutput<typeof UsageView>

export const UsageCsvQuery = v.pipe(
  v.object({ ...RANGE, ...FILTERS, table: v.picklist(USAGE_TABLES) }),
  v.check((range) => isRange(range)),
)

export const UsageRowsQuery = v.pipe(
  v.object({
    ...RANGE,
    ...FILTERS,
    stage: v.picklist(ROW_STAGES),
    broadcast: v.optional(Id),
    template: v.optional(v.pipe(v.string(), v.maxLength(40))),
    code: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/))),
    hour: v.optional(v.pipe(v.string(), v.regex(/^(1?\d|2[0-3])$/))),
    /** Of charged ones: the category that Meta priced them in, and the kind of price. */
    priced: v.optional(UsageCategory),
    type: v.optional(v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/))),
    after: Cursor,
    limit: pageLimit(200, 50),
  }),
  v.check((range) => isRange(range)),
)
export type UsageRowsQuery = v.InferOutput<typeof UsageRowsQuery>

/** One message behind a figure. */
export const UsageRow = v.object({
  key: v.string(),
  at: v.number(),
  /** Null for a single message. */
  broadcastId: v.nullable(v.string()),
  broadcastName: v.nullable(v.string()),
  no: v.nullable(v.number()),
  contactId: v.nullable(v.string()),
  name: v.nullable(v.string()),
  identity: v.string(),
  country: v.nullable(v.string()),
  state: v.string(),
  reasonText: v.nullable(v.string()),
})
export type UsageRow = v.InferOutput<typeof UsageRow>

const Month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/))
export const BillingQuery = v.object({ month: Month, number: FILTERS.number })

export const BillingView = v.object({
  month: v.string(),
  timeZone: v.string(),
  currency: v.string(),
  otherCurrencies: v.array(v.string()),
  asOf: v.nullable(v.number()),
  business: v.object({
    name: v.string(),
    legalName: v.nullable(v.string()),
    registrationNumber: v.nullable(v.string()),
    address: v.nullable(v.string()),
  }),
  rows: v.array(CostRow),
  broadcasts: v.array(
    v.object({ id: v.string(), name: v.string(), messages: v.number(), costMicros: v.number() }),
  ),
  money: Money,
  /** Free replies used, per number; each has so many a month. */
  freeReplies: v.array(v.object({ phone: v.string(), used: v.number(), of: v.number() })),
  rateDate: v.nullable(v.string()),
  nextRateChange: v.string(),
  /** `stops`: marketing stops when it is used up. */
  budget: v.nullable(v.object({ micros: v.number(), currency: v.string(), stops: v.boolean() })),
})
export type BillingView = v.InferOutput<typeof BillingView>

export const Budget = v.object({
  /** Millionths of the currency's unit; null: no budget. */
  micros: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1_000_000), v.maxValue(1e15))),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  /** Whether marketing stops when it is used up. */
  stops: v.optional(v.boolean(), false),
})
export type Budget = v.InferOutput<typeof Budget>

/** A rate card as Meta's file has it, for one currency and quarter. */
export const NewRateCard = v.strictObject({
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  effective: Day,
  csv: v.pipe(v.string(), v.minLength(1), v.maxLength(200_000)),
})
export type NewRateCard = v.InferOutput<typeof NewRateCard>

export const RateCardView = v.object({
  currency: v.string(),
  effective: v.string(),
  markets: v.number(),
  /** `product`: it comes with ProConnect and rests on transcriptions. */
  source: v.picklist(['imported', 'product']),
  /** Markets whose rates rest on a single source. */
  singleSource: v.number(),
  importedAt: v.nullable(v.number()),
})
export type RateCardView = v.InferOutput<typeof RateCardView>

export const ReplayRequest = v.strictObject({ day: Day })
