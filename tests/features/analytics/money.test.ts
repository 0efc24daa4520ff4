import { describe, expect, it } from 'vitest'
import { type Charge, NO_COUNTS } from '../../../worker/features/analytics/cells'
import { type MetaLine, moneyOfDay } from '../../../worker/features/analytics/money'
import { nextPossibleChange, openRates, rateFor } from '../../../worker/features/meta/rates'

const DAY = '2026-10-05'
const rates = openRates('USD', [])
const rate = (country: string, category: 'marketing' | 'utility' | 'service') =>
  rateFor(country, category, DAY).micros

const cell = (sent: number, delivered: number) => ({
  ...NO_COUNTS,
  sent,
  delivered,
  country: 'IL',
  category: 'marketing' as const,
  broadcastId: 'b',
  failures: {},
})
const charge = (messages: number, change: Partial<Charge> = {}): Charge => ({
  country: 'IL',
  category: 'marketing',
  broadcastId: 'b',
  chargedAs: 'marketing',
  type: 'regular',
  messages,
  ...change,
})
const line = (volume: number, costMicros: number, change: Partial<MetaLine> = {}): MetaLine => ({
  numberId: 'n',
  country: 'IL',
  category: 'marketing',
  type: 'regular',
  tier: '',
  volume,
  costMicros,
  ...change,
})

const sumOf = (parts: object) => Object.values(parts).reduce<number>((sum, one) => sum + one, 0)

describe('the three figures of a day', () => {
  const il = rate('IL', 'marketing')

  it('agree where everything was delivered, charged and told', () => {
    const money = moneyOfDay(DAY, [cell(10, 10)], [charge(10)], [line(10, 10 * il)], rates)
    expect([money.forecast, money.priced, money.billed]).toEqual([10 * il, 10 * il, 10 * il])
    expect(sumOf(money.differences)).toBe(0)
    expect(money.metaDifferences).toEqual({ volume: 0, price: 0 })
  })

  it('differ by causes whose sum is the difference, exactly', () => {
    const charges = [
      charge(5),
      charge(1, { type: 'free_entry_point' }),
      charge(1, { type: 'free_customer_service', chargedAs: 'service' }),
      charge(2, { chargedAs: 'utility' }),
    ]
    // Ten were sent, seven of them delivered; two that are charged now were sent the day before.
    const lines = [line(6, 6 * il), line(2, rate('IL', 'utility'), { category: 'utility' })]
    const money = moneyOfDay(DAY, [cell(10, 7)], charges, lines, rates)
    expect(money.forecast - sumOf(money.differences)).toBe(money.priced)
    expect(money.priced).toBe(5 * il + 2 * rate('IL', 'utility'))
    expect(money.differences).toEqual({
      notDelivered: 3 * il,
      otherDay: -2 * il,
      freeEntry: il,
      freeService: il,
      category: 2 * (il - rate('IL', 'utility')),
    })
    expect(money.metaDifferences).toEqual({ volume: il, price: -rate('IL', 'utility') })
    expect(money.priced + sumOf(money.metaDifferences ?? {})).toBe(money.billed)
  })

  it('say nothing of what Meta bills where Meta bills somebody else', () => {
    const lines = [line(10, 0, { costMicros: null })]
    const money = moneyOfDay(DAY, [cell(10, 10)], [charge(10)], lines, rates)
    expect(money).toMatchObject({ priced: 10 * il, billed: null, metaDifferences: null })
  })

  it('say what has no rate instead of counting it as free', () => {
    const money = moneyOfDay(DAY, [cell(10, 10)], [charge(10)], null, openRates('EUR', []))
    expect(money).toMatchObject({ forecast: 0, priced: 0, billed: null, unpriced: 10 })
  })
})

describe('prices', () => {
  const card = (effective: string, marketing: number) => ({
    currency: 'USD',
    effective,
    rates: { Israel: { marketing, utility: 1, authentication: 1, service: 1 } },
  })

  it('stay with the day on which a message was delivered', () => {
    const dated = openRates('USD', [card('2027-01-01', 99), card('2027-04-01', 77)])
    const at = (day: string) => dated('IL', 'marketing', day)
    expect(at('2026-12-31')).toEqual(rateFor('IL', 'marketing', '2026-12-31'))
    expect(at('2027-01-01')).toEqual({ market: 'Israel', micros: 99, uncertain: false })
    expect(at('2027-03-31')?.micros).toBe(99)
    expect(at('2027-04-01')?.micros).toBe(77)
  })

  it('change on the first day of a quarter at the earliest', () => {
    const dates = ['2026-11-28', '2026-12-31', '2027-01-01', '2027-09-30'].map(nextPossibleChange)
    expect(dates).toEqual(['2027-01-01', '2027-01-01', '2027-04-01', '2027-10-01'])
  })
})
