import type { QuietHours } from '../../contract/sending-rules'
import { type DayOfRest, dayOfRest } from '../../lib/hebrew-calendar'
import { JERUSALEM, sunsetOn } from '../../lib/sunset'
import { MINUTE_MS } from '../../lib/time'
import { addDays, type Day, openZone, weekdayOf, type Zone } from '../../lib/zones'

/** Why nothing leaves at a moment, and when that ends. */
export type Quiet = { until: number; reason: 'hours' | 'shabbat' | DayOfRest }

/** Rest begins this long before the sun sets in Jerusalem, as candles are lit there. */
const BEFORE_SUNSET_MS = 40 * MINUTE_MS
/** And ends when three stars are seen, with some minutes to spare. */
const AFTER_SUNSET_MS = 45 * MINUTE_MS

const SATURDAY = 6

/** A week in which nothing is allowed has no end; the contract refuses such rules. */
const MOST_STEPS = 30

/** Whether nothing should leave now: outside the day's hours, on the Sabbath, on a day of rest. */
export function quietAt(rules: QuietHours, zoneName: string, now: number): Quiet | null {
  const zone = openZone(zoneName)
  const quiets: Quiet[] = []
  for (let at = now; quiets.length < MOST_STEPS; ) {
    const next = restAt(rules, zone, at) ?? outsideHoursAt(rules, zone, at)
    if (!next) break
    quiets.push(next)
    at = next.until
  }
  // What begins when the first ends only makes it longer: the first reason is the one to show.
  const [first] = quiets
  const last = quiets.at(-1)
  return first && last ? { until: last.until, reason: first.reason } : null
}

/**
 * When a send of so many milliseconds that starts at a moment will be over, if it waits through every
 * quiet time on the way, and how long it waits in all.
 */
export function finishOf(
  rules: QuietHours,
  zoneName: string,
  { startsAt, lasts }: { startsAt: number; lasts: number },
): { startsAt: number; endsAt: number; waits: number } {
  const zone = openZone(zoneName)
  const begins = quietAt(rules, zoneName, startsAt)?.until ?? startsAt
  let at = begins
  let left = lasts
  let waits = begins - startsAt
  while (left > 0) {
    const quietFrom = nextQuietAfter(rules, zone, at)
    if (quietFrom - at >= left) return { startsAt: begins, endsAt: at + left, waits }
    left -= quietFrom - at
    const until = quietAt(rules, zoneName, quietFrom)?.until ?? quietFrom
    waits += until - quietFrom
    at = until
  }
  return { startsAt: begins, endsAt: at, waits }
}

/** Only asked at a moment that is not quiet. */
function nextQuietAfter(rules: QuietHours, zone: Zone, at: number): number {
  const today = zone.dayAt(at)
  const ends = [0, 1, 2].flatMap((days) => {
    const day = addDays(today, days)
    const hours = rules.hours[weekdayOf(day)]
    return [
      ...(hours ? [endOfHours(zone, day, hours.to)] : [zone.resolve(`${day}T00:00`).at]),
      ...(restOf(rules, day) ? [restPeriod(day).from] : []),
    ]
  })
  return Math.min(...ends.filter((end) => end > at))
}

function outsideHoursAt(rules: QuietHours, zone: Zone, at: number): Quiet | null {
  const today = zone.dayAt(at)
  const opening = (day: Day) => {
    const hours = rules.hours[weekdayOf(day)]
    if (!hours) return null
    return { from: zone.resolve(`${day}T${hours.from}`).at, to: endOfHours(zone, day, hours.to) }
  }
  const now = opening(today)
  if (now && at >= now.from && at < now.to) return null
  for (let days = 0; days <= 7; days++) {
    const next = opening(addDays(today, days))
    if (next && next.from > at) return { until: next.from, reason: 'hours' }
  }
  return null
}

/** `24:00` is the end of the day, which clocks call 00:00 of the next. */
const endOfHours = (zone: Zone, day: Day, to: string): number =>
  to === '24:00' ? zone.resolve(`${addDays(day, 1)}T00:00`).at : zone.resolve(`${day}T${to}`).at

function restAt(rules: QuietHours, zone: Zone, at: number): Quiet | null {
  const today = zone.dayAt(at)
  // A rest begins on the evening before its day, and the workspace's zone may be a day off Israel's.
  for (const day of [-1, 0, 1, 2].map((days) => addDays(today, days))) {
    const reason = restOf(rules, day)
    if (!reason) continue
    const { from, until } = restPeriod(day)
    if (at >= from && at < until) return { until, reason }
  }
  return null
}

function restOf({ shabbat, holidays }: QuietHours, day: Day): Quiet['reason'] | null {
  const holiday = holidays ? dayOfRest(day) : null
  return holiday ?? (shabbat && weekdayOf(day) === SATURDAY ? 'shabbat' : null)
}

/** From the evening before to the evening of a day. */
const restPeriod = (day: Day) => ({
  from: sunsetOn(addDays(day, -1), JERUSALEM) - BEFORE_SUNSET_MS,
  until: sunsetOn(day, JERUSALEM) + AFTER_SUNSET_MS,
})
