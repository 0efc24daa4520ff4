import { describe, expect, it } from 'vitest'
import { handlingOf, handlingOfRefusal } from '../../../worker/boundary/graph/send-errors'
import { META_CODES } from '../../support/meta-codes'

describe('what a refusal means for the one message', () => {
  it.each(META_CODES)('%i to %i is known', (first, last, _http, handling) => {
    expect([handlingOf(first), handlingOf(last)]).toEqual([handling, handling])
  })

  it.each(META_CODES)(
    '%i to %i with HTTP 400 follows its code',
    (first, _last, _http, handling) => {
      expect(handlingOfRefusal(400, first, null)).toBe(handling)
    },
  )

  // Only a code that says "not accepted" is believed inside a 5xx: anything else may have been sent.
  const SAYS_NOT_ACCEPTED = new Set([
    'retry_backoff',
    'slow_number',
    'stop_broadcast',
    'reconnect',
  ] as string[])
  it.each(META_CODES)('%i to %i inside a 5xx is never guessed', (first, _last, _http, handling) => {
    const expected = SAYS_NOT_ACCEPTED.has(handling) ? handling : 'ambiguous'
    for (const status of [500, 502, 503, 504]) {
      expect(handlingOfRefusal(status, first, null)).toBe(expected)
    }
  })

  it.each([1, 2, 131000, 131016])('%i may have been accepted, whatever its status', (code) => {
    for (const status of [400, 429, 500, 503]) {
      expect(handlingOfRefusal(status, code, null)).toBe('ambiguous')
    }
  })

  it.each([
    ['an unknown code', 400, 987_654, null, 'programming_error'],
    ['an unknown code in a 5xx', 500, 987_654, null, 'ambiguous'],
    ['no code', 400, null, null, 'programming_error'],
    ['no code, too many requests', 429, null, null, 'slow_number'],
    ['no code in a 5xx', 503, null, null, 'ambiguous'],
    ['an object that the token no longer sees', 400, 100, 33, 'reconnect'],
  ] as const)('%s', (_what, status, code, subcode, handling) => {
    expect(handlingOfRefusal(status, code, subcode)).toBe(handling)
  })
})
