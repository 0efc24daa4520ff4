import { GraphError, NoAnswerError } from '../../worker/boundary/graph/errors'
import type { Profile } from './profile'
import type { Random } from './random'

/** What Meta does with one POST, and what it says. */
export type Fate = {
  isAccepted: boolean
  /** Whether Meta's answer leaves no doubt; what is in doubt must never be repeated by a machine. */
  isClear: boolean
  code: number | null
  /** Until the answer, or until we stop waiting for one. */
  answerMs: number
  answer: { held: boolean } | { error: Error } | { json: unknown }
}

const TIMEOUT_MS = 15_000

const REFUSALS = [131026, 131021, 131047, 131049, 130472, 131009, 100, 132000, 132012]
const STOPS = [368, 131031, 131042, 132015, 133010, 10, 131005]
const UNCLEAR_CODES = [1, 2, 131000, 131016]
export const OPTED_OUT = 131050
export const DEAD_TOKEN = 190

export function fateOf(random: Random, profile: Profile): Fate {
  const answerMs = random.chance(profile.slow) ? random.int(30_000) : random.int(400)
  if (random.chance(profile.vanish)) return vanished(random, answerMs)
  if (random.chance(profile.refuse)) {
    const kind = random.weighted(profile.refusals)
    if (kind === 'throttle') return throttled(random, profile, answerMs)
    if (kind === 'refuse') return refused(random.pick(REFUSALS), answerMs)
    return refused(kind === 'stop' ? random.pick(STOPS) : OPTED_OUT, answerMs)
  }
  const held = random.chance(profile.refuse / 5)
  return { isAccepted: true, isClear: true, code: null, answerMs, answer: { held } }
}

export const refused = (code: number, answerMs: number, httpStatus = 400): Fate => ({
  isAccepted: false,
  isClear: true,
  code,
  answerMs,
  answer: { error: new GraphError(httpStatus, { code }) },
})

/** Meta is too busy: said by its code, whatever HTTP status is around it, or by a bare 429. */
function throttled(random: Random, profile: Profile, answerMs: number): Fate {
  if (random.chance(0.1)) {
    return { ...refused(429, answerMs), answer: { error: new GraphError(429, null) } }
  }
  return refused(random.pick(profile.throttles), answerMs, random.chance(0.2) ? 500 : 400)
}

function vanished(random: Random, answerMs: number): Fate {
  const isAccepted = random.chance(0.6)
  const none = { isAccepted, isClear: false, code: null }
  const kind = random.weighted({ timeout: 3, reset: 2, code: 3, gateway: 1, broken: 1, no_id: 1 })
  if (kind === 'timeout') {
    return { ...none, answerMs: TIMEOUT_MS, answer: { error: new NoAnswerError(0) } }
  }
  if (kind === 'code') {
    const error = new GraphError(500, { code: random.pick(UNCLEAR_CODES) })
    return { ...none, answerMs, answer: { error } }
  }
  if (kind === 'no_id') return { ...none, answerMs, answer: { json: { messages: [] } } }
  const status = { reset: 0, gateway: 502, broken: 200 }[kind]
  return { ...none, answerMs, answer: { error: new NoAnswerError(status) } }
}
