import { GraphError, NoAnswerError } from '../../worker/boundary/graph/errors'
import type { Injected, Note } from './coverage'
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
const STOPS = [368, 131031, 131042, 132015, 133010, 10, 131005, 100] as const
/** With code 100: the number is gone. */
const NO_SUCH_OBJECT = 33
const UNCLEAR_CODES = [1, 2, 131000, 131016]
export const OPTED_OUT = 131050
export const DEAD_TOKEN = 190
/** The portfolio has written to as many people as it may in a day. */
export const OVER_LIMIT = 131048

export function fateOf(random: Random, profile: Profile, note: Note): Fate {
  const isSlow = random.chance(profile.slow)
  const answerMs = isSlow ? random.int(30_000) : random.int(400)
  if (isSlow) note('a slow answer')
  if (random.chance(profile.vanish)) return vanished(random, answerMs, note)
  if (random.chance(profile.refuse)) {
    const kind = random.weighted(profile.refusals)
    if (kind === 'throttle') return throttled(random, profile, answerMs, note)
    if (kind === 'stop') return stopping(random, answerMs, note)
    note(kind === 'refuse' ? 'refused for good' : 'opted out at Meta')
    return refused(kind === 'refuse' ? random.pick(REFUSALS) : OPTED_OUT, answerMs)
  }
  const held = random.chance(profile.refuse / 5)
  if (held) note('held for quality')
  return { isAccepted: true, isClear: true, code: null, answerMs, answer: { held } }
}

export const refused = (code: number, answerMs: number, httpStatus = 400): Fate => ({
  isAccepted: false,
  isClear: true,
  code,
  answerMs,
  answer: { error: new GraphError(httpStatus, { code }) },
})

/** Something that every further message would meet too. */
function stopping(random: Random, answerMs: number, note: Note): Fate {
  const code = random.pick(STOPS)
  note(code === 100 ? 'code 100/33' : `code ${code}`)
  if (code !== 100) return refused(code, answerMs)
  const error = new GraphError(400, { code, error_subcode: NO_SUCH_OBJECT })
  return { ...refused(code, answerMs), answer: { error } }
}

/** Meta is too busy: said by its code, whatever HTTP status is around it, or by a bare 429. */
function throttled(random: Random, profile: Profile, answerMs: number, note: Note): Fate {
  if (random.chance(0.1)) {
    note('a bare 429')
    return { ...refused(429, answerMs), answer: { error: new GraphError(429, null) } }
  }
  const code = random.pick(profile.throttles)
  const isInside500 = random.chance(0.2)
  note(isInside500 ? 'Meta asks to wait inside a 500' : 'Meta asks to wait')
  return refused(code, answerMs, isInside500 ? 500 : 400)
}

const VANISHED = {
  timeout: 'a timeout before acceptance',
  reset: 'a connection reset',
  code: 'a 500 with an unclear code',
  gateway: 'a 502',
  broken: 'a 200 that does not parse',
  no_id: 'a 200 without an id',
} as const satisfies Record<string, Injected>

function vanished(random: Random, answerMs: number, note: Note): Fate {
  const isAccepted = random.chance(0.6)
  const none = { isAccepted, isClear: false, code: null }
  const kind = random.weighted({ timeout: 3, reset: 2, code: 3, gateway: 1, broken: 1, no_id: 1 })
  const isLate = kind === 'timeout' && isAccepted
  note(isLate ? 'a timeout after acceptance' : VANISHED[kind])
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
