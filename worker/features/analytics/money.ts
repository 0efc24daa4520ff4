import type { PriceCategory, Rates } from '../meta/rates'
import type { Cell, Charge } from './cells'

/** What Meta says it bills for messages that are alike. */
export type MetaLine = {
  numberId: string
  country: string
  category: PriceCategory
  type: string
  /** `lo:hi` of the volume tier; empty where there is none. */
  tier: string
  volume: number
  /** Null where Meta does not say it: it bills somebody else. */
  costMicros: number | null
}

/** How much lies between two of the three figures, by cause. Their sum is the difference, exactly. */
export type Differences = {
  /** Sent, and not delivered: free. */
  notDelivered: number
  /** Delivered on another day than sent. */
  otherDay: number
  /** In the 72 hours after a tap on an ad. */
  freeEntry: number
  /** Of the 1,000 free replies, or free by another rule of Meta's. */
  freeService: number
  /** Meta took the message for another category than it was meant in. */
  category: number
}
export type MetaDifferences = {
  /** Meta delivered more or fewer than its webhooks told us. */
  volume: number
  /** Meta's price per message is not the list price: volume tiers, or a card we don't have. */
  price: number
}

export type DayMoney = {
  day: string
  forecast: number
  priced: number
  /** Null where Meta was not asked, or bills somebody else. */
  billed: number | null
  differences: Differences
  metaDifferences: MetaDifferences | null
  /** Messages that no card has a rate for: they count as nothing, and are named. */
  unpriced: number
}

export const NO_DIFFERENCES: Differences = {
  notDelivered: 0,
  otherDay: 0,
  freeEntry: 0,
  freeService: 0,
  category: 0,
}

const REGULAR = 'regular'
const FREE_ENTRY = 'free_entry_point'

/** Whether a delivered message costs anything; only the webhook's type says so. */
export const isCharged = ({ type }: Pick<Charge, 'type'>) => type === REGULAR

/**
 * Three figures for a day: what its messages would cost at list price if all were delivered, what those
 * delivered on the day cost by Meta's webhooks, and what Meta bills.
 *
 * priced = forecast − notDelivered − otherDay − freeEntry − freeService − category
 * billed = priced + volume + price
 */
export function moneyOfDay(
  day: string,
  cells: readonly Cell[],
  charges: readonly Charge[],
  lines: readonly MetaLine[] | null,
  rates: Rates,
): DayMoney {
  const money: DayMoney = {
    day,
    forecast: 0,
    priced: 0,
    billed: null,
    differences: { ...NO_DIFFERENCES },
    metaDifferences: null,
    unpriced: 0,
  }
  const list = (country: string, category: PriceCategory) => rates(country, category, day)?.micros
  for (const cell of cells) addCell(money, cell, list(cell.country, cell.category))
  for (const charge of charges) {
    const meant = list(charge.country, charge.category)
    addCharge(money, charge, meant, list(charge.country, charge.chargedAs))
  }
  if (lines && isWhole(lines)) addLines(money, charges, lines, list)
  return money
}

type Priced = MetaLine & { costMicros: number }
const isWhole = (lines: readonly MetaLine[]): lines is Priced[] =>
  lines.every(({ costMicros }) => costMicros !== null)

function addCell(money: DayMoney, { sent, delivered }: Cell, rate: number | undefined) {
  if (rate === undefined) {
    money.unpriced += sent
    return
  }
  money.forecast += sent * rate
  money.differences.notDelivered += (sent - delivered) * rate
  money.differences.otherDay += delivered * rate
}

function addCharge(
  money: DayMoney,
  charge: Charge,
  meant: number | undefined,
  charged: number | undefined,
) {
  if (meant === undefined || charged === undefined) return
  const { messages, type } = charge
  const { differences } = money
  differences.otherDay -= messages * meant
  if (!isCharged(charge)) {
    const free = type === FREE_ENTRY ? 'freeEntry' : 'freeService'
    differences[free] += messages * meant
    return
  }
  differences.category += messages * (meant - charged)
  money.priced += messages * charged
}

type ListPrice = (country: string, category: PriceCategory) => number | undefined

function addLines(
  money: DayMoney,
  charges: readonly Charge[],
  lines: readonly Priced[],
  list: ListPrice,
) {
  const ours = sumBy(
    charges.filter(isCharged),
    ({ country, chargedAs }) => `${country} ${chargedAs}`,
    ({ messages }) => messages,
  )
  const volumes = sumBy(
    lines.filter(isCharged),
    ({ country, category }) => `${country} ${category}`,
    ({ volume }) => volume,
  )
  const differences = { volume: 0, price: 0 }
  let atList = 0
  for (const key of new Set([...ours.keys(), ...volumes.keys()])) {
    const [country = '', category] = key.split(' ')
    // Both keys end with a category.
    const rate = list(country, category as PriceCategory) ?? 0
    differences.volume += ((volumes.get(key) ?? 0) - (ours.get(key) ?? 0)) * rate
    atList += (volumes.get(key) ?? 0) * rate
  }
  money.billed = lines.reduce((sum, { costMicros }) => sum + costMicros, 0)
  differences.price = money.billed - atList
  money.metaDifferences = differences
}

function sumBy<T>(list: readonly T[], keyOf: (one: T) => string, amountOf: (one: T) => number) {
  const sums = new Map<string, number>()
  for (const one of list) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + amountOf(one))
  return sums
}
