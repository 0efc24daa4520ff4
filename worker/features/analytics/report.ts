import type {
  CostRow,
  MoneyView,
  PricedCounts,
  UsageCategory,
  UsageView,
} from '../../contract/usage'
import type { PriceCategory, Rates } from '../meta/rates'
import { addCounts, type Cell, type Charge, type Hour, NO_COUNTS } from './cells'
import { type DayMoney, isCharged, type MetaLine, moneyOfDay, NO_DIFFERENCES } from './money'

/** A country that is not known; the roll-up writes it as nothing. */
export const UNKNOWN_COUNTRY = 'ZZ'

export type Filter = {
  number?: string | undefined
  country?: string | undefined
  category?: UsageCategory | undefined
}

/** A number's day, as the roll-up keeps it. */
export type DayRow = {
  day: string
  numberId: string
  currency: string
  cells: Cell[]
  charges: Charge[]
  hours: Hour[]
}
export type MetaDay = { day: string; lines: MetaLine[] }

const shown = (country: string) => country || UNKNOWN_COUNTRY

/** Leaves of the days what the filter asks for. */
export function filterDays(rows: readonly DayRow[], filter: Filter): DayRow[] {
  const fits = ({ country, category }: { country: string; category: PriceCategory }) =>
    (!filter.country || shown(country) === filter.country) &&
    (!filter.category || category === filter.category)
  return rows
    .filter(({ numberId }) => !filter.number || numberId === filter.number)
    .map((row) => ({
      ...row,
      cells: row.cells.filter(fits),
      charges: row.charges.filter(fits),
      hours: row.hours.filter(fits),
    }))
}

export function filterLines(
  metaDays: readonly MetaDay[],
  filter: Filter,
  isCounted: (numberId: string) => boolean,
): MetaDay[] {
  return metaDays.map(({ day, lines }) => ({
    day,
    lines: lines.filter(
      ({ numberId, country, category }) =>
        isCounted(numberId) &&
        (!filter.number || numberId === filter.number) &&
        (!filter.country || shown(country) === filter.country) &&
        (!filter.category || category === filter.category),
    ),
  }))
}

export const none = (): PricedCounts => ({ ...NO_COUNTS, costMicros: 0 })

/** What a charge costs at list price; 0 where it is free or no card names a rate. */
export const costOf = (charge: Charge, day: string, rates: Rates): number =>
  isCharged(charge)
    ? charge.messages * (rates(charge.country, charge.chargedAs, day)?.micros ?? 0)
    : 0

/** Sums of what is alike by a key: cells count what was sent, charges what it cost. */
export function sumBy(
  rows: readonly DayRow[],
  keyOf: (row: DayRow, one: { country: string; broadcastId: string }) => string,
  rates: Rates,
): Map<string, PricedCounts> {
  const sums = new Map<string, PricedCounts>()
  const sumOf = (key: string) => {
    const known = sums.get(key) ?? none()
    sums.set(key, known)
    return known
  }
  for (const row of rows) {
    for (const cell of row.cells) addCounts(sumOf(keyOf(row, cell)), cell)
    for (const charge of row.charges) {
      sumOf(keyOf(row, charge)).costMicros += costOf(charge, row.day, rates)
    }
  }
  return sums
}

export const countryOf = ({ country }: { country: string }) => shown(country)

export function failuresOf(rows: readonly DayRow[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { failures } of rows.flatMap(({ cells }) => cells)) {
    for (const [code, count] of Object.entries(failures)) {
      counts.set(code, (counts.get(code) ?? 0) + count)
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])
}

/** All 24 hours of a clock on the wall, over all days. */
export function hoursOf(rows: readonly DayRow[]) {
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    sent: 0,
    delivered: 0,
    read: 0,
    replied: 0,
  }))
  for (const one of rows.flatMap((row) => row.hours)) {
    const sum = hours[one.hour]
    if (!sum) continue
    sum.sent += one.sent
    sum.delivered += one.delivered
    sum.read += one.read
    sum.replied += one.replied
  }
  return hours
}

/** What delivered messages cost, by country, category and kind of price, the dearest first. */
export function costsOf(rows: readonly DayRow[], rates: Rates): CostRow[] {
  const sums = new Map<string, CostRow>()
  for (const { day, charges } of rows) {
    for (const charge of charges) {
      const { country, chargedAs, type, messages } = charge
      const rate = rates(country, chargedAs, day)
      const rateMicros = isCharged(charge) ? (rate?.micros ?? null) : 0
      const costMicros = rateMicros === null ? null : rateMicros * messages
      const key = [country, chargedAs, type].join(' ')
      const sum = sums.get(key)
      if (!sum) {
        sums.set(key, {
          country: shown(country),
          category: chargedAs,
          type,
          messages,
          rateMicros,
          costMicros,
          isUncertain: rate?.uncertain ?? false,
        })
        continue
      }
      sum.messages += messages
      // Two rates in one range have no name in common, and a price that is not known makes no sum.
      if (sum.rateMicros !== rateMicros) sum.rateMicros = null
      sum.costMicros =
        sum.costMicros === null || costMicros === null ? null : sum.costMicros + costMicros
      sum.isUncertain ||= rate?.uncertain ?? false
    }
  }
  return [...sums.values()].sort(
    (a, b) => (b.costMicros ?? 0) - (a.costMicros ?? 0) || b.messages - a.messages,
  )
}

/** The three figures of each day, also of days on which only Meta counted something. */
export function moneyOf(
  rows: readonly DayRow[],
  metaDays: readonly MetaDay[],
  rates: Rates,
): DayMoney[] {
  const linesOf = new Map<string, MetaLine[]>()
  for (const { day, lines } of metaDays) linesOf.set(day, [...(linesOf.get(day) ?? []), ...lines])
  const days = [...new Set([...rows.map(({ day }) => day), ...linesOf.keys()])].sort()
  return days.map((day) => {
    const mine = rows.filter((row) => row.day === day)
    return moneyOfDay(
      day,
      mine.flatMap(({ cells }) => cells),
      mine.flatMap(({ charges }) => charges),
      linesOf.get(day) ?? null,
      rates,
    )
  })
}

/** Messages that Meta billed in a volume tier, the largest first. */
export function tiersOf(metaDays: readonly MetaDay[]): UsageView['tiers'] {
  const sums = new Map<string, UsageView['tiers'][number]>()
  for (const { country, category, tier, volume, costMicros } of metaDays.flatMap(
    ({ lines }) => lines,
  )) {
    if (tier === '' || costMicros === null) continue
    const key = [country, category, tier].join(' ')
    const none = { country: shown(country), category, tier, messages: 0, costMicros: 0 }
    const sum = sums.get(key) ?? none
    sums.set(key, sum)
    sum.messages += volume
    sum.costMicros += costMicros
  }
  return [...sums.values()].sort((a, b) => b.messages - a.messages)
}

/** Days that Meta was not asked about count as nothing billed; what differs is only told of the others. */
export function sumMoney(days: readonly DayMoney[]): MoneyView {
  const sum: MoneyView = {
    forecast: 0,
    priced: 0,
    billed: null,
    differences: { ...NO_DIFFERENCES },
    metaDifferences: null,
    unpriced: 0,
  }
  for (const { forecast, priced, billed, differences, metaDifferences, unpriced } of days) {
    sum.forecast += forecast
    sum.priced += priced
    sum.unpriced += unpriced
    sum.differences.notDelivered += differences.notDelivered
    sum.differences.otherDay += differences.otherDay
    sum.differences.freeEntry += differences.freeEntry
    sum.differences.freeService += differences.freeService
    sum.differences.category += differences.category
    if (billed === null || !metaDifferences) continue
    sum.billed = (sum.billed ?? 0) + billed
    const known = sum.metaDifferences ?? { volume: 0, price: 0 }
    sum.metaDifferences = {
      volume: known.volume + metaDifferences.volume,
      price: known.price + metaDifferences.price,
    }
  }
  return sum
}
