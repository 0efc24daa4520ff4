import { expect, it } from 'vitest'
import { outcomeOf } from '../../../ui/features/broadcasts/outcome'
import type { ProgressView } from '../../../worker/contract/broadcasts'

const finished = (change: Partial<ProgressView> = {}): ProgressView => ({
  id: 'a'.repeat(26),
  state: 'done',
  stateReason: null,
  stateText: null,
  stateLink: null,
  holdUntil: null,
  startsAt: null,
  rests: null,
  waiting: null,
  parts: [],
  canary: null,
  total: 105,
  counts: { delivered: 60, read: 20, failed: 8, accepted: 2, skipped: 15 },
  replied: 0,
  retryable: { failed: 0, notConfirmed: 0 },
  failures: [],
  skipped: { opted_out: 11, no_consent: 3, over_limit: 1 },
  currency: 'USD',
  costSoFarMicros: 75,
  costByCountry: [{ country: 'IL', market: 'Israel', people: 75, rateMicros: 1, totalMicros: 75 }],
  estimateMicros: { low: 84, high: 90 },
  planned: {
    chosen: 104,
    people: 90,
    leftOut: { opted_out: 11, no_consent: 3 },
    seconds: 2,
    perSecond: 80,
    zones: null,
  },
  rateDate: '2026-10-01',
  startedAt: 1_000,
  lastEventAt: 2_000,
  finishedAt: 9_500,
  perMinute: [],
  etaSeconds: null,
  at: 10_000,
  ...change,
})

it('what was planned and what it became add up line by line', () => {
  const outcome = outcomeOf(finished())
  expect(outcome).toMatchObject({
    chosen: { planned: 104, became: 105 },
    people: { planned: 90, became: 90 },
    cost: { low: 84, high: 90, became: 75 },
    seconds: { planned: 2, became: 9 },
  })
  for (const side of ['planned', 'became'] as const) {
    const left = outcome?.reasons.reduce((sum, line) => sum + line[side], 0) ?? 0
    expect((outcome?.chosen[side] ?? 0) - left).toBe(outcome?.people[side])
  }
})

it('who still waits has not been written to', () => {
  const counts = { queued: 40, sending: 5, delivered: 30, read: 10, failed: 5, skipped: 15 }
  const outcome = outcomeOf(finished({ state: 'running', finishedAt: null, counts }))
  expect(outcome?.reasons.at(-1)).toEqual({ key: 'queued', planned: 0, became: 40 })
  expect(outcome?.people).toMatchObject({ planned: 90, became: 50 })
})

it('people who got it and what was charged differ by what was not delivered and what was free', () => {
  const { people, undelivered, free } = outcomeOf(finished()) ?? {}
  expect({ undelivered, free }).toEqual({ undelivered: 10, free: 5 })
  expect((people?.became ?? 0) - (undelivered ?? 0) - (free ?? 0)).toBe(75)
})

it('calls nothing undelivered while it may still be', () => {
  const resting = finished({ finishedAt: null, counts: { queued: 90, skipped: 15 } })
  expect(outcomeOf(resting)?.undelivered).toBe(0)
})

it('says nothing before it began, nor of what was sent before plans were kept', () => {
  expect(outcomeOf(finished({ startedAt: null }))).toBeNull()
  expect(outcomeOf(finished({ planned: null }))).toBeNull()
})
