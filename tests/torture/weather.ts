// How the simulated Meta misbehaves between two kills: drawn by the seed, in the words of its dials.
import type { Random } from '../simulation/random.ts'

/** Longer than any sender waits for an answer. */
const NEVER_MS = 20_000

/** Faults stand this far apart among so many people or more, and closer among fewer. */
const USUAL_PEOPLE = 2000

/**
 * What goes wrong in one life. Faults that leave an answer open are mostly rare enough to let a broadcast go
 * on; where they are not, it stops by itself and is resumed.
 */
export function drawWeather(random: Random, people: number, isClear: boolean): object {
  const scale = Math.min(1, people / USUAL_PEOPLE)
  /** A share of the lives has the fault at each n-th POST; 0 is never, as under a clear sky. */
  const every = (share: number, from: number, to: number): number =>
    random.chance(share) && !isClear ? Math.ceil(random.between(from, to) * scale) : 0
  return {
    latencyMs: random.between(5, 80),
    throttleEvery: every(0.3, 150, 400),
    throttleForm: random.pick(['envelope', 'http429', 'bare']),
    timeoutMs: NEVER_MS,
    timeoutAfterAcceptEvery: every(0.4, 100, 500),
    error5xxEvery: every(0.7, 110, 300),
    error5xxMode: random.pick(['before', 'after']),
    error5xxCode: random.pick([131000, 131016, 2, 1]),
    brokenBodyEvery: every(0.5, 120, 400),
    brokenBodyForm: random.pick(['truncated', 'empty', 'html', 'reset']),
    emptyIdEvery: every(0.3, 150, 400),
    heldEvery: every(0.5, 40, 200),
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
      // Longer than a start takes: news of what was sent before a kill comes long after it.
      extraDelayMs: random.chance(0.5) ? random.between(5000, 30_000) : 0,
      paused: random.chance(0.25),
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
