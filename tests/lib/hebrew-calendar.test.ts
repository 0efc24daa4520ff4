import { describe, expect, it } from 'vitest'
import { holidayOn, isIndependenceDay } from '../../worker/lib/hebrew-calendar'
import { addDays } from '../../worker/lib/zones'

/** Every day of a year that has a name. */
function holidaysOf(year: number): Record<string, string> {
  const found: Record<string, string> = {}
  for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = addDays(day, 1)) {
    const holiday = holidayOn(day)
    if (holiday) found[day] = holiday
  }
  return found
}

// Dates as published by Israel's government and the Central Bureau of Statistics.
describe('the holidays of Israel', () => {
  it('of 2026 fall on their days', () => {
    expect(holidaysOf(2026)).toEqual({
      '2026-04-02': 'pesach',
      '2026-04-08': 'pesach',
      '2026-04-14': 'holocaust_day',
      '2026-04-21': 'memorial_day',
      '2026-04-22': 'independence_day',
      '2026-05-22': 'shavuot',
      '2026-09-12': 'rosh_hashana',
      '2026-09-13': 'rosh_hashana',
      '2026-09-21': 'yom_kippur',
      '2026-09-26': 'sukkot',
      '2026-10-03': 'shemini_atzeret',
    })
  })

  it.each([
    // 5 Iyar: a Monday, which gives way to Tuesday; a Saturday; a Wednesday; a Friday, of long ago.
    ['2024-05-14', '2024-05-13', '2024-05-06'],
    ['2025-05-01', '2025-04-30', '2025-04-24'],
    ['2027-05-12', '2027-05-11', '2027-05-04'],
    ['2028-05-02', '2028-05-01', '2028-04-24'],
    ['2021-04-15', '2021-04-14', '2021-04-08'],
  ])(
    'Independence Day is %s, Memorial Day %s, Holocaust Day %s',
    (independence, memorial, holocaust) => {
      expect(holidayOn(independence)).toBe('independence_day')
      expect(holidayOn(memorial)).toBe('memorial_day')
      expect(holidayOn(holocaust)).toBe('holocaust_day')
    },
  )

  it('have one Independence Day a year, and never next to a Sabbath', () => {
    for (let year = 2020; year < 2060; year++) {
      const days = Object.entries(holidaysOf(year))
      const independence = days.filter(([, name]) => name === 'independence_day')
      expect(independence).toHaveLength(1)
      expect(days.filter(([, name]) => name === 'memorial_day')).toHaveLength(1)
      expect(days.filter(([, name]) => name === 'holocaust_day')).toHaveLength(1)
      const [day = ''] = independence[0] ?? []
      expect(isIndependenceDay(day)).toBe(true)
      expect([2, 3, 4]).toContain(new Date(`${day}T12:00:00Z`).getUTCDay())
    }
  })
})
