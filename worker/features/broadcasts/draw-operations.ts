// In which parts a broadcast goes out, as far as that follows from its people: drawn when it begins.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { sampleOf } from '../../contract/broadcast-canary'
import { getAccount } from '../accounts/account-operations'
import { type Choice, groupAudience } from './audience-queries'
import { findLot } from './canary-queries'
import { keepParts } from './part-queries'
import { isWantedBy, type PlannedPart, widestOf } from './parts'
import type { Broadcast } from './queries'
import { activeRules } from './quiet-operations'
import { byZone } from './recipient-zones'
import { firstToBegin, partsOfZones } from './zone-parts'

/** Before anybody is written down. Repeatable: what was drawn stays. */
export async function drawParts(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  broadcast: Broadcast,
  choice: Choice,
): Promise<void> {
  const { id, canary, canaryState, parts } = broadcast
  if (canaryState || parts?.[0]?.zone) return
  const zones = await drawZones(deps, db, broadcast, choice)
  if (!zones && !canary) return
  const planned = zones ?? parts ?? [EVERYBODY]
  const sample = canary ? await drawSample(db, broadcast, choice, planned) : []
  await keepParts(db, id, [...sample, ...planned], canary !== null)
}

const EVERYBODY: PlannedPart = { kind: 'rest', opensAt: null, waitsFor: null, passes: [[]] }

/** A part for each clock that its people look at, where their clocks decide; by who they are now. */
async function drawZones(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  { start, plan, waves }: Broadcast,
  choice: Choice,
): Promise<PlannedPart[] | null> {
  const local = start.kind === 'local' ? start : null
  const rests = await activeRules(db, choice.category)
  if (!plan || !(local || rests?.clock === 'recipient')) return null
  const [{ groups }, { timeZone }] = await Promise.all([
    groupAudience(db, choice),
    getAccount(deps.db.directory, db.accountId),
  ])
  const kept = groups.filter(({ reason }) => reason === null)
  return partsOfZones({
    zones: byZone(kept, timeZone),
    start: local,
    confirmedAt: plan.at,
    likeliestAt: waves && plan.waves ? plan.at : null,
  })
}

/** So many of those who begin first, by lot, each with their clock; whatever parts were planned follow. */
async function drawSample(
  db: AccountDb,
  { id, plan }: Broadcast,
  choice: Choice,
  planned: PlannedPart[],
): Promise<PlannedPart[]> {
  const first = firstToBegin(planned)
  const lot = await findLot(db, id, choice, sampleOf(plan?.people ?? 0), isWantedBy(first, planned))
  const drawn = { has: 'lot' as const, of: id, upTo: lot ?? Number.MAX_SAFE_INTEGER }
  return first.map((part) => ({
    ...(part.zone ? part : EVERYBODY),
    kind: 'canary',
    passes: [[...widestOf(part), drawn]],
  }))
}
