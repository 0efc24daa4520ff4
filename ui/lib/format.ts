import { browserLanguages } from './browser-languages'
import { roundedUp } from './duration'
import { isolatedLtr, locale } from './i18n'

/** Dates follow the user's English region where the UI is English; 24 hours in both languages. */
export const dateLocale = () =>
  locale.value === 'he' ? 'he-IL' : (browserLanguages().find((l) => l.startsWith('en-')) ?? 'en-GB')

// Intl objects are expensive to make and tables show hundreds of numbers.
const made = new Map<string, unknown>()
function once<T>(key: string, make: () => T): T {
  const known = made.get(key)
  // The key names class and options, so what was stored under it has this type.
  if (known !== undefined) return known as T
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

const numbers = (options: Intl.NumberFormatOptions = {}) =>
  once(
    `number ${locale.value} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(locale.value, options),
  )

export const formatNumber = (value: number) => numbers().format(value)

/** A share of 1: 0.946 → 94.6%. */
export const formatPercent = (share: number, digits = 1) =>
  numbers({ style: 'percent', maximumFractionDigits: digits }).format(share)

export const MICROS = 1_000_000

type MoneyOptions = { currency: string; digits?: number | undefined }

/** Money is counted in millionths of the currency's unit. */
export const moneyFormat = ({ currency, digits }: MoneyOptions) =>
  numbers({
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(digits === undefined
      ? {}
      : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  })

export const formatMoney = (micros: number, options: MoneyOptions) =>
  moneyFormat(options).format(micros / MICROS)

export const formatList = (items: string[], type: 'conjunction' | 'disjunction' = 'conjunction') =>
  once(`list ${locale.value} ${type}`, () => new Intl.ListFormat(locale.value, { type })).format(
    items,
  )

export const formatCountry = (code: string) => {
  const names = once(
    `region ${locale.value}`,
    () => new Intl.DisplayNames(locale.value, { type: 'region' }),
  )
  return names.of(code) ?? code
}

/** `en_US` is Meta's way to write `en-US`. */
export const formatLanguage = (code: string) => {
  const names = once(
    `language ${locale.value}`,
    () => new Intl.DisplayNames(locale.value, { type: 'language' }),
  )
  try {
    return names.of(code.replaceAll('_', '-')) ?? code
  } catch {
    return code
  }
}

const dates = (options: Intl.DateTimeFormatOptions) =>
  once(
    `date ${dateLocale()} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(dateLocale(), { hourCycle: 'h23', ...options }),
  )

const zoned = (timeZone: string | undefined) => (timeZone ? { timeZone } : {})

export const formatDate = (at: number, timeZone?: string) =>
  dates({ day: 'numeric', month: 'numeric', year: 'numeric', ...zoned(timeZone) }).format(at)

export const formatClock = (at: number, timeZone?: string) =>
  dates({ hour: '2-digit', minute: '2-digit', ...zoned(timeZone) }).format(at)

export const formatClockSeconds = (at: number, timeZone?: string) =>
  dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', ...zoned(timeZone) }).format(at)

/** Weekday, date, time and zone: what a tooltip and a schedule say. The clock keeps beside its zone. */
export const formatFullTime = (at: number, timeZone?: string) => {
  const day = dates({
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    ...zoned(timeZone),
  })
  const clock = dates({
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...zoned(timeZone),
  })
  return `${day.format(at)}, ${isolatedLtr(clock.format(at))}`
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const relative = () =>
  once(
    `relative ${locale.value}`,
    () => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }),
  )

/** "5 minutes ago" within a day, the date beyond it. */
export function formatRelative(at: number, now: number, timeZone?: string): string {
  const distance = at - now
  const size = Math.abs(distance)
  if (size >= DAY_MS) return formatDate(at, timeZone)
  if (size >= HOUR_MS) return ago(distance / HOUR_MS, 'hour')
  if (size >= MINUTE_MS) return ago(distance / MINUTE_MS, 'minute')
  return ago(distance / 1000, 'second')
}

/** Hebrew says one and two by words of their own; some versions of the locale data still add "(2)". */
const ago = (distance: number, unit: Intl.RelativeTimeFormatUnit) =>
  relative()
    .format(Math.trunc(distance), unit)
    .replace(/ \([12]\)$/, '')

/** Rounded, so that an estimate does not pretend to be exact. */
export function formatDuration(seconds: number): string {
  const { value, unit } = roundedUp(seconds)
  return numbers({ style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

const KB = 1024
const MB = 1024 * KB
const GB = 1024 * MB

/** As file managers count: 1024 to the step. */
export function formatBytes(bytes: number): string {
  const [value, unit] =
    bytes < MB
      ? [bytes / KB, 'kilobyte']
      : bytes < GB
        ? [bytes / MB, 'megabyte']
        : [bytes / GB, 'gigabyte']
  return numbers({ style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}
