import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { zoneNameOf } from '../../boundary/graph/time-zones'
import { groupBy } from '../../lib/lists'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { addDays, openZone, type Zone } from '../../lib/zones'
import { getAccount } from '../accounts/account-operations'
import { listConnections } from '../meta/operations'
import { priceCategory } from '../meta/rates'
import { countGroups, type DayCounts, joinDays, type PartCounts } from './cells'
import {
  type DailyRow,
  deleteDays,
  findState,
  groupPiece,
  groupSingles,
  type LaunchedRow,
  listDays,
  listLaunched,
  listParts,
  listPieces,
  listSeen,
  saveDays,
  savePart,
  saveState,
} from './rollup-queries'

/**
 * Days that are rebuilt: nearly all that Meta ever reports of a message. A workspace may have its messages
 * erased after a month, and a day whose rows are gone must keep its figures.
 */
const REBUILT_DAYS = 27
/** Sent before the first of these days and delivered in them. */
const REACH_DAYS = REBUILT_DAYS + 31

/** A slice ends after this and queues the next, so that it blocks no queue. */
const SLICE_MS = 5_000

/** A message of which nothing was heard for so long; after a week nothing will be. */
const UNHEARD_MS = 10 * MINUTE_MS
const UNHEARD_FOR_MS = 7 * DAY_MS

/** Where a number's days end, and what it is billed in. */
export type NumberPlace = { zone: Zone; currency: string; connectionId: string | null }
export type Places = (numberId: string) => NumberPlace

/**
 * Counts what changed since, and puts the last days together anew from all that was counted. Nothing is ever
 * added to a figure, so it may stop anywhere and run again; false: there is more to count.
 */
export async function rebuildUsage(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  sliceMs = SLICE_MS,
): Promise<boolean> {
  const startedAt = Date.now()
  const now = deps.clock.now()
  const places = await openPlaces(deps, db)
  const launched = await listLaunched(db, now - REACH_DAYS * DAY_MS)
  const isOver = () => Date.now() - startedAt > sliceMs

  if (!(await countBroadcasts(db, launched, places, isOver))) return false
  const singles = await countSingles(db, now, places)
  await joinParts(db, now, places, launched, singles)
  return true
}

/** The time zone and currency of each number; the account's own zone until Meta's is known. */
export async function openPlaces(
  { db: databases }: Pick<Deps, 'db'>,
  db: AccountDb,
): Promise<Places> {
  const [account, { rows, numbers }] = await Promise.all([
    getAccount(databases.directory, db.accountId),
    listConnections(db),
  ])
  const zones = new Map<string, Zone>()
  const zoneOf = (name: string) => {
    const zone = zones.get(name) ?? openZone(name)
    zones.set(name, zone)
    return zone
  }
  const byConnection = new Map(rows.map((row) => [row.id, row]))
  const connectionOf = new Map(numbers.map((one) => [one.id, byConnection.get(one.connectionId)]))
  return (numberId) => {
    // A number that is gone keeps the place of the account's first connection.
    const connection = connectionOf.get(numberId) ?? rows[0]
    return {
      zone: zoneOf(zoneNameOf(connection?.timeZoneId ?? null) ?? account.timeZone),
      currency: connection?.currency ?? 'USD',
      connectionId: connection?.id ?? null,
    }
  }
}

const BROADCASTS_PER_READ = 500

async function countBroadcasts(
  db: AccountDb,
  launched: LaunchedRow[],
  places: Places,
  isOver: () => boolean,
): Promise<boolean> {
  const byId = new Map(launched.map((row) => [row.id, row]))
  let isBegun = false
  for (let at = 0; at < launched.length; at += BROADCASTS_PER_READ) {
    const ids = launched.slice(at, at + BROADCASTS_PER_READ).map(({ id }) => id)
    const [pieces, counted] = await Promise.all([listPieces(db, ids), listSeen(db, ids)])
    const seen = new Map(counted.map((one) => [`${one.source} ${one.piece}`, one.seen]))
    for (const { broadcastId, piece, ...state } of pieces) {
      const row = byId.get(broadcastId)
      if (!row) continue
      const { zone } = places(row.numberId ?? '')
      const now = `${state.seen} ${zone.name}`
      if (seen.get(`${broadcastId} ${piece}`) === now) continue
      // At least one a slice, or it would never end.
      if (isBegun && isOver()) return false
      isBegun = true
      const category = priceCategory(row.category ?? 'MARKETING')
      const groups = await groupPiece(db, broadcastId, piece)
      const counts = countGroups(groups, { broadcastId, category }, zone)
      await savePart(db, { source: broadcastId, piece, seen: now, counts })
    }
  }
  return true
}

type Counted = { numberId: string; counts: PartCounts }

/** Replies and other single messages; they are few, so their days are always read. */
async function countSingles(db: AccountDb, now: number, places: Places): Promise<Counted[]> {
  const groups = await groupSingles(db, now - REACH_DAYS * DAY_MS, now + DAY_MS)
  const sources = groupBy(groups, ({ numberId, meant }) => `${numberId} ${meant}`)
  return [...sources.values()].flatMap((mine) => {
    const [first] = mine
    if (!first) return []
    const { numberId, meant: category } = first
    const counts = countGroups(mine, { broadcastId: '', category }, places(numberId).zone)
    return [{ numberId, counts }]
  })
}

async function joinParts(
  db: AccountDb,
  now: number,
  places: Places,
  launched: LaunchedRow[],
  singles: Counted[],
): Promise<void> {
  const numberOf = new Map(launched.map(({ id, numberId }) => [id, numberId ?? '']))
  const parts = await listParts(db, [...numberOf.keys()])
  const counted = [
    ...parts.map(({ source, counts }) => ({ numberId: numberOf.get(source) ?? '', counts })),
    ...singles,
  ]
  // The first day in any zone that every piece of it is known of.
  const since = addDays(new Date(now).toISOString().slice(0, 10), -REBUILT_DAYS)
  await writeDays(db, since, rowsOf(db, since, places, counted))
  await noteUnheard(db, now, counted)
}

function rowsOf(db: AccountDb, since: string, places: Places, counted: Counted[]): DailyRow[] {
  const byKey = new Map<string, DayCounts[]>()
  for (const { numberId, counts } of counted) {
    for (const [day, figures] of Object.entries(counts.days)) {
      if (day < since) continue
      const key = `${day} ${numberId}`
      byKey.set(key, [...(byKey.get(key) ?? []), figures])
    }
  }
  return [...byKey].map(([key, days]) => {
    const [day = '', numberId = ''] = key.split(' ')
    const { currency } = places(numberId)
    return { accountId: db.accountId, day, numberId, currency, ...joinDays(days) }
  })
}

async function writeDays(db: AccountDb, since: string, rows: DailyRow[]): Promise<void> {
  const before = await listDays(db, since, '9999-12-31')
  const known = new Map(before.map((row) => [`${row.day} ${row.numberId}`, JSON.stringify(row)]))
  const changed = rows.filter(
    (row) => known.get(`${row.day} ${row.numberId}`) !== JSON.stringify(row),
  )
  const kept = new Set(rows.map(({ day, numberId }) => `${day} ${numberId}`))
  await saveDays(db, changed)
  await deleteDays(
    db,
    before.filter(({ day, numberId }) => !kept.has(`${day} ${numberId}`)),
  )
}

/** Every accepted message is spoken of within seconds; a silence is a sign that webhooks got lost. */
async function noteUnheard(db: AccountDb, now: number, counted: Counted[]): Promise<void> {
  const latest = Math.floor((now - UNHEARD_MS) / MINUTE_MS)
  const earliest = Math.floor((now - UNHEARD_FOR_MS) / MINUTE_MS)
  const silent = counted.flatMap(({ counts }) =>
    counts.unheard.filter(([minute]) => minute < latest && minute >= earliest),
  )
  const unheard = silent.reduce((sum, [, rows]) => sum + rows, 0)
  const oldest = Math.min(...silent.map(([minute]) => minute))
  const before = await findState(db)
  await saveState(db, {
    asOf: now,
    unheard,
    unheardSince: unheard === 0 ? null : oldest * MINUTE_MS,
    // A silence that ended and comes back is told of again.
    toldAt: unheard === 0 ? null : (before?.toldAt ?? null),
  })
}
