// How the simulated Meta misbehaves between two kills: drawn by the seed, in the words of its dials.
import type { Random } from '../simulation/random.ts'

/** Longer than any sender waits for an answer. */
const NEVER_MS = 20_000

/** A share of the lives has each fault; `0` is never, else every n-th POST. */
const every = (random: Random, share: number, from: number, to: number): number =>
  random.chance(share) ? random.between(from, to) : 0

/** What goes wrong in one life. Faults that leave an answer open are rare enough to let a broadcast go on. */
export function drawWeather(random: Random): object {
  return {
    latencyMs: random.between(5, 80),
    throttleEvery: every(random, 0.3, 150, 400),
    throttleForm: random.pick(['envelope', 'http429', 'bare']),
    timeoutMs: NEVER_MS,
    timeoutAfterAcceptEvery: every(random, 0.4, 100, 500),
    error5xxEvery: every(random, 0.7, 110, 300),
    error5xxMode: random.pick(['before', 'after']),
    error5xxCode: random.pick([131000, 131016, 2, 1]),
    brokenBodyEvery: every(random, 0.5, 120, 400),
    brokenBodyForm: random.pick(['truncated', 'empty', 'html', 'reset']),
    emptyIdEvery: every(random, 0.3, 150, 400),
    heldEvery: every(random, 0.5, 40, 200),
    heldOutcome: random.pick(['released', 'dropped']),
    heldMs: random.between(500, 5000),
    statusDelaysMs: {
      sent: random.between(10, 500),
      delivered: random.between(100, 2000),
      read: random.between(300, 4000),
      reply: random.between(500, 5000),
      spread: 0.9,
    },
    webhook: {
      batch: random.pick(['natural', 1, 200]),
      duplicateEvery: random.between(2, 7),
      reorder: random.chance(0.5),
      extraDelayMs: random.chance(0.5) ? random.between(0, 5000) : 0,
      paused: random.chance(0.15),
    },
  }
}

/** No last life waits half an hour for answers that never come; kills cut the others short. */
export const ANSWERED = { timeoutAfterAcceptEvery: 0 }

/** The last life's end: everything that waits is told. */
export const CALM = {
  throttleEvery: 0,
  timeoutAfterAcceptEvery: 0,
  error5xxEvery: 0,
  brokenBodyEvery: 0,
  emptyIdEvery: 0,
  heldEvery: 0,
  webhook: { duplicateEvery: 0, extraDelayMs: 0, paused: false },
}
