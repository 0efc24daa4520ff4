import { describe, expect, it } from 'vitest'
import { lateBy } from '../../../ui/features/broadcasts/late'
import { monthAfter, weeksOf } from '../../../ui/features/broadcasts/weeks'
import { monthSheet } from '../../../worker/features/broadcasts/month'
import { openZone } from '../../../worker/lib/zones'

const daysOf = (month: string) =>
  monthSheet(month, openZone('Asia/Jerusalem')).days.map((day) => ({ day }))

describe('the weeks of a month', () => {
  it.each([
    ['2026-02', 0],
    ['2026-02', 1],
    ['2026-11', 0],
    ['2027-01', 1],
    ['2026-08', 6],
  ])('of %s that begin on weekday %i have each day once, in whole weeks', (month, firstDay) => {
    const days = daysOf(month)
    const weeks = weeksOf(days, month, firstDay)
    const shown = weeks.flat().map(({ day }) => day)
    const own = days.map(({ day }) => day).filter((day) => day.startsWith(month))
    expect(shown.filter((day) => day.startsWith(month))).toEqual(own)
    for (const week of weeks) {
      expect(week).toHaveLength(7)
      expect(new Date(`${week[0]?.day}T12:00:00Z`).getUTCDay()).toBe(firstDay)
    }
  })

  it('lead to the months around, also over the year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
  })
})

describe('a late start', () => {
  it('is told from some minutes on, and only of a scheduled one', () => {
    expect(lateBy({ startsAt: 0, startedAt: 60_000 })).toBe(0)
    expect(lateBy({ startsAt: 0, startedAt: 7_200_000 })).toBe(7_200_000)
    expect(lateBy({ startsAt: null, startedAt: 7_200_000 })).toBe(0)
    expect(lateBy({ startsAt: 0, startedAt: null })).toBe(0)
  })
})
