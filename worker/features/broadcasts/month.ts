import { addDays, type Day, type Zone } from '../../lib/zones'

/** A month with a week around it, so that each way to begin a week finds its days. */
const MARGIN_DAYS = 6

/** The days that a sheet of a month may show, and the instants between which they lie. */
export function monthSheet(
  month: string,
  zone: Zone,
): { days: Day[]; from: number; until: number } {
  const first = `${month}-01`
  const last = addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1)
  const days: Day[] = []
  const end = addDays(last, MARGIN_DAYS)
  for (let day = addDays(first, -MARGIN_DAYS); day <= end; day = addDays(day, 1)) days.push(day)
  return {
    days,
    from: zone.resolve(`${days[0] ?? first}T00:00`).at,
    until: zone.resolve(`${addDays(end, 1)}T00:00`).at,
  }
}
