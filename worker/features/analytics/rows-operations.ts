import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language, List } from '../../contract/common'
import { MOST_ROWS_IN_FILE, type UsageRow, type UsageRowsQuery } from '../../contract/usage'
import { DAY_MS } from '../../lib/time'
import { addDays, type Zone } from '../../lib/zones'
import { failureText, sentenceOf } from '../broadcasts/failure-texts'
import { type Cell, type Charge, type DayCounts, QUARTER_MS } from './cells'
import { countryOf, type DayRow, filterDays, UNKNOWN_COUNTRY } from './report'
import { inCurrency } from './report-lines'
import { openGround } from './report-operations'
import { type BroadcastName, listBroadcastNames } from './report-queries'
import { openPlaces, type Places } from './rollup-operations'
import { listDays, listParts, ROWS_PER_PIECE } from './rollup-queries'
import {
  type MessageRow,
  pagePiece,
  pageSingles,
  type Span,
  type StageFilter,
} from './rows-queries'

type Found = { key: string; broadcast: BroadcastName | null; row: MessageRow }

/**
 * The messages behind a figure, one page. The roll-up says in which broadcasts, and in which pieces of
 * these, there are any; only those are read.
 */
export async function listUsageRows(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  query: UsageRowsQuery,
  language: Language,
): Promise<List<UsageRow>> {
  const places = await openPlaces(deps, db)
  const stored = filterDays(await listDays(db, query.from, query.to), query)
  const days = query.stage === 'charged' ? await ofOneCurrency(deps, db, query, stored) : stored
  const wanted = query.limit + 1
  const found = await ofBroadcasts(db, query, places, days, wanted)
  // Single messages belong to no broadcast, and to no template that is counted.
  if (found.length < wanted && !query.broadcast && !query.template) {
    found.push(...(await ofSingles(db, query, places, days, wanted - found.length)))
  }
  const items = found.slice(0, query.limit)
  const next = found.length > query.limit ? (items.at(-1)?.key ?? null) : null
  return { items: items.map((one) => toUsageRow(one, language)), next }
}

/** Amounts are in one currency, and so is what is behind them. */
async function ofOneCurrency(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  { number }: UsageRowsQuery,
  days: DayRow[],
): Promise<DayRow[]> {
  return inCurrency(days, (await openGround(deps, db, number)).currency)
}

const PAGE = 200

/** Page after page, as many as a file has room for. */
export async function rowsForFile(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  query: UsageRowsQuery,
  language: Language,
): Promise<UsageRow[]> {
  const rows: UsageRow[] = []
  let after = query.after
  do {
    const page = await listUsageRows(deps, db, { ...query, after, limit: PAGE }, language)
    rows.push(...page.items)
    after = page.next ?? undefined
  } while (after && rows.length < MOST_ROWS_IN_FILE)
  return rows
}

async function ofBroadcasts(
  db: AccountDb,
  query: UsageRowsQuery,
  places: Places,
  days: DayRow[],
  wanted: number,
): Promise<Found[]> {
  const after = readCursor(query.after)
  if (after.kind === 'single') return []
  const numberOf = numbersWith(days, query)
  const candidates = [...numberOf.keys()].sort().filter((id) => id >= after.broadcastId)
  const named = (await listBroadcastNames(db, candidates)).filter(
    ({ templateId }) => !query.template || templateId === query.template,
  )
  const names = new Map(named.map((one) => [one.id, one]))
  const parts = await listParts(db, [...names.keys()])
  const found: Found[] = []
  for (const { source, piece, counts } of parts.sort(byKey)) {
    const isRead = source === after.broadcastId && (piece + 1) * ROWS_PER_PIECE <= after.no
    const holds = Object.values(counts.days).flatMap(countedOf(query)).some(isCounted(query))
    if (isRead || !holds) continue
    const during = spansOf(query, places(numberOf.get(source) ?? '').zone)
    const start = { piece, after: source === after.broadcastId ? after.no : 0 }
    // All of a broadcast is of one category.
    const meant = Object.values(counts.days).flatMap(({ cells }) => cells)[0]?.category ?? 'service'
    const rows = await pagePiece(
      db,
      { broadcastId: source, ...start, meant, during },
      stageFilter(query),
      wanted - found.length,
    )
    const broadcast = names.get(source) ?? null
    found.push(...rows.map((row) => ({ key: `${source}:${row.no}`, broadcast, row })))
    if (found.length >= wanted) break
  }
  return found
}

async function ofSingles(
  db: AccountDb,
  query: UsageRowsQuery,
  places: Places,
  days: DayRow[],
  wanted: number,
): Promise<Found[]> {
  const cursor = readCursor(query.after)
  const holds = days.filter((day) =>
    countedOf(query)(day).some((one) => one.broadcastId === '' && isCounted(query)(one)),
  )
  const during = new Map(
    holds.map(({ numberId }) => [numberId, spansOf(query, places(numberId).zone)] as const),
  )
  const starts = [...during.values()].flatMap((spans) => spans.map(([from]) => from))
  // An hour that a change of clocks left out.
  if (starts.length === 0) return []
  const before = query.stage === 'charged' ? DELIVERED_AFTER_MS : WRITTEN_BEFORE_MS
  const after =
    cursor.kind === 'single' ? cursor : { createdAt: Math.min(...starts) - before, id: '' }
  const rows = await pageSingles(db, during, stageFilter(query), after, wanted)
  return rows.map((row) => ({ key: `s:${row.createdAt}:${row.id}`, broadcast: null, row }))
}

/** A single message is sent soon after it was written, or never. */
const WRITTEN_BEFORE_MS = 2 * DAY_MS
/** Meta gives up what it could not deliver for so long. */
const DELIVERED_AFTER_MS = 31 * DAY_MS

const byKey = (a: { source: string; piece: number }, b: { source: string; piece: number }) =>
  a.source === b.source ? a.piece - b.piece : a.source < b.source ? -1 : 1

/** Broadcasts with at least one message of the figure, and the numbers that sent them. */
function numbersWith(days: DayRow[], query: UsageRowsQuery) {
  const numbers = new Map<string, string>()
  for (const day of days) {
    for (const one of countedOf(query)(day)) {
      const isAsked = !query.broadcast || one.broadcastId === query.broadcast
      if (one.broadcastId && isAsked && isCounted(query)(one)) {
        numbers.set(one.broadcastId, day.numberId)
      }
    }
  }
  return numbers
}

/** What of a day a figure is made of: cells count what was sent, charges what was delivered. */
const countedOf =
  ({ stage }: UsageRowsQuery) =>
  ({ cells, charges }: DayCounts): (Cell | Charge)[] =>
    stage === 'charged' ? charges : cells

const isCounted =
  ({ stage, code, country, priced, type }: UsageRowsQuery) =>
  (one: Cell | Charge): boolean => {
    if (country && countryOf(one) !== country) return false
    if ('messages' in one) {
      return (!priced || one.chargedAs === priced) && (!type || one.type === type)
    }
    return code ? (one.failures[code] ?? 0) > 0 : stage !== 'charged' && one[stage] > 0
  }

function stageFilter(query: UsageRowsQuery): StageFilter {
  const { stage, code, country, category, priced, type } = query
  const asked = country === UNKNOWN_COUNTRY ? null : country
  return { ...{ stage, code, category, priced, type }, country: asked }
}

/** The days in their zone; of an hour all its quarters, which a change of clocks may skip or repeat. */
export function spansOf(
  { from, to, hour }: Pick<UsageRowsQuery, 'from' | 'to' | 'hour'>,
  zone: Zone,
): Span[] {
  const start = zone.resolve(`${from}T00:00`).at
  const end = zone.resolve(`${addDays(to, 1)}T00:00`).at
  if (hour === undefined) return [[start, end]]
  const wanted = hour.padStart(2, '0')
  const spans: Span[] = []
  for (let at = start; at < end; at += QUARTER_MS) {
    if (zone.wallTimeAt(at).slice(11, 13) !== wanted) continue
    const last = spans.at(-1)
    if (last?.[1] === at) last[1] = at + QUARTER_MS
    else spans.push([at, at + QUARTER_MS])
  }
  return spans
}

type Position =
  | { kind: 'broadcast'; broadcastId: string; no: number }
  | { kind: 'single'; createdAt: number; id: string }

function readCursor(after: string | undefined): Position {
  const [first = '', second = '', third = ''] = (after ?? '').split(':')
  if (first === 's') return { kind: 'single', createdAt: Number(second) || 0, id: third }
  return { kind: 'broadcast', broadcastId: first, no: Number(second) || 0 }
}

function toUsageRow({ key, broadcast, row }: Found, language: Language): UsageRow {
  const isFailed = row.state === 'failed' && row.code !== null
  return {
    key,
    at: row.at,
    broadcastId: broadcast?.id ?? null,
    broadcastName: broadcast?.name ?? null,
    no: broadcast ? row.no : null,
    contactId: row.contactId,
    name: row.name,
    identity: row.identity,
    country: row.country,
    state: row.state,
    reasonText: isFailed ? sentenceOf(failureText(row.code ?? '0', language)) : null,
  }
}
