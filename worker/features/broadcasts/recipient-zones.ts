// Recipients by the clock they look at, and when a chosen time comes to each of them.

import type { PlanZone, Start } from '../../contract/schedule'
import { zoneOfCountry } from '../../lib/country-zones'
import { addDays, type Zone } from '../../lib/zones'

export type LocalStart = Extract<Start, { kind: 'local' }>

export type CountryPeople = { country: string | null; people: number }

/** People who look at one clock. `isWorkspace`: it is also for those of whom no other is known. */
export type ZonePeople = {
  zone: string
  countries: CountryPeople[]
  people: number
  isWorkspace: boolean
}

/** The largest first; the workspace's own zone is always one of them. */
export function byZone(countries: CountryPeople[], workspaceZone: string): ZonePeople[] {
  const zones = new Map<string, CountryPeople[]>([[workspaceZone, []]])
  for (const one of countries) {
    const zone = zoneOfCountry(one.country) ?? workspaceZone
    zones.set(zone, [...(zones.get(zone) ?? []), one])
  }
  return [...zones]
    .map(([zone, own]) => ({
      zone,
      countries: own.toSorted((a, b) => b.people - a.people),
      people: own.reduce((sum, { people }) => sum + people, 0),
      isWorkspace: zone === workspaceZone,
    }))
    .sort((a, b) => b.people - a.people)
}

/** People who go by the workspace's clock for want of a country. */
export const unplacedOf = (countries: CountryPeople[]): number =>
  countries
    .filter(({ country }) => zoneOfCountry(country) === null)
    .reduce((sum, { people }) => sum + people, 0)

/** Nowhere have clocks shown a time longer ago, while elsewhere they have not yet. */
const MOST_DAYS = 2

export type LocalTime = Pick<PlanZone, 'at' | 'shown' | 'passed'>

/**
 * When the chosen time comes in a zone. Where it had passed when the broadcast was confirmed, these people
 * get it at once, or when clocks show the time again; it is always that moment that counts, so that
 * whoever is first does not become tomorrow's by being written down. The hour that comes twice: the first.
 */
export function localTime(
  { wallTime, passed }: LocalStart,
  zone: Zone,
  confirmedAt: number,
): LocalTime {
  const { at, shown } = zone.resolve(wallTime)
  if (at > confirmedAt) return { at, shown, passed: null }
  if (passed === 'now') return { at: null, shown: 'once', passed }
  const [day = '', clock = ''] = wallTime.split('T')
  const later = Array.from({ length: MOST_DAYS }, (_, days) =>
    zone.resolve(`${addDays(day, days + 1)}T${clock}`),
  )
  const next = later.find((one) => one.at > confirmedAt)
  return { at: next?.at ?? null, shown: next?.shown ?? 'once', passed }
}
