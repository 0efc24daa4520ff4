// When a planned broadcast begins, rests and ends.

import type { PlanView } from '../../contract/broadcast-plan'
import type { QuietHours } from '../../contract/schedule'
import type { Zone } from '../../lib/zones'
import type { PlanGroup } from './plan'
import type { Broadcast } from './queries'
import { restsOf } from './quiet-hours'
import { problemOf, resolveStart, type StartProblem } from './start'
import type { Wave } from './waves'
import { planZones, problemOfZones, startOfZones, wavesOfZones } from './zone-plan'

type Facts = {
  groups: PlanGroup[]
  zone: Zone
  perSecond: number
  /** Null: nothing of it rests. */
  rules: QuietHours | null
  now: number
}

export type PlanTimes = Pick<PlanView, 'start' | 'rests' | 'zones'> & {
  problem: StartProblem | null
  /** The days of a broadcast that does not fit into one, by the clocks it goes by. */
  inWaves: (waves: Wave[]) => Wave[]
}

export function timesOf({ start: chosen }: Pick<Broadcast, 'start'>, facts: Facts): PlanTimes {
  const { groups, zone, perSecond, rules, now } = facts
  const kept = groups.filter(({ reason }) => reason === null)
  const local = chosen.kind === 'local' ? chosen : null
  const start = resolveStart(chosen, zone)
  const startsAt = start?.at ?? now
  const send = { countries: kept, workspace: zone, start: local, startsAt, confirmedAt: now }
  const zones = planZones({ ...send, perSecond, rules })
  if (zones && local) {
    return {
      start: startOfZones(zones, zone),
      rests: null,
      zones,
      problem: problemOfZones(zones, now),
      inWaves: (waves) => wavesOfZones(waves, zones, local, now),
    }
  }
  const people = kept.reduce((sum, group) => sum + group.people, 0)
  return {
    start,
    rests:
      zones || !rules || people === 0
        ? null
        : stopsIn(rules, zone, { startsAt, people, perSecond }),
    zones,
    problem: start && problemOf(start.at, now),
    inWaves: (waves) => waves,
  }
}

/** What quiet hours do to a send; null where none of it lies in them. */
function stopsIn(
  rules: QuietHours,
  zone: Zone,
  send: Parameters<typeof restsOf>[2],
): PlanView['rests'] {
  const rests = restsOf(rules, zone, send)
  return rests.stops.length > 0 ? rests : null
}
