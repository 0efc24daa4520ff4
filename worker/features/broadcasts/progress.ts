import { isUntried } from './audience'
import { addRows, addTo, type ChunkCounts, EMPTY_COUNTS } from './counts'
import { RANK } from './states'

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

/** People who are in a broadcast and in a retry of it, by what is known of both messages. */
export type RetriedPeople = {
  firstState: string
  firstCode: string | null
  firstRank: number
  againState: string
  againCode: string | null
  againRank: number
  people: number
}

/**
 * The counts of a broadcast and of its retries in which each person counts once: by the last try, unless
 * only the first message arrived after all, or their turn never came. `own` are those whom no retry stands for.
 */
export function oncePerPerson(
  whole: ChunkCounts,
  retries: { counts: ChunkCounts; retried: RetriedPeople[] }[],
): { own: ChunkCounts; again: ChunkCounts[] } {
  const own = structuredClone(whole)
  const again = retries.map(({ counts, retried }) => {
    const rest = structuredClone(counts)
    for (const both of retried) {
      const { firstState, firstCode, againState, againCode, people } = both
      if (isFirstStronger(both) || isUntried(againState, againCode))
        addRows(rest, { state: againState, code: againCode }, -people)
      else addRows(own, { state: firstState, code: firstCode }, -people)
    }
    return rest
  })
  return { own, again }
}

const hasArrived = (rank: number) => rank >= RANK.delivered && rank <= RANK.played

const isFirstStronger = ({ firstRank, againRank }: RetriedPeople): boolean =>
  hasArrived(firstRank) && !(hasArrived(againRank) && againRank >= firstRank)

function addInto(to: Record<string, number>, from: Record<string, number>): void {
  for (const [key, count] of Object.entries(from)) addTo(to, key, count)
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
