import { dayOfRest, isIndependenceDay } from '../../lib/hebrew-calendar'
import { addDays, type Day, openZone, weekdayOf } from '../../lib/zones'

/** The policy promises an answer within so many business days. */
export const PROMISED_DAYS = 7

/** Both calendars count days as people in Israel see them begin and end. */
const ISRAEL = openZone('Asia/Jerusalem')

type Calendar = 'israel' | 'monday_to_friday'

/**
 * When the promised days are over: counted Sunday to Thursday without Israel's holidays, and Monday to
 * Friday. The earlier of both is the promise.
 */
export function dueDayOf(requestedAt: number, days = PROMISED_DAYS): Day {
  const first = dayOf(requestedAt)
  const israeli = addBusinessDays(first, days, 'israel')
  const western = addBusinessDays(first, days, 'monday_to_friday')
  return israeli < western ? israeli : western
}

/** The last moment of a day, as a clock in Israel shows it. */
export const endOf = (day: Day): number => ISRAEL.resolve(`${addDays(day, 1)}T00:00`).at - 1

export const dayOf = (at: number): Day => ISRAEL.dayAt(at)

/** The day of the request is not counted: the first business day after it is day one. */
export function addBusinessDays(from: Day, days: number, calendar: Calendar): Day {
  let day = from
  for (let left = days; left > 0; ) {
    day = addDays(day, 1)
    if (isBusinessDay(day, calendar)) left--
  }
  return day
}

export function isBusinessDay(day: Day, calendar: Calendar): boolean {
  const weekday = weekdayOf(day)
  if (calendar === 'monday_to_friday') return weekday >= 1 && weekday <= 5
  return weekday <= 4 && !isIsraeliHoliday(day)
}

/** Days of rest by law, and Independence Day. */
export const isIsraeliHoliday = (day: Day): boolean =>
  dayOfRest(day) !== null || isIndependenceDay(day)
