import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language } from '../../contract/common'
import type { PricedCounts, UsageQuery, UsageView } from '../../contract/usage'
import { addDays } from '../../lib/zones'
import { failureText } from '../broadcasts/failure-texts'
import { listConnections } from '../meta/operations'
import {
  type ImportedCard,
  nextPossibleChange,
  openRates,
  type Rates,
  rateDateOf,
} from '../meta/rates'
import {
  costsOf,
  countryOf,
  type DayRow,
  failuresOf,
  filterDays,
  filterLines,
  hoursOf,
  moneyOf,
  none,
  sumBy,
  sumMoney,
} from './report'
import { listBroadcastNames, listCards, listClicks, listMetaDays } from './report-queries'
import { openPlaces, type Places } from './rollup-operations'
import { findState, listDays } from './rollup-queries'

/** What a report of any range rests on. */
export type Ground = {
  places: Places
  phones: Map<string, string>
  cards: ImportedCard[]
  currency: string
  otherCurrencies: string[]
  timeZone: string
  today: string
  asOf: number | null
  rates: Rates
}

/** Amounts are in one currency: the chosen number's, else that of the first. */
export async function openGround(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  number: string | undefined,
): Promise<Ground> {
  const [places, { numbers }, cards, state] = await Promise.all([
    openPlaces(deps, db),
    listConnections(db),
    listCards(db),
    findState(db),
  ])
  const { currency, zone } = places(number ?? numbers[0]?.id ?? '')
  const currencies = new Set(numbers.map(({ id }) => places(id).currency))
  currencies.delete(currency)
  return {
    places,
    phones: new Map(numbers.map(({ id, displayPhoneNumber }) => [id, displayPhoneNumber])),
    cards,
    currency,
    otherCurrencies: number ? [] : [...currencies].sort(),
    timeZone: zone.name,
    today: zone.dayAt(deps.clock.now()),
    // A state may stand before the first count, for its budget.
    asOf: state?.asOf || null,
    rates: openRates(currency, cards),
  }
}

/** Everything that the page of analytics shows of a range: days of the roll-up, and what they add up to. */
export async function describeUsage(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  { from, to, ...filter }: UsageQuery,
  language: Language,
): Promise<UsageView> {
  const ground = await openGround(deps, db, filter.number)
  const before = previousRange(from, to)
  const [stored, storedBefore, metaDays, clicks] = await Promise.all([
    listDays(db, from, to),
    listDays(db, before.from, before.to),
    listMetaDays(db, from, to),
    listClicks(db, from, to),
  ])
  const rows = filterDays(stored, filter)
  const { rates, currency } = ground
  const priced = inCurrency(rows, currency)
  const names = await listBroadcastNames(db, broadcastIdsOf(rows))
  const money = moneyOf(
    priced,
    filterLines(metaDays, filter, (numberId) => ground.places(numberId).currency === currency),
    rates,
  )
  return {
    from,
    to,
    timeZone: ground.timeZone,
    today: ground.today,
    currency,
    otherCurrencies: ground.otherCurrencies,
    asOf: ground.asOf,
    totals: totalsOf(rows, currency, rates),
    previous: { ...before, totals: totalsOf(filterDays(storedBefore, filter), currency, rates) },
    days: byDay(
      from,
      to,
      tableOf(rows, currency, rates, ({ day }) => day),
    ),
    hours: hoursOf(rows),
    broadcasts: broadcastsOf(
      tableOf(rows, currency, rates, (_, one) => one.broadcastId),
      names,
    ),
    templates: templatesOf(rows, currency, rates, names, clicks),
    numbers: numbersOf(
      tableOf(rows, currency, rates, ({ numberId }) => numberId),
      ground.phones,
    ),
    countries: [...tableOf(rows, currency, rates, (_, one) => countryOf(one))]
      .map(([country, counts]) => ({ country, ...counts }))
      .sort(bySent),
    failures: failuresOf(rows).map(([code, count]) => {
      const { title, help } = failureText(code, language)
      return { code, title, help, count }
    }),
    costs: costsOf(priced, rates),
    money: { ...sumMoney(money), days: money },
    rateDate: rateDateOf(currency, ground.cards, to),
    nextRateChange: nextPossibleChange(ground.today),
    filters: {
      numbers: [...ground.phones].map(([id, phone]) => ({ id, phone })),
      countries: [...new Set(stored.flatMap(({ cells }) => cells.map(countryOf)))].sort(),
    },
  }
}

/** As many days again, right before. */
export function previousRange(from: string, to: string): { from: string; to: string } {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
  return { from: addDays(from, -days), to: addDays(from, -1) }
}

export const inCurrency = (rows: DayRow[], currency: string) =>
  rows.filter((row) => row.currency === currency)

/** Counts of all numbers, and the cost of those that are billed in this currency. */
function tableOf(
  rows: DayRow[],
  currency: string,
  rates: Rates,
  keyOf: Parameters<typeof sumBy>[1],
): Map<string, PricedCounts> {
  const free = rows.map((row) => (row.currency === currency ? row : { ...row, charges: [] }))
  return sumBy(free, keyOf, rates)
}

const totalsOf = (rows: DayRow[], currency: string, rates: Rates) =>
  tableOf(rows, currency, rates, () => '').get('') ?? none()

const bySent = (a: PricedCounts, b: PricedCounts) => b.sent - a.sent || b.costMicros - a.costMicros

const broadcastIdsOf = (rows: DayRow[]) => [
  ...new Set(
    rows.flatMap(({ cells, charges }) =>
      [...cells, ...charges].flatMap(({ broadcastId }) => (broadcastId ? [broadcastId] : [])),
    ),
  ),
]

/** A day on which nothing was sent is a day, too. */
function byDay(from: string, to: string, sums: Map<string, PricedCounts>) {
  const days: UsageView['days'] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    days.push({ day, ...(sums.get(day) ?? none()) })
  }
  return days
}

type Names = Awaited<ReturnType<typeof listBroadcastNames>>

function broadcastsOf(sums: Map<string, PricedCounts>, names: Names): UsageView['broadcasts'] {
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return [...sums]
    .map(([id, counts]) => ({ id, name: nameOf.get(id) ?? '', ...counts }))
    .sort(bySent)
}

function templatesOf(
  rows: DayRow[],
  currency: string,
  rates: Rates,
  names: Names,
  clicks: Awaited<ReturnType<typeof listClicks>>,
): UsageView['templates'] {
  const templateOf = new Map(names.map((one) => [one.id, one]))
  const known = new Map(names.map((one) => [one.templateId ?? '', one]))
  const sums = tableOf(
    rows,
    currency,
    rates,
    (_, { broadcastId }) => templateOf.get(broadcastId)?.templateId ?? '',
  )
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

const numbersOf = (
  sums: Map<string, PricedCounts>,
  phones: Map<string, string>,
): UsageView['numbers'] =>
  [...sums].map(([id, counts]) => ({ id, phone: phones.get(id) ?? id, ...counts })).sort(bySent)
