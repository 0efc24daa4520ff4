import type { Zone } from '../../lib/zones'
import { type PriceCategory, priceCategory } from '../meta/rates'

/** Clocks everywhere are ahead of UTC by whole quarters of an hour: no quarter lies in two days. */
export const QUARTER_MS = 15 * 60 * 1000

/** Rows that are alike in all that is counted, as SQL groups them. */
export type Group = {
  sentQuarter: number
  /** When it was delivered; null while it is not. */
  chargedQuarter: number | null
  /** The minute of its acceptance, while nothing else is known of it. */
  unheardMinute: number | null
  country: string | null
  state: string
  code: string | null
  pricing: string | null
  accepted: number
  replied: number
  clicked: number
  optedOut: number
  rows: number
}

export type Counts = {
  sent: number
  accepted: number
  delivered: number
  read: number
  replied: number
  clicked: number
  optedOut: number
  failed: number
}

export const NO_COUNTS: Counts = {
  sent: 0,
  accepted: 0,
  delivered: 0,
  read: 0,
  replied: 0,
  clicked: 0,
  optedOut: 0,
  failed: 0,
}

/** Messages sent on the day, whatever became of them and whenever. */
export type Cell = Counts & {
  country: string
  /** As it was meant: the template's own, or service for what is no template. */
  category: PriceCategory
  /** Empty for single messages. */
  broadcastId: string
  failures: Record<string, number>
}

/** Messages delivered on the day: that is when Meta charges. */
export type Charge = {
  country: string
  category: PriceCategory
  broadcastId: string
  /** As Meta's webhooks priced it. */
  chargedAs: PriceCategory
  type: string
  messages: number
}

export type Hour = {
  hour: number
  country: string
  category: PriceCategory
  sent: number
  delivered: number
  read: number
  replied: number
}

export type DayCounts = { cells: Cell[]; charges: Charge[]; hours: Hour[] }
export type PartCounts = {
  days: Record<string, DayCounts>
  /** Messages without any news, by the minute in which Meta accepted them. */
  unheard: [number, number][]
}

export type Source = { broadcastId: string; category: PriceCategory }

const DELIVERED = new Set(['delivered', 'read', 'played'])
const READ = new Set(['read', 'played'])

/** Puts groups of rows into the days and hours of a time zone. */
export function countGroups(groups: Group[], source: Source, zone: Zone): PartCounts {
  const days = new Map<string, Day>()
  const unheard = new Map<number, number>()
  const dayOf = (day: string) => {
    const known = days.get(day) ?? new Day(source)
    days.set(day, known)
    return known
  }
  for (const group of groups) {
    const wall = zone.wallTimeAt(group.sentQuarter * QUARTER_MS)
    dayOf(wall.slice(0, 10)).addSent(group, Number(wall.slice(11, 13)))
    if (group.chargedQuarter !== null) {
      dayOf(zone.dayAt(group.chargedQuarter * QUARTER_MS)).addCharged(group)
    }
    if (group.unheardMinute === null) continue
    unheard.set(group.unheardMinute, (unheard.get(group.unheardMinute) ?? 0) + group.rows)
  }
  return {
    days: Object.fromEntries([...days].map(([day, one]) => [day, one.counts()])),
    unheard: [...unheard],
  }
}

class Day {
  readonly #cells = new Map<string, Cell>()
  readonly #charges = new Map<string, Charge>()
  readonly #hours = new Map<string, Hour>()

  constructor(private readonly source: Source) {}

  addSent(group: Group, hour: number) {
    const { category, broadcastId } = this.source
    const country = group.country ?? ''
    const { rows, state } = group
    const isDelivered = DELIVERED.has(state)
    const isRead = READ.has(state)
    addTo<Cell>(
      this.#cells,
      country,
      { ...NO_COUNTS, country, category, broadcastId, failures: {} },
      (cell) => {
        cell.sent += rows
        if (group.accepted) cell.accepted += rows
        if (isDelivered) cell.delivered += rows
        if (isRead) cell.read += rows
        if (group.replied) cell.replied += rows
        if (group.clicked) cell.clicked += rows
        if (group.optedOut) cell.optedOut += rows
        if (state !== 'failed') return
        cell.failed += rows
        const code = group.code ?? '0'
        cell.failures[code] = (cell.failures[code] ?? 0) + rows
      },
    )
    const none = { hour, country, category, sent: 0, delivered: 0, read: 0, replied: 0 }
    addTo<Hour>(this.#hours, `${hour} ${country}`, none, (one) => {
      one.sent += rows
      if (isDelivered) one.delivered += rows
      if (isRead) one.read += rows
      if (group.replied) one.replied += rows
    })
  }

  addCharged(group: Group) {
    const { category, broadcastId } = this.source
    const country = group.country ?? ''
    // Until a webhook names the price, what was meant is what is expected.
    const [type = 'regular', named = ''] = (group.pricing ?? 'regular/').split('/')
    const chargedAs = named ? priceCategory(named) : category
    const none = { country, category, broadcastId, chargedAs, type, messages: 0 }
    addTo<Charge>(this.#charges, `${country} ${chargedAs} ${type}`, none, (charge) => {
      charge.messages += group.rows
    })
  }

  counts = (): DayCounts => ({
    cells: [...this.#cells.values()],
    charges: [...this.#charges.values()],
    hours: [...this.#hours.values()],
  })
}

function addTo<T>(map: Map<string, T>, key: string, none: T, add: (one: T) => void) {
  const one = map.get(key) ?? none
  map.set(key, one)
  add(one)
}

export function addCounts<T extends Counts>(to: T, more: Counts): T {
  to.sent += more.sent
  to.accepted += more.accepted
  to.delivered += more.delivered
  to.read += more.read
  to.replied += more.replied
  to.clicked += more.clicked
  to.optedOut += more.optedOut
  to.failed += more.failed
  return to
}

/** The parts of one source count different rows: what they have in common is added up. */
export function joinDays(days: readonly DayCounts[]): DayCounts {
  const cells = new Map<string, Cell>()
  const charges = new Map<string, Charge>()
  const hours = new Map<string, Hour>()
  for (const day of days) {
    for (const cell of day.cells) joinCell(cells, cell)
    for (const one of day.charges) {
      const { country, category, broadcastId, chargedAs, type } = one
      const key = [country, category, broadcastId, chargedAs, type].join(' ')
      addTo(charges, key, { ...one, messages: 0 }, (sum) => {
        sum.messages += one.messages
      })
    }
    for (const one of day.hours) {
      const key = [one.hour, one.country, one.category].join(' ')
      addTo(hours, key, { ...one, sent: 0, delivered: 0, read: 0, replied: 0 }, (sum) => {
        sum.sent += one.sent
        sum.delivered += one.delivered
        sum.read += one.read
        sum.replied += one.replied
      })
    }
  }
  return { cells: inOrder(cells), charges: inOrder(charges), hours: inOrder(hours) }
}

function joinCell(cells: Map<string, Cell>, cell: Cell) {
  const key = [cell.country, cell.category, cell.broadcastId].join(' ')
  addTo<Cell>(cells, key, { ...cell, ...NO_COUNTS, failures: {} }, (sum) => {
    addCounts(sum, cell)
    for (const [code, rows] of Object.entries(cell.failures)) {
      sum.failures[code] = (sum.failures[code] ?? 0) + rows
    }
  })
}

/** The same rows give the same text, so that a day that did not change is not written. */
const inOrder = <T>(map: Map<string, T>): T[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
