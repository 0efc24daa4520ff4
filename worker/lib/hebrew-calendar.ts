import { addDays, type Day, weekdayOf } from './zones'

const HEBREW = new Intl.DateTimeFormat('en-u-ca-hebrew', {
  month: 'long',
  day: 'numeric',
  timeZone: 'UTC',
})

/** The Hebrew date of the daylight part of a day: `Tishri 10`. */
export function hebrewDateOf(day: Day): string {
  const parts = HEBREW.formatToParts(Date.parse(`${day}T12:00:00Z`))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('month')} ${part('day')}`
}

/** Holidays on which work rests as on a Sabbath, by their Hebrew dates as kept in Israel. */
const DAYS_OF_REST = {
  'Tishri 1': 'rosh_hashana',
  'Tishri 2': 'rosh_hashana',
  'Tishri 10': 'yom_kippur',
  'Tishri 15': 'sukkot',
  'Tishri 22': 'shemini_atzeret',
  'Nisan 15': 'pesach',
  'Nisan 21': 'pesach',
  'Sivan 6': 'shavuot',
} as const

export type DayOfRest = (typeof DAYS_OF_REST)[keyof typeof DAYS_OF_REST]

export function dayOfRest(day: Day): DayOfRest | null {
  const date = hebrewDateOf(day)
  return Object.hasOwn(DAYS_OF_REST, date)
    ? // Just checked that it is one of the keys.
      DAYS_OF_REST[date as keyof typeof DAYS_OF_REST]
    : null
}

const MONDAY = 1
const TUESDAY = 2
const WEDNESDAY = 3
const THURSDAY = 4

/**
 * Independence Day is 5 Iyar; it gives way so that neither it nor the Memorial Day before it touches a
 * Sabbath: from Friday and Saturday back to Thursday, from Monday on to Tuesday.
 */
export function isIndependenceDay(day: Day): boolean {
  const hebrew = hebrewDateOf(day)
  const weekday = weekdayOf(day)
  if (weekday === THURSDAY) return ['Iyar 3', 'Iyar 4', 'Iyar 5'].includes(hebrew)
  if (weekday === TUESDAY) return hebrew === 'Iyar 5' || hebrew === 'Iyar 6'
  return weekday === WEDNESDAY && hebrew === 'Iyar 5'
}

/** 27 Nisan; from Friday back to Thursday, from Sunday on to Monday. */
function isHolocaustDay(day: Day): boolean {
  const hebrew = hebrewDateOf(day)
  const weekday = weekdayOf(day)
  if (weekday === THURSDAY) return hebrew === 'Nisan 26' || hebrew === 'Nisan 27'
  if (weekday === MONDAY) return hebrew === 'Nisan 28'
  return weekday === TUESDAY && hebrew === 'Nisan 27'
}

export type Holiday = DayOfRest | 'holocaust_day' | 'memorial_day' | 'independence_day'

/** What Israel keeps on a day: a day of rest, one of the two days of mourning, or Independence Day. */
export function holidayOn(day: Day): Holiday | null {
  const rest = dayOfRest(day)
  if (rest) return rest
  if (isHolocaustDay(day)) return 'holocaust_day'
  if (isIndependenceDay(day)) return 'independence_day'
  return isIndependenceDay(addDays(day, 1)) ? 'memorial_day' : null
}
