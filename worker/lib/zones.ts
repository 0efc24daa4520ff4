import { DAY_MS, MINUTE_MS } from './time'

/** A time as a clock on a wall shows it, without a zone: `2026-11-23T09:05`. */
export type WallTime = string

/** A calendar day without a time: `2026-11-23`. */
export type Day = string

/** An instant for a wall time, and whether the clocks showed that time once, never or twice that day. */
export type Resolved = { at: number; shown: 'once' | 'never' | 'twice' }

/** What clocks show in one IANA zone. */
export type Zone = {
  name: string
  wallTimeAt(at: number): WallTime
  dayAt(at: number): Day
  /** Minutes ahead of UTC, 120 or 180 in Israel. */
  offsetAt(at: number): number
  /**
   * When clocks show that time. In the hour that is skipped in spring: as much later as clocks go forward.
   * In the hour that comes twice in autumn: the first time.
   */
  resolve(wallTime: WallTime): Resolved
}

/** Throws a `RangeError` for a zone that is not in the IANA list. */
export function openZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const wallTimeAt = (at: number) => format.format(at).replace(', ', 'T')
  const offsetAt = (at: number) => {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS
    return (asIfUtc(wallTimeAt(minute)) - minute) / MINUTE_MS
  }
  const resolve = (wallTime: WallTime): Resolved => {
    const utc = asIfUtc(wallTime)
    // Clocks change at most once within two days, so one of the two offsets around is in force.
    const before = utc - offsetAt(utc - DAY_MS) * MINUTE_MS
    const after = utc - offsetAt(utc + DAY_MS) * MINUTE_MS
    const fits = [before, after].filter((at) => wallTimeAt(at) === wallTime)
    const [first] = fits
    if (first === undefined) return { at: Math.max(before, after), shown: 'never' }
    return { at: Math.min(...fits), shown: new Set(fits).size > 1 ? 'twice' : 'once' }
  }
  return { name, wallTimeAt, offsetAt, resolve, dayAt: (at) => wallTimeAt(at).slice(0, 10) }
}

const asIfUtc = (wallTime: WallTime) => Date.parse(`${wallTime}:00Z`)

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(`${day}T12:00:00Z`).getUTCDay()
