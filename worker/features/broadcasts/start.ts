import type { PlanStart, Start } from '../../contract/schedule'
import { DAY_MS, HOUR_MS } from '../../lib/time'
import type { Zone } from '../../lib/zones'

/**
 * A start that comes later than this is not made up for: what was meant for the morning must not arrive
 * in the evening. A person is asked instead. Below it, it is sent and shown with how late it was.
 */
export const ASK_AFTER_MS = 3 * HOUR_MS

/** Nobody means a start further away than this. */
export const FARTHEST_MS = 366 * DAY_MS

/** When a chosen time is in a zone. In the hour that is skipped, clocks have gone forward by then. */
export function resolveStart(start: Start, zone: Zone): PlanStart | null {
  if (start.kind !== 'at') return null
  const { at, shown } = zone.resolve(start.wallTime)
  const choices = shown === 'twice' ? [at, secondOf(start.wallTime, at, zone)] : [at]
  const chosen = (start.isSecond ? choices[1] : undefined) ?? at
  return { at: chosen, zone: zone.name, shown, choices }
}

/** Clocks go back by an hour nearly everywhere, by half of one on Lord Howe Island. */
function secondOf(wallTime: string, first: number, zone: Zone): number {
  const steps = [HOUR_MS / 2, HOUR_MS, 2 * HOUR_MS]
  return steps.map((step) => first + step).find((at) => zone.wallTimeAt(at) === wallTime) ?? first
}

export type StartProblem = 'start_past' | 'start_too_far'

export function problemOf(at: number, now: number): StartProblem | null {
  if (at <= now) return 'start_past'
  return at > now + FARTHEST_MS ? 'start_too_far' : null
}
