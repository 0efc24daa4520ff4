import { addDays, type Day, type Zone } from '../../worker/lib/zones'

/**
 * The nearest day from tomorrow on in which a zone's clocks change by so many minutes: 60 in
 * spring, -60 in autumn. Counted by dates: 24 hours from late on the day before would pass it by.
 */
export function dayOfChange(zone: Zone, minutes: number): Day {
  const offsetAtDawn = (day: Day) => zone.offsetAt(zone.resolve(`${day}T00:00`).at)
  const today = zone.dayAt(Date.now())
  const days = Array.from({ length: 366 }, (_, at) => addDays(today, at + 1))
  const found = days.find((day) => offsetAtDawn(addDays(day, 1)) - offsetAtDawn(day) === minutes)
  if (!found) throw new Error(`no day ahead on which clocks change by ${minutes} minutes`)
  return found
}
