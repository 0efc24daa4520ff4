import { describe, expect, it } from 'vitest'
import { judge, NEW_BREAKER, type Outcome } from '../../../worker/features/broadcasts/breaker'

const fine: Outcome = { kind: 'fine' }
const unclear: Outcome = { kind: 'ambiguous' }
const refused = (code: number): Outcome => ({ kind: 'refused', code, isOurMistake: false })
const mistake: Outcome = { kind: 'refused', code: 132000, isOurMistake: true }
const times = (count: number, outcome: Outcome) => Array<Outcome>(count).fill(outcome)

const stopAfter = (...outcomes: Outcome[]) => judge(NEW_BREAKER, outcomes).stop

describe('a broadcast stops by itself', () => {
  it('when the first three messages are our own mistake', () => {
    expect(stopAfter(mistake, mistake, mistake)).toBe('our_mistake')
    expect(stopAfter(mistake, mistake)).toBeNull()
    // Later ones are the mistake of a person's values, not of the mapping.
    expect(stopAfter(fine, mistake, mistake, mistake)).toBeNull()
  })

  it('when five answers in a row are unclear', () => {
    expect(stopAfter(...times(5, unclear))).toBe('no_answers')
    expect(stopAfter(...times(4, unclear), fine, ...times(4, unclear))).toBeNull()
  })

  it('when 2 % of the last 200 answers are unclear', () => {
    const apart = [unclear, ...times(49, fine)]
    expect(stopAfter(...apart, ...apart, ...apart, ...apart)).toBe('no_answers')
    // Not before there are 200 of them, and not when the first have left the window.
    expect(stopAfter(...apart, ...apart, ...apart, unclear, ...times(40, fine))).toBeNull()
    expect(stopAfter(unclear, ...times(199, fine), ...times(3, unclear))).toBeNull()
  })

  it('when more than 30 % of the last 50 failed for one same reason', () => {
    expect(stopAfter(...times(35, fine), ...times(16, refused(131026)))).toBe('many_same_failures')
    expect(stopAfter(...times(35, fine), ...times(15, refused(131026)))).toBeNull()
    const mixed = Array.from({ length: 50 }, (_, at) => refused(131000 + (at % 4)))
    expect(stopAfter(...mixed)).toBeNull()
  })

  it('and not for a single person who cannot be reached', () => {
    expect(stopAfter(refused(131026), ...times(400, fine), refused(131026), unclear)).toBeNull()
  })
})

it('says the same whether outcomes come one by one or in windows', () => {
  const outcomes = [...times(20, fine), ...times(3, unclear), fine, ...times(20, refused(131049))]
  let state = NEW_BREAKER
  const stops = outcomes.map((outcome) => {
    const judged = judge(state, [outcome])
    state = judged.state
    return judged.stop
  })
  const whole = judge(NEW_BREAKER, outcomes)
  expect(state).toEqual(whole.state)
  expect(stops.find((stop) => stop !== null)).toBe(whole.stop)
})

it('remembers no more than it needs', () => {
  const { state } = judge(NEW_BREAKER, times(5000, refused(131026)))
  expect(state.last).toHaveLength(200)
})
