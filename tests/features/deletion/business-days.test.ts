import { expect, it } from 'vitest'
import {
  addBusinessDays,
  dueDayOf,
  endOf,
  isBusinessDay,
} from '../../../worker/features/deletion/business-days'

const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`)

it('rests on Friday and Saturday in Israel, on Saturday and Sunday elsewhere', () => {
  // Sunday to Saturday of an ordinary week.
  const week = ['22', '23', '24', '25', '26', '27', '28'].map((day) => `2026-11-${day}`)
  const israel = week.map((day) => isBusinessDay(day, 'israel'))
  const western = week.map((day) => isBusinessDay(day, 'monday_to_friday'))
  expect(israel).toEqual([true, true, true, true, true, false, false])
  expect(western).toEqual([false, true, true, true, true, true, false])
})

it('rests on the holidays of Israel', () => {
  const holidays = [
    '2027-04-22', // Pesach
    '2027-04-28', // its last day
    '2025-10-02', // Yom Kippur
    '2025-09-23', // Rosh Hashana
    '2025-09-24',
    '2025-10-07', // Sukkot
    '2025-10-14', // Shemini Atzeret
    '2025-06-02', // Shavuot
  ]
  expect(holidays.filter((day) => isBusinessDay(day, 'israel'))).toEqual([])
})

it('keeps Independence Day where the law moves it', () => {
  // 5 Iyar was or will be: Wednesday, Saturday, Monday, Wednesday, Friday.
  const kept = ['2023-04-26', '2025-05-01', '2024-05-14', '2026-04-22', '2022-05-05', '2027-05-12']
  expect(kept.filter((day) => isBusinessDay(day, 'israel'))).toEqual([])
  // The day itself is an ordinary one when the holiday was moved away from it.
  expect(isBusinessDay('2024-05-13', 'israel')).toBe(true)
})

it('promises the earlier of both calendars', () => {
  // Monday: both count seven days, Israel Tue to Thu, Sun to Wed; elsewhere Tue to Fri, Mon to Wed.
  expect(dueDayOf(noonOf('2026-11-23'))).toBe('2026-12-02')
  // Before the autumn's holidays Israel counts far longer, so the other calendar is the promise.
  const from = '2025-09-18'
  expect(addBusinessDays(from, 7, 'israel') > '2025-09-29').toBe(true)
  expect(dueDayOf(noonOf(from))).toBe('2025-09-29')
  // On a Saturday Israel is first: Sunday is its first day.
  expect(dueDayOf(noonOf('2026-11-28'))).toBe('2026-12-07')
})

it('never promises more than eleven calendar days', () => {
  for (let at = noonOf('2025-01-01'); at < noonOf('2031-01-01'); at += 24 * 3_600_000) {
    const days = (noonOf(dueDayOf(at)) - at) / (24 * 3_600_000)
    expect(days).toBeGreaterThanOrEqual(8)
    expect(days).toBeLessThanOrEqual(11)
  }
})

it('ends a day with its last moment in Israel, in winter, in summer and when clocks change', () => {
  expect(endOf('2026-11-23')).toBe(Date.parse('2026-11-23T22:00:00Z') - 1)
  expect(endOf('2026-07-01')).toBe(Date.parse('2026-07-01T21:00:00Z') - 1)
  // The night of Thursday to Friday in which summer time begins.
  expect(endOf('2026-03-26')).toBe(Date.parse('2026-03-26T22:00:00Z') - 1)
  expect(endOf('2026-03-27')).toBe(Date.parse('2026-03-27T21:00:00Z') - 1)
})

it('counts a request of late evening for the day it has in Israel', () => {
  // 23:30 UTC on Sunday is Monday in Israel.
  const sunday = Date.parse('2026-11-22T23:30:00Z')
  expect(dueDayOf(sunday)).toBe(dueDayOf(noonOf('2026-11-23')))
})
