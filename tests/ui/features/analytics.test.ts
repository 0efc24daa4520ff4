import { describe, expect, it } from 'vitest'
import {
  addDays,
  changeOf,
  daysOf,
  isSaturday,
  roundAbove,
} from '../../../ui/features/analytics/range'
import { dayIn } from '../../../ui/lib/day'

const NONE = { from: '', to: '' }

describe('the days that a choice means', () => {
  it('end today, and count today', () => {
    const today = '2026-11-03'
    expect(daysOf('today', NONE, today)).toEqual({ from: today, to: today })
    expect(daysOf('7', NONE, today)).toEqual({ from: '2026-10-28', to: today })
    expect(daysOf('30', NONE, today)).toEqual({ from: '2026-10-05', to: today })
    expect(daysOf('month', NONE, today)).toEqual({ from: '2026-11-01', to: today })
  })

  it('are what was typed where that is a range, else the last 30', () => {
    const typed = { from: '2026-01-02', to: '2026-01-05' }
    expect(daysOf('custom', typed, '2026-11-03')).toEqual(typed)
    const backwards = { from: '2026-01-05', to: '2026-01-02' }
    expect(daysOf('custom', backwards, '2026-11-03').to).toBe('2026-11-03')
  })

  it('begin at midnight in the zone, and no day is lost where clocks change', () => {
    const beforeMidnight = Date.UTC(2026, 9, 24, 20, 59)
    expect(dayIn('Asia/Jerusalem', beforeMidnight)).toBe('2026-10-24')
    expect(dayIn('Asia/Jerusalem', beforeMidnight + 60_000)).toBe('2026-10-25')
    expect(addDays('2026-10-24', 1)).toBe('2026-10-25')
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26')
    expect(isSaturday('2026-10-24')).toBe(true)
  })
})

describe('a scale', () => {
  it('ends at a round number not below the longest bar', () => {
    expect([0, 1, 3, 7, 60, 101, 999, 10_200].map(roundAbove)).toEqual([
      2, 2, 4, 8, 60, 200, 1000, 20_000,
    ])
  })

  it('says nothing of a change from nothing', () => {
    expect(changeOf(5, 0)).toBeNull()
    expect(changeOf(5, 4)).toBe(0.25)
  })
})
