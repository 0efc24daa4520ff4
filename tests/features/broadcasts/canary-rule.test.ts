import { describe, expect, it } from 'vitest'
import { sampleOf, USUAL_CANARY } from '../../../worker/contract/broadcast-canary'
import {
  actOf,
  type Figures,
  figuresOf,
  judge,
  rateOf,
} from '../../../worker/features/broadcasts/canary'
import { EMPTY_COUNTS } from '../../../worker/features/broadcasts/counts'

const of = (sent: number, change: Partial<Figures> = {}): Figures => ({
  sent,
  failed: 0,
  stopped: 0,
  delivered: sent,
  read: 0,
  ...change,
})
const verdict = (figures: Figures, change = {}) => judge(figures, { ...USUAL_CANARY, ...change })

describe('a sample', () => {
  it.each([
    [30, 30],
    [400, 50],
    [2_500, 50],
    [10_000, 200],
    [1_000_000, 20_000],
  ])('of %i people are %i', (people, sample) => {
    expect(sampleOf(people)).toBe(sample)
  })

  it('tells less the smaller it is', () => {
    const few = rateOf(1, 50)
    const many = rateOf(100, 5_000)
    expect(few.low).toBeLessThan(many.low)
    expect(few.high).toBeGreaterThan(many.high)
    expect(few.low).toBeLessThan(0.02)
    expect(few.high).toBeGreaterThan(0.02)
    expect(rateOf(0, 0)).toMatchObject({ low: 0, high: 1 })
    expect(rateOf(0, 50).low).toBe(0)
    expect(rateOf(50, 50).high).toBe(1)
  })
})

describe('it is judged so that', () => {
  it('the rest follows where even the worse end of the range is good enough', () => {
    expect(verdict(of(50))).toMatchObject({ verdict: 'go', cause: null })
    expect(verdict(of(5_000, { stopped: 100, failed: 300 })).verdict).toBe('go')
  })

  it('it stops where even the better end is too bad', () => {
    expect(verdict(of(50, { failed: 12 }))).toMatchObject({ verdict: 'stop', cause: 'failed' })
    expect(verdict(of(50, { stopped: 6 }))).toMatchObject({ verdict: 'stop', cause: 'stopped' })
    expect(verdict(of(50, { read: 2 }), { leastReadPercent: 30 })).toMatchObject({
      verdict: 'stop',
      cause: 'read',
    })
  })

  it('somebody is asked in between, and where nobody was reached', () => {
    expect(verdict(of(50, { stopped: 2 }))).toMatchObject({ verdict: 'ask', cause: 'stopped' })
    expect(verdict(of(50, { read: 16 }), { leastReadPercent: 30 }).verdict).toBe('ask')
    expect(verdict(of(0)).verdict).toBe('ask')
  })

  it('reads count only where somebody said so', () => {
    expect(verdict(of(50, { read: 0 })).verdict).toBe('go')
    expect(verdict(of(50, { read: 40 }), { leastReadPercent: 30 }).verdict).toBe('go')
  })
})

describe('what follows', () => {
  it('a bad sample stops at once; a good one waits until it is due', () => {
    expect(actOf('sampling', 'stop', false)).toBe('stop')
    expect(actOf('sampling', 'go', true)).toBeNull()
    expect(actOf('waiting', 'go', false)).toBeNull()
    expect(actOf('waiting', 'go', true)).toBe('go')
    expect(actOf('waiting', 'ask', true)).toBe('ask')
  })

  it('who was asked decides, unless it turns bad; the rest is watched, and stopped once', () => {
    expect(actOf('asking', 'go', true)).toBeNull()
    expect(actOf('asking', 'stop', true)).toBe('stop')
    expect(actOf('went_on', 'ask', true)).toBeNull()
    expect(actOf('went_on', 'stop', true)).toBe('stop')
    expect(actOf('stopped', 'stop', true)).toBeNull()
  })
})

it('counts Meta’s word that somebody stopped as a stop, and not as a failure', () => {
  const states = { delivered: 40, read: 5, failed: 5, skipped: 7, queued: 3 }
  const failures = { '131050': 2, '131026': 3 }
  expect(figuresOf({ ...EMPTY_COUNTS, states, failures }, 1)).toEqual({
    sent: 50,
    failed: 3,
    stopped: 3,
    delivered: 45,
    read: 5,
  })
})
