import { describe, expect, it } from 'vitest'
import type { Handling, SendAnswer } from '../../worker/boundary/graph/send-errors'
import {
  answerFor,
  MOST_ATTEMPTS,
  queuedAnswer,
  skippedAnswer,
} from '../../worker/features/broadcasts/answers'
import { RANK, STATES_OF_TAB } from '../../worker/features/broadcasts/states'
import { META_CODES } from '../support/meta-codes'
import { BROADCAST_STATES, MODEL_RANK, type Note, ROW_STATES } from './state'

// The model shares no code with the product. What both must mean the same by is compared here; what the
// database's statements do is compared in `tests/features/broadcasts/model.test.ts`.

it('a row has the same states and ranks in the model and in the product', () => {
  const { none: _none, waiting: _waiting, ...ranks } = MODEL_RANK
  expect(ranks).toEqual(RANK)
  expect(ROW_STATES).toHaveLength(Object.keys(RANK).length + 2)
})

it('a broadcast has the same states, as far as sending changes them', () => {
  const inProduct = Object.values(STATES_OF_TAB).flat()
  const before = ['draft', 'scheduled']
  // Nothing moves a broadcast there today; what may leave it is allowed for.
  const unused = ['finishing']
  const inModel = BROADCAST_STATES.filter((state) => state !== 'none')
  expect([...inModel, ...before, ...unused].sort()).toEqual([...inProduct].sort())
})

describe('an answer of Meta’s means to the model what it means to the product', () => {
  type Meaning = { note: Note; follows: string }
  const MEANING: Record<Exclude<Handling, 'ambiguous'>, Meaning> = {
    retry_backoff: { note: 'later', follows: 'none' },
    slow_number: { note: 'later', follows: 'slow_down' },
    recipient_unreachable: { note: 'failed', follows: 'none' },
    opted_out: { note: 'failed', follows: 'opted_out' },
    hold_recipient: { note: 'failed', follows: 'none' },
    stop_broadcast: { note: 'put_back', follows: 'stop' },
    reconnect: { note: 'put_back', follows: 'stop' },
    programming_error: { note: 'failed', follows: 'none' },
    not_send_path: { note: 'failed', follows: 'none' },
  }
  const NOW = 1_800_000_000_000

  const meaningOf = (answer: SendAnswer, attempts = 1): Meaning => {
    const row = { no: 1, token: 'token', attempts }
    const { answer: recorded, consequence } = answerFor(row, answer, NOW, 0.5)
    return { note: noteOf(recorded), follows: consequence.kind }
  }

  const noteOf = ({ state, notBefore = 0 }: { state: string; notBefore?: number }): Note => {
    const same = (['accepted', 'unknown', 'failed', 'skipped'] as const).find(
      (note) => note === state,
    )
    return same ?? (notBefore > NOW ? 'later' : 'put_back')
  }

  it('accepted, and no clear answer', () => {
    const accepted = { kind: 'accepted', wamid: 'w', isHeld: false, waId: null } as const
    expect(meaningOf(accepted).note).toBe('accepted')
    expect(meaningOf({ kind: 'ambiguous', code: 131000 }).note).toBe('unknown')
    expect(meaningOf({ kind: 'ambiguous', code: null }).note).toBe('unknown')
  })

  const refusals = META_CODES.flatMap(([code, , , handling]) =>
    handling === 'ambiguous' ? [] : [{ code, handling }],
  )
  it.each(refusals)('$code: $handling', ({ code, handling }) => {
    expect(meaningOf({ kind: 'refused', code, handling })).toEqual(MEANING[handling])
  })

  it('"later" for the last time is a failure, the bound that the model scales down', () => {
    const later = { kind: 'refused', code: 131056, handling: 'retry_backoff' } as const
    expect(meaningOf(later, MOST_ATTEMPTS - 1).note).toBe('later')
    expect(meaningOf(later, MOST_ATTEMPTS).note).toBe('failed')
  })

  it('what is written instead of a POST', () => {
    const row = { no: 1, token: 'token', attempts: 1 }
    expect(noteOf(queuedAnswer(row, NOW))).toBe('put_back')
    expect(noteOf(skippedAnswer(row, 'deleted', NOW))).toBe('skipped')
  })
})
