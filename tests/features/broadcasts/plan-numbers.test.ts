import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlanGroup, planNumbers, sendSeconds } from '../../../worker/features/broadcasts/plan'
import { rateFor, ratesByCountry } from '../../../worker/features/meta/rates'

const DAY = '2026-11-23'
const kept = (country: string | null, people: number): PlanGroup => ({
  reason: null,
  country,
  people,
})
const left = (reason: PlanGroup['reason'], people: number): PlanGroup => ({
  reason,
  country: 'IL',
  people,
})

describe('the numbers of a plan', () => {
  it('add up: who was chosen either gets it or is left out for one reason', () => {
    const reasons = fc.constantFrom(null, 'opted_out', 'no_consent', 'no_identity') as fc.Arbitrary<
      PlanGroup['reason']
    >
    const group = fc.record({
      reason: reasons,
      country: fc.constantFrom('IL', 'DE', 'XX', null),
      people: fc.integer({ min: 1, max: 100_000 }),
    })
    fc.assert(
      fc.property(fc.array(group), (groups) => {
        const plan = planNumbers(groups, 'MARKETING', DAY)
        const out = plan.leftOut.reduce((sum, { count }) => sum + count, 0)
        const paid = plan.cost.reduce((sum, { totalMicros }) => sum + totalMicros, 0)
        expect(plan.people + out).toBe(plan.chosen)
        expect(plan.cost.reduce((sum, { people }) => sum + people, 0)).toBe(plan.people)
        expect(plan.highMicros).toBe(paid)
        expect(plan.lowMicros).toBeLessThanOrEqual(plan.highMicros)
        expect(Number.isSafeInteger(plan.highMicros)).toBe(true)
      }),
    )
  })

  it('price each country by its market, and countries on no list as "Other"', () => {
    const groups = [kept('IL', 100), kept('DE', 10), kept('XX', 1), kept(null, 1)]
    const { cost, highMicros } = planNumbers(groups, 'MARKETING', DAY)
    const priceOf = (country: string | null) =>
      cost.find((line) => line.country === country)?.rateMicros ?? 0
    expect(priceOf('XX')).toBe(rateFor(null, 'marketing', DAY).micros)
    expect(priceOf(null)).toBe(priceOf('XX'))
    expect(priceOf('DE')).toBeGreaterThan(priceOf('IL'))
    expect(highMicros).toBe(100 * priceOf('IL') + 10 * priceOf('DE') + 2 * priceOf('XX'))
    expect(cost[0]?.country).toBe('IL')
  })

  it('price a message about an order as such', () => {
    const price = (category: string) => planNumbers([kept('IL', 1)], category, DAY).highMicros
    expect(price('UTILITY')).toBeLessThan(price('MARKETING'))
  })

  it('sum people of all countries behind one reason', () => {
    const groups = [left('opted_out', 3), { ...left('opted_out', 4), country: 'DE' }]
    expect(planNumbers(groups, 'MARKETING', DAY).leftOut).toEqual([
      { reason: 'opted_out', count: 7 },
    ])
  })

  it('of nobody are zero', () => {
    expect(planNumbers([], 'MARKETING', DAY)).toMatchObject({
      chosen: 0,
      people: 0,
      cost: [],
      lowMicros: 0,
      highMicros: 0,
    })
  })

  it('say how long it takes at the pace of the number', () => {
    expect(sendSeconds(0, 80)).toBe(0)
    expect(sendSeconds(1, 80)).toBe(1)
    expect(sendSeconds(100_000, 80)).toBe(1250)
  })
})

describe('the rate card', () => {
  it('is read by date: a price counts from the day it begins', () => {
    const argentina = (day: string) => rateFor('AR', 'service', day).micros
    expect(argentina('2026-09-30')).toBe(0)
    expect(argentina('2026-10-01')).toBe(26_000)
    expect(argentina('2031-01-01')).toBe(26_000)
  })

  it('gives the freeze the same prices as the plan', () => {
    const { byCountry, other } = ratesByCountry('marketing', DAY)
    expect(Object.keys(byCountry).length).toBeGreaterThan(50)
    for (const [country, micros] of Object.entries(byCountry)) {
      expect(micros).toBe(rateFor(country, 'marketing', DAY).micros)
    }
    expect(other).toBe(rateFor('XX', 'marketing', DAY).micros)
  })
})
