// The lines of a report's tables: what was counted by something, beside what it was in the days before.

import type { Language } from '../../contract/common'
import type { ComparedCounts, PricedCounts, UsageView } from '../../contract/usage'
import { addDays } from '../../lib/zones'
import { failureText } from '../broadcasts/failure-texts'
import type { Rates } from '../meta/rates'
import { type DayRow, failuresOf, none, sumBy } from './report'
import type { listBroadcastNames, listClicks } from './report-queries'

/** As many days again, right before. */
export function previousRange(from: string, to: string): { from: string; to: string } {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
  return { from: addDays(from, -days), to: addDays(from, -1) }
}

export const inCurrency = (rows: DayRow[], currency: string) =>
  rows.filter((row) => row.currency === currency)

export type KeyOf = Parameters<typeof sumBy>[1]

/** Lines of the range, each with what it was in the days before; what was only then is no line. */
export function compare(
  rows: DayRow[],
  rowsBefore: DayRow[],
  currency: string,
  rates: Rates,
  keyOf: KeyOf,
): Map<string, ComparedCounts> {
  const before = tableOf(rowsBefore, currency, rates, keyOf)
  return new Map(
    [...tableOf(rows, currency, rates, keyOf)].map(([key, counts]) => [
      key,
      { ...counts, before: before.get(key) ?? none() },
    ]),
  )
}

export function comparedFailures(
  rows: DayRow[],
  rowsBefore: DayRow[],
  language: Language,
): UsageView['failures'] {
  const before = new Map(failuresOf(rowsBefore))
  return failuresOf(rows).map(([code, count]) => {
    const { title, help } = failureText(code, language)
    return { code, title, help, count, before: before.get(code) ?? 0 }
  })
}

/** Counts of all numbers, and the cost of those that are billed in this currency. */
export function tableOf(
  rows: DayRow[],
  currency: string,
  rates: Rates,
  keyOf: KeyOf,
): Map<string, PricedCounts> {
  const free = rows.map((row) => (row.currency === currency ? row : { ...row, charges: [] }))
  return sumBy(free, keyOf, rates)
}

export const totalsOf = (rows: DayRow[], currency: string, rates: Rates) =>
  tableOf(rows, currency, rates, () => '').get('') ?? none()

export const bySent = (a: PricedCounts, b: PricedCounts) =>
  b.sent - a.sent || b.costMicros - a.costMicros

export const broadcastIdsOf = (rows: DayRow[]) => [
  ...new Set(
    rows.flatMap(({ cells, charges }) =>
      [...cells, ...charges].flatMap(({ broadcastId }) => (broadcastId ? [broadcastId] : [])),
    ),
  ),
]

/** A day on which nothing was sent is a day, too; it stands beside as many days before as there are. */
export function byDay(
  from: string,
  to: string,
  sums: Map<string, PricedCounts>,
  sumsBefore: Map<string, PricedCounts>,
) {
  const days: UsageView['days'] = []
  let then = previousRange(from, to).from
  for (let day = from; day <= to; day = addDays(day, 1)) {
    days.push({ day, ...(sums.get(day) ?? none()), before: sumsBefore.get(then) ?? none() })
    then = addDays(then, 1)
  }
  return days
}

type Names = Awaited<ReturnType<typeof listBroadcastNames>>

export function broadcastsOf(
  sums: Map<string, ComparedCounts>,
  names: Names,
): UsageView['broadcasts'] {
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return [...sums]
    .map(([id, counts]) => ({ id, name: nameOf.get(id) ?? '', ...counts }))
    .sort(bySent)
}

export function templatesOf(
  table: (keyOf: KeyOf) => Map<string, ComparedCounts>,
  names: Names,
  clicks: Awaited<ReturnType<typeof listClicks>>,
): UsageView['templates'] {
  const templateOf = new Map(names.map((one) => [one.id, one]))
  const known = new Map(names.map((one) => [one.templateId ?? '', one]))
  const sums = table((_, { broadcastId }) => templateOf.get(broadcastId)?.templateId ?? '')
  const clicksOf = (id: string) => {
    const mine = clicks.filter(({ templateId }) => templateId === id)
    if (mine.length === 0) return null
    return mine.reduce(
      (sum, one) => sum + Object.values(one.clicks).reduce((all, count) => all + count, 0),
      0,
    )
  }
  return [...sums]
    .map(([id, counts]) => ({
      id,
      name: known.get(id)?.templateName ?? '',
      language: known.get(id)?.templateLanguage ?? '',
      linkClicks: clicksOf(id),
      ...counts,
    }))
    .filter(({ id }) => id !== '')
    .sort(bySent)
}

export const numbersOf = (
  sums: Map<string, ComparedCounts>,
  phones: Map<string, string>,
): UsageView['numbers'] =>
  [...sums].map(([id, counts]) => ({ id, phone: phones.get(id) ?? id, ...counts })).sort(bySent)
