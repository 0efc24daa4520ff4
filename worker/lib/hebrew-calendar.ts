import type { Day } from './zones'

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
