import type { ProgressView } from '../../../worker/contract/broadcasts'
import { figuresOf } from './figures'

/** One line of the plan beside what it became. */
export type Line = { key: string; planned: number; became: number }

export type Outcome = {
  /** Chosen, then each reason for which some are left out, and `queued`: what remains is `people`. */
  chosen: Line
  reasons: Line[]
  people: Line
  cost: { low: number; high: number; became: number }
  /** Of the people: not charged, since it was not delivered, or delivered for nothing. */
  undelivered: number
  free: number
  /** Null until it has ended. */
  seconds: { planned: number; became: number } | null
}

/** What was confirmed beside what it became; the lines add up on both sides, so they explain the difference. */
export function outcomeOf(progress: ProgressView): Outcome | null {
  const { planned, estimateMicros, skipped, total, startedAt, finishedAt } = progress
  if (!planned || !estimateMicros || startedAt === null) return null
  const names = [...new Set([...Object.keys(planned.leftOut), ...Object.keys(skipped)])]
  const reasons = names
    .map((key) => ({ key, planned: planned.leftOut[key] ?? 0, became: skipped[key] ?? 0 }))
    .filter((line) => line.planned + line.became > 0)
    .sort((a, b) => Math.max(b.planned, b.became) - Math.max(a.planned, a.became))
  const waiting = progress.counts.queued ?? 0
  if (waiting > 0) reasons.push({ key: 'queued', planned: 0, became: waiting })
  const left = (side: 'planned' | 'became') => reasons.reduce((sum, line) => sum + line[side], 0)
  const people = total - left('became')
  const { delivered } = figuresOf(progress)
  const charged = progress.costByCountry.reduce((sum, line) => sum + line.people, 0)
  return {
    chosen: { key: 'chosen', planned: planned.chosen, became: total },
    reasons,
    people: { key: 'people', planned: planned.chosen - left('planned'), became: people },
    cost: { ...estimateMicros, became: progress.costSoFarMicros },
    // What waits, or is under way, may still be.
    undelivered: finishedAt === null ? 0 : Math.max(0, people - delivered),
    free: Math.max(0, delivered - charged),
    seconds:
      finishedAt === null
        ? null
        : { planned: planned.seconds, became: Math.ceil((finishedAt - startedAt) / 1000) },
  }
}
