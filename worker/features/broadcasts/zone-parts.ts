// A broadcast by recipients' clocks is cut into parts, one for each clock.

import { MINUTE_MS } from '../../lib/time'
import { addDays, openZone } from '../../lib/zones'
import type { Pass, PlannedPart } from './parts'
import { type LocalStart, localTime, type ZonePeople } from './recipient-zones'
import { likeliestFirst, type Wave } from './waves'

export type ZoneRules = {
  zones: ZonePeople[]
  /** Null: it begins everywhere at once. */
  start: LocalStart | null
  confirmedAt: number
  /** Where it goes out over several days: who is likeliest comes first, as seen from this moment. */
  likeliestAt: number | null
}

/** In the order in which they begin; who is in no zone's list goes with the workspace's. */
export function partsOfZones({ zones, start, confirmedAt, likeliestAt }: ZoneRules): PlannedPart[] {
  const elsewhere = zones.filter(({ isWorkspace }) => !isWorkspace).flatMap(codesOf)
  return zones
    .map((one): PlannedPart => {
      const opensAt = start && localTime(start, openZone(one.zone), confirmedAt).at
      const own: Pass = [
        one.isWorkspace
          ? { has: 'country', of: elsewhere, isOther: true }
          : { has: 'country', of: codesOf(one), isOther: false },
      ]
      const passes = likeliestAt === null ? [[]] : likeliestFirst(likeliestAt)
      return {
        kind: likeliestAt === null ? 'zone' : 'wave',
        zone: one.zone,
        opensAt,
        waitsFor: opensAt === null ? null : 'zone',
        passes: passes.map((pass) => [...own, ...pass]),
      }
    })
    .sort((a, b) => (a.opensAt ?? 0) - (b.opensAt ?? 0))
}

const codesOf = ({ countries }: ZonePeople) => countries.flatMap(({ country }) => country ?? [])

/** The parts that begin first: a sample is taken from their people, or the others would wait for it. */
export const firstToBegin = (parts: PlannedPart[]): PlannedPart[] =>
  parts.filter(({ opensAt }) => opensAt === parts[0]?.opensAt)

/** A zone's share of each wave. Rounded so that its people are all in one, and each wave has about its own. */
export function shareOf(waves: Wave[], people: number): Wave[] {
  const all = waves.reduce((sum, wave) => sum + wave.people, 0)
  let upto = 0
  let taken = 0
  return waves
    .map((wave) => {
      upto += wave.people
      const share = Math.round((people * upto) / Math.max(1, all)) - taken
      taken += share
      return { people: share, opensAt: wave.opensAt }
    })
    .filter((wave) => wave.people > 0)
}

/** What a wave takes to be sent: by then those of the day before count no more. */
const DRIFT_MS = 10 * MINUTE_MS

/**
 * Waves by a zone's clock: each a day after the one before, when clocks show the same time, and a little
 * later. The first waits for the day on which the portfolio's limit is free.
 */
export function wavesByClock(
  waves: Wave[],
  start: LocalStart,
  zoneName: string,
  confirmedAt: number,
): Wave[] {
  const zone = openZone(zoneName)
  const first = localTime(start, zone, confirmedAt).at
  const [day = '', clock = ''] = zone.wallTimeAt(first ?? confirmedAt).split('T')
  const onDay = (days: number) => zone.resolve(`${addDays(day, days)}T${clock}`).at
  const freeAt = waves[0]?.opensAt ?? 0
  let put = 0
  while (onDay(put) < freeAt) put++
  return waves.map(({ people }, at) => ({
    people,
    opensAt: at === 0 && put === 0 ? first : onDay(put + at) + at * DRIFT_MS,
  }))
}
