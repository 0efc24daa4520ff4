import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language } from '../../contract/common'
import type { UsageQuery, UsageView } from '../../contract/usage'
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
  filterDays,
  filterLines,
  hoursOf,
  moneyOf,
  sumMoney,
  tiersOf,
} from './report'
import {
  broadcastIdsOf,
  broadcastsOf,
  byDay,
  bySent,
  compare,
  comparedFailures,
  inCurrency,
  type KeyOf,
  numbersOf,
  previousRange,
  tableOf,
  templatesOf,
  totalsOf,
} from './report-lines'
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

/** Amounts are in one currency: the chosen number's, else that of the first that is still in use. */
export async function openGround(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  number: string | undefined,
): Promise<Ground> {
  const [places, { rows, numbers }, cards, state] = await Promise.all([
    openPlaces(deps, db),
    listConnections(db),
    listCards(db),
    findState(db),
  ])
  const ended = new Set(rows.filter((one) => one.state === 'disconnected').map(({ id }) => id))
  const first = numbers.find((one) => !ended.has(one.connectionId)) ?? numbers[0]
  const { currency, zone } = places(number ?? first?.id ?? '')
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
  const rowsBefore = filterDays(storedBefore, filter)
  const { rates, currency } = ground
  const table = (keyOf: KeyOf) => compare(rows, rowsBefore, currency, rates, keyOf)
  const priced = inCurrency(rows, currency)
  const names = await listBroadcastNames(db, broadcastIdsOf([...rows, ...rowsBefore]))
  const lines = filterLines(
    metaDays,
    filter,
    (numberId) => ground.places(numberId).currency === currency,
  )
  const money = moneyOf(priced, lines, rates)
  return {
    from,
    to,
    timeZone: ground.timeZone,
    today: ground.today,
    currency,
    otherCurrencies: ground.otherCurrencies,
    asOf: ground.asOf,
    totals: totalsOf(rows, currency, rates),
    previous: { ...before, totals: totalsOf(rowsBefore, currency, rates) },
    days: byDay(
      from,
      to,
      tableOf(rows, currency, rates, ({ day }) => day),
      tableOf(rowsBefore, currency, rates, ({ day }) => day),
    ),
    hours: hoursOf(rows),
    broadcasts: broadcastsOf(
      table((_, one) => one.broadcastId),
      names,
    ),
    templates: templatesOf(table, names, clicks),
    numbers: numbersOf(
      table(({ numberId }) => numberId),
      ground.phones,
    ),
    countries: [...table((_, one) => countryOf(one))]
      .map(([country, counts]) => ({ country, ...counts }))
      .sort(bySent),
    failures: comparedFailures(rows, rowsBefore, language),
    costs: costsOf(priced, rates),
    tiers: tiersOf(lines),
    money: { ...sumMoney(money), days: money },
    rateDate: rateDateOf(currency, ground.cards, to),
    nextRateChange: nextPossibleChange(ground.today),
    filters: {
      numbers: [...ground.phones].map(([id, phone]) => ({ id, phone })),
      countries: [...new Set(stored.flatMap(({ cells }) => cells.map(countryOf)))].sort(),
    },
  }
}
