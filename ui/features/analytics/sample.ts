import type { UsageView } from '../../../worker/contract/usage'

const WEEK = [820, 1240, 960, 1510, 1130, 420, 610]

const countsOf = (sent: number) => ({
  sent,
  accepted: sent,
  delivered: Math.round(sent * 0.96),
  read: Math.round(sent * 0.61),
  replied: Math.round(sent * 0.04),
  clicked: Math.round(sent * 0.03),
  optedOut: Math.round(sent * 0.005),
  failed: Math.round(sent * 0.01),
  costMicros: Math.round(sent * 0.96) * 35_300,
})

const TOTALS = countsOf(WEEK.reduce((sum, sent) => sum + sent, 0))
const NO_MONEY = {
  forecast: 0,
  priced: 0,
  billed: null,
  differences: { notDelivered: 0, otherDay: 0, freeEntry: 0, freeService: 0, category: 0 },
  metaDifferences: null,
  unpriced: 0,
}

/** A made-up week for who has not sent anything yet. */
export const SAMPLE: UsageView = {
  from: '2026-11-01',
  to: '2026-11-07',
  timeZone: 'UTC',
  today: '2026-11-07',
  currency: 'USD',
  otherCurrencies: [],
  asOf: null,
  totals: TOTALS,
  previous: { from: '2026-10-25', to: '2026-10-31', totals: TOTALS },
  days: WEEK.map((sent, at) => ({
    day: `2026-11-0${at + 1}`,
    ...countsOf(sent),
    before: countsOf(Math.round(sent * 0.85)),
  })),
  hours: [],
  broadcasts: [],
  templates: [],
  numbers: [],
  countries: [],
  failures: [],
  costs: [],
  tiers: [],
  money: { ...NO_MONEY, days: [] },
  rateDate: null,
  nextRateChange: '2027-01-01',
  filters: { numbers: [], countries: [] },
}
