// Whether a sample is good enough for the rest to follow. A share of a small sample is a guess: what is
// judged is the range in which the true share lies, by Wilson's interval.

import {
  CANARY_CAUSES,
  type Canary,
  type CanaryCause,
  type CanaryState,
  type Rate,
} from '../../contract/broadcast-canary'
import type { ChunkCounts } from './counts'

/** What became of people who were sent to. */
export type Figures = {
  sent: number
  failed: number
  stopped: number
  delivered: number
  read: number
}

export const NO_FIGURES: Figures = { sent: 0, failed: 0, stopped: 0, delivered: 0, read: 0 }

/** Nine in ten on each side. More would have a sample of fifty always ask; less would let chance decide. */
const Z = 1.2816

/** Where the true share lies: 0 to 1. Of nobody nothing is known. */
export function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, low: 0, high: 1 }
  const share = Math.min(1, count / of)
  const z2 = Z * Z
  const middle = share + z2 / (2 * of)
  const half = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  const whole = 1 + z2 / of
  return {
    count,
    of,
    low: Math.max(0, (middle - half) / whole),
    high: Math.min(1, (middle + half) / whole),
  }
}

export type Judgement = {
  verdict: 'go' | 'stop' | 'ask'
  cause: CanaryCause | null
  rates: Record<CanaryCause, Rate>
}

/**
 * Stops where even the luckier end of the range is too bad, goes on only where its worse end is good
 * enough, and asks in between: more of the same sample would not tell.
 */
export function judge(figures: Figures, canary: Canary): Judgement {
  const rates = {
    failed: rateOf(figures.failed, figures.sent),
    stopped: rateOf(figures.stopped, figures.sent),
    read: rateOf(figures.read, figures.delivered),
  }
  const most = { failed: canary.mostFailedPercent, stopped: canary.mostStoppedPercent }
  const least = canary.leastReadPercent
  const isBad: Record<CanaryCause, boolean> = {
    failed: rates.failed.low * 100 > most.failed,
    stopped: rates.stopped.low * 100 > most.stopped,
    read: least !== null && rates.read.high * 100 < least,
  }
  const isGood: Record<CanaryCause, boolean> = {
    failed: rates.failed.high * 100 <= most.failed,
    stopped: rates.stopped.high * 100 <= most.stopped,
    read: least === null || rates.read.low * 100 >= least,
  }
  const bad = CANARY_CAUSES.find((cause) => isBad[cause])
  if (bad) return { verdict: 'stop', cause: bad, rates }
  const unclear = CANARY_CAUSES.find((cause) => !isGood[cause])
  return { verdict: unclear ? 'ask' : 'go', cause: unclear ?? null, rates }
}

/**
 * What is to be done: before its time a sample may only stop, so that a bad one does not wait, and whoever
 * was asked decides. Null: nothing.
 */
export function actOf(
  state: CanaryState,
  verdict: Judgement['verdict'],
  isDue: boolean,
): 'go' | 'stop' | 'ask' | null {
  if (state === 'stopped') return null
  if (verdict === 'stop') return 'stop'
  return state === 'waiting' && isDue ? verdict : null
}

/** Meta's word that a person stopped marketing from this business: a stop, and no failure. */
const STOPPED_MARKETING = '131050'

/** `stops`: of these people, who wrote that they want no more. */
export function figuresOf({ states, failures }: ChunkCounts, stops: number): Figures {
  const sum = (names: readonly string[]) =>
    names.reduce((all, name) => all + (states[name] ?? 0), 0)
  const toldByMeta = failures[STOPPED_MARKETING] ?? 0
  const read = sum(['read', 'played'])
  return {
    sent: sum(['accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'unknown']),
    failed: (states.failed ?? 0) - toldByMeta,
    stopped: stops + toldByMeta,
    delivered: (states.delivered ?? 0) + read,
    read,
  }
}

/** What came after a moment at which others were counted. */
export const since = (now: Figures, before: Figures): Figures => ({
  sent: Math.max(0, now.sent - before.sent),
  failed: Math.max(0, now.failed - before.failed),
  stopped: Math.max(0, now.stopped - before.stopped),
  delivered: Math.max(0, now.delivered - before.delivered),
  read: Math.max(0, now.read - before.read),
})
