import type { RetryKind } from '../../contract/broadcasts'
import { type ChunkCounts, EMPTY_COUNTS } from './counts'

/** Adds up the chunks of a broadcast; every row is in exactly one state. */
export function sumCounts(all: ChunkCounts[]): ChunkCounts {
  const sum = structuredClone(EMPTY_COUNTS)
  for (const one of all) {
    addInto(sum.states, one.states)
    addInto(sum.failures, one.failures)
    addInto(sum.skipped, one.skipped)
    addInto(sum.billable, one.billable)
    sum.replied += one.replied
    sum.lastEventAt = Math.max(sum.lastEventAt ?? 0, one.lastEventAt ?? 0) || null
  }
  return sum
}

/**
 * A broadcast's counts without the people who are in a retry of it: those count there, so that in the
 * funnel of both each person counts once.
 */
export function withoutRetried(
  whole: ChunkCounts,
  retries: { what: RetryKind; counts: ChunkCounts; codes: Record<string, number> }[],
): ChunkCounts {
  const rest = structuredClone(whole)
  for (const { what, counts, codes } of retries) {
    subtract(rest.states, what === 'failed' ? 'failed' : 'unknown', sumOf(counts.states))
    for (const [code, count] of Object.entries(codes)) subtract(rest.failures, code, count)
  }
  return rest
}

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

function subtract(from: Record<string, number>, key: string, count: number): void {
  const rest = (from[key] ?? 0) - count
  if (rest > 0) from[key] = rest
  else delete from[key]
}

function addInto(to: Record<string, number>, from: Record<string, number>): void {
  for (const [key, count] of Object.entries(from)) to[key] = (to[key] ?? 0) + count
}

/** Minutes that the page draws. */
export const RATE_MINUTES = 12

/** Messages handled per minute, oldest first, with zeros where nothing happened. */
export function perMinute(
  rates: { minute: number; handled: number }[],
  nowMinute: number,
): number[] {
  const first = rates[0]?.minute
  if (first === undefined) return []
  const byMinute = new Map(rates.map(({ minute, handled }) => [minute, handled]))
  const length = Math.min(RATE_MINUTES, nowMinute - first + 1)
  return Array.from({ length }, (_, at) => byMinute.get(nowMinute - length + 1 + at) ?? 0)
}

/**
 * Seconds until the rest is handled, from the whole minutes behind us; while there is none, from what
 * was handled since the start. Null before there is anything to go by.
 */
export function etaSeconds(
  left: number,
  perMinuteHandled: number[],
  sinceStartMs: number,
): number | null {
  if (left === 0) return 0
  const whole = perMinuteHandled.slice(-4, -1).filter((handled) => handled > 0)
  if (whole.length > 0) {
    const average = whole.reduce((sum, handled) => sum + handled, 0) / whole.length
    return Math.ceil((left / average) * 60)
  }
  const handled = perMinuteHandled.reduce((sum, one) => sum + one, 0)
  // ETA appears after 5 s of data.
  if (sinceStartMs < 5_000 || handled === 0) return null
  return Math.ceil((left * sinceStartMs) / handled / 1000)
}
