import { DAY_MS } from '../../lib/time'

/** The policy promises an answer within so many business days. */
export const PROMISED_DAYS = 7

/** Both calendars count days as people in Israel see them begin and end. */
const ZONE = 'Asia/Jerusalem'

/** A calendar day without a time, `2026-11-23`. */
export type Day = string

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
export function endOf(day: Day): number {
  const inUtc = Date.parse(`${addDays(day, 1)}T00:00:00Z`)
  // Twice, because a clock may change in the hours between midnight here and there.
  const near = inUtc - offsetAt(inUtc)
  return inUtc - offsetAt(near) - 1
}

const offsetAt = (at: number) => Date.parse(`${localTime(at)}Z`) - at

export function dayOf(at: number): Day {
  return localTime(at).slice(0, 10)
}

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
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  if (calendar === 'monday_to_friday') return weekday >= 1 && weekday <= 5
  return weekday <= 4 && !isIsraeliHoliday(day)
}

const HEBREW = new Intl.DateTimeFormat('en-u-ca-hebrew', {
  month: 'long',
  day: 'numeric',
  timeZone: 'UTC',
})

/** Israel's days of rest by law, each named by its Hebrew date. */
const HOLIDAYS = new Set([
  'Tishri 1', // Rosh Hashana
  'Tishri 2',
  'Tishri 10', // Yom Kippur
  'Tishri 15', // Sukkot
  'Tishri 22', // Shemini Atzeret
  'Nisan 15', // Pesach
  'Nisan 21',
  'Sivan 6', // Shavuot
])

export function isIsraeliHoliday(day: Day): boolean {
  const noon = Date.parse(`${day}T12:00:00Z`)
  const hebrew = hebrewDateOf(noon)
  return HOLIDAYS.has(hebrew) || isIndependenceDay(noon)
}

/**
 * Independence Day is 5 Iyar; it gives way so that neither it nor the Memorial Day before it touches a
 * Sabbath: from Friday and Saturday back to Thursday, from Monday on to Tuesday.
 */
function isIndependenceDay(noon: number): boolean {
  const hebrew = hebrewDateOf(noon)
  const weekday = new Date(noon).getUTCDay()
  if (weekday === 4) return hebrew === 'Iyar 3' || hebrew === 'Iyar 4'
  if (weekday === 2) return hebrew === 'Iyar 6'
  return weekday === 3 && hebrew === 'Iyar 5'
}

function hebrewDateOf(noon: number): string {
  const parts = HEBREW.formatToParts(noon)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('month')} ${part('day')}`
}

function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

const LOCAL = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** What a clock in Israel shows, as `2026-11-23T09:05:00`. */
const localTime = (at: number) => LOCAL.format(at).replace(', ', 'T')
