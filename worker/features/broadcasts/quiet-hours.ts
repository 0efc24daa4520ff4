import type { PlanRests, QuietHours, QuietReason } from '../../contract/schedule'
import { holidayOn } from '../../lib/hebrew-calendar'
import { addDays, type Day, weekdayOf, type Zone } from '../../lib/zones'
import { isMarketing } from './audience'

/** Why nothing leaves at a moment, and when that ends. */
export type Quiet = { until: number; reason: QuietReason }

const SATURDAY = 6

/** Rests that touch each other are one; the longest row in years is four, with the nights between. */
const MOST_STEPS = 40

/** How many stops a plan names; the finish counts them all. */
const STOPS_SHOWN = 3
/** A send that rests this often takes longer than anybody plans for. */
const MOST_STOPS = 400

export const appliesTo = ({ isOn, appliesTo: what }: QuietHours, category: string): boolean =>
  isOn && (what === 'everything' || isMarketing(category))

/** Where Israel's days of rest are kept, when recipients' clocks count. */
const ISRAEL = 'Asia/Jerusalem'

/** The rules as they are for people who look at a clock: the week everywhere, days of rest in Israel only. */
export const rulesAt = (rules: QuietHours, zone: Zone): QuietHours =>
  zone.name === ISRAEL ? rules : { ...rules, shabbat: false, holidays: false }

/** Whether nothing should leave at a moment: outside the day's hours, on the Sabbath, on a holiday. */
export function quietAt(rules: QuietHours, zone: Zone, now: number): Quiet | null {
  let reason: QuietReason | null = null
  let at = now
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = restAt(rules, zone, at) ?? outsideHoursAt(rules, zone, at)
    if (!next) break
    // What begins when the first ends only makes it longer: the first reason is the one to show.
    reason ??= next.reason
    at = next.until
  }
  return reason && { until: at, reason }
}

/** When a send to so many people ends if it rests in each quiet time on its way, and where it stops. */
export function restsOf(
  rules: QuietHours,
  zone: Zone,
  send: { startsAt: number; people: number; perSecond: number },
): PlanRests {
  const { people, perSecond } = send
  const msFor = (count: number) => Math.ceil((count / perSecond) * 1000)
  const stops: PlanRests['stops'] = []
  let left = people
  let at = send.startsAt
  let startsAt: number | null = null
  for (let stop = 0; stop < MOST_STOPS && left > 0; stop++) {
    const quiet = quietAt(rules, zone, at)
    if (quiet) {
      stops.push({ from: at, until: quiet.until, reason: quiet.reason, left })
      at = quiet.until
    }
    startsAt ??= at
    const openUntil = nextQuietAfter(rules, zone, at)
    if (openUntil - at >= msFor(left)) {
      at += msFor(left)
      left = 0
    } else {
      left -= Math.floor(((openUntil - at) / 1000) * perSecond)
      at = openUntil
    }
  }
  return { startsAt: startsAt ?? at, endsAt: at, stops: stops.slice(0, STOPS_SHOWN) }
}

/** Whether all hours of a day that would be open lie in a rest. */
export function isQuietDay(rules: QuietHours, zone: Zone, day: Day): boolean {
  const open = hoursOf(rules, zone, day)
  if (!open) return true
  const quiet = quietAt(rules, zone, open.from)
  return quiet !== null && quiet.until >= open.to
}

/** Only asked at a moment that is not quiet. */
function nextQuietAfter(rules: QuietHours, zone: Zone, at: number): number {
  const today = zone.dayAt(at)
  const edges = [0, 1, 2].flatMap((days) => {
    const day = addDays(today, days)
    const open = hoursOf(rules, zone, day)
    return [
      open ? open.to : zone.resolve(`${day}T00:00`).at,
      ...(restOf(rules, addDays(day, 1)) ? [restPeriod(rules, zone, addDays(day, 1)).from] : []),
    ]
  })
  return Math.min(...edges.filter((edge) => edge > at))
}

function outsideHoursAt(rules: QuietHours, zone: Zone, at: number): Quiet | null {
  const today = zone.dayAt(at)
  const now = hoursOf(rules, zone, today)
  if (now && at >= now.from && at < now.to) return null
  for (let days = 0; days <= 7; days++) {
    const next = hoursOf(rules, zone, addDays(today, days))
    if (next && next.from > at) return { until: next.from, reason: 'hours' }
  }
  return null
}

function hoursOf({ hours }: QuietHours, zone: Zone, day: Day): { from: number; to: number } | null {
  const open = hours[weekdayOf(day)]
  if (!open) return null
  // `24:00` is what clocks call 00:00 of the next day.
  const end = open.to === '24:00' ? `${addDays(day, 1)}T00:00` : `${day}T${open.to}`
  return { from: zone.resolve(`${day}T${open.from}`).at, to: zone.resolve(end).at }
}

function restAt(rules: QuietHours, zone: Zone, at: number): Quiet | null {
  const today = zone.dayAt(at)
  // A rest begins on the afternoon before its day.
  for (const day of [today, addDays(today, 1)]) {
    const reason = restOf(rules, day)
    if (!reason) continue
    const { from, until } = restPeriod(rules, zone, day)
    if (at >= from && at < until) return { until, reason }
  }
  return null
}

function restOf({ shabbat, holidays }: QuietHours, day: Day): QuietReason | null {
  const holiday = holidays ? holidayOn(day) : null
  return holiday ?? (shabbat && weekdayOf(day) === SATURDAY ? 'shabbat' : null)
}

const restPeriod = ({ restFrom, restUntil }: QuietHours, zone: Zone, day: Day) => ({
  from: zone.resolve(`${addDays(day, -1)}T${restFrom}`).at,
  until: zone.resolve(`${day}T${restUntil}`).at,
})
