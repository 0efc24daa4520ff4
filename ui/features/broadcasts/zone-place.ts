import { formatList } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { countryName } from './country-name'

/** So many countries are named; the rest is counted. */
const NAMED = 2

/** Whose clock it is, by the countries of its people. */
export function zonePlace(countries: (string | null)[]): string {
  const names = countries.slice(0, NAMED).map(countryName)
  const others = countries.length - names.length
  return others > 0
    ? m.composer_zones_others({ names: names.join(', '), count: others })
    : formatList(names)
}
