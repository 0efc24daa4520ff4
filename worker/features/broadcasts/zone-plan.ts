// What a broadcast by recipients' clocks will do, before anybody confirms it.

import type { PlanStart, PlanZone, PlanZones, QuietHours } from '../../contract/schedule'
import { openZone, type Zone } from '../../lib/zones'
import { restsOf, rulesAt } from './quiet-hours'
import {
  byZone,
  type CountryPeople,
  type LocalStart,
  localTime,
  unplacedOf,
} from './recipient-zones'
import { FARTHEST_MS, type StartProblem } from './start'
import type { Wave } from './waves'
import { wavesByClock } from './zone-parts'

export type ZoneFacts = {
  /** Who gets it. */
  countries: CountryPeople[]
  workspace: Zone
  /** Null: it begins everywhere at once, at `startsAt`. */
  start: LocalStart | null
  startsAt: number
  confirmedAt: number
  perSecond: number
  /** Null: nothing of it rests. */
  rules: QuietHours | null
}

/** Null where everybody goes by the workspace's clock, and where there is nobody. */
export function planZones(facts: ZoneFacts): PlanZones | null {
  const { countries, workspace, start, rules } = facts
  if (!start && rules?.clock !== 'recipient') return null
  const zones = byZone(countries, workspace.name).filter(({ people }) => people > 0)
  const timed = zones.map(({ isWorkspace: _, ...own }) => ({ ...own, ...timeIn(own.zone, facts) }))
  const inTurn = timed.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  if (inTurn.length === 0) return null
  const planned: PlanZone[] = []
  let freeAt = 0
  for (const one of inTurn) {
    const send = sendOf(one.zone, one.people, Math.max(one.at ?? facts.startsAt, freeAt), facts)
    // While some rest, others are sent to.
    freeAt = send.stops[0]?.from ?? send.endsAt
    planned.push({ ...one, ...send })
  }
  const starts = planned.map(({ startsAt }) => startsAt)
  return {
    isStart: start !== null,
    zones: planned,
    unplaced: unplacedOf(countries),
    startsAt: Math.min(...starts),
    lastStartsAt: Math.max(...starts),
    endsAt: Math.max(...planned.map(({ endsAt }) => endsAt)),
  }
}

const timeIn = (zone: string, { start, confirmedAt }: ZoneFacts) =>
  start
    ? localTime(start, openZone(zone), confirmedAt)
    : { at: null, shown: 'once' as const, passed: null }

function sendOf(
  zoneName: string,
  people: number,
  startsAt: number,
  { rules, workspace, perSecond }: ZoneFacts,
): Pick<PlanZone, 'stops' | 'startsAt' | 'endsAt'> {
  const send = { startsAt, people, perSecond }
  if (!rules) {
    return { stops: [], startsAt, endsAt: startsAt + Math.ceil((people / perSecond) * 1000) }
  }
  const zone = openZone(zoneName)
  return rules.clock === 'recipient'
    ? restsOf(rulesAt(rules, zone), zone, send)
    : restsOf(rules, workspace, send)
}

/** When the first of them begins; null: some do once it is confirmed. */
export function startOfZones({ zones }: PlanZones, workspace: Zone): PlanStart | null {
  const [first] = zones
  if (!first || first.at === null) return null
  return { at: first.at, zone: workspace.name, shown: 'once', choices: [first.at] }
}

/** A time that has passed for everybody was not meant. */
export function problemOfZones({ zones }: PlanZones, now: number): StartProblem | null {
  const coming = zones.filter(({ passed }) => passed === null)
  if (coming.length === 0) return 'start_past'
  return coming.some(({ at }) => (at ?? now) > now + FARTHEST_MS) ? 'start_too_far' : null
}

/** Waves by recipients' clocks: each opens when the first of its zones does. */
export function wavesOfZones(
  waves: Wave[],
  { zones }: PlanZones,
  start: LocalStart,
  confirmedAt: number,
): Wave[] {
  const byClock = zones.map(({ zone }) => wavesByClock(waves, start, zone, confirmedAt))
  return waves.map(({ people }, at) => {
    const opens = byClock.map((own) => own[at]?.opensAt ?? 0)
    const first = Math.min(...opens)
    return { people, opensAt: first === 0 ? null : first }
  })
}
