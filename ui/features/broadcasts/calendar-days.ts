import { dateLocale } from '../../lib/format'
import { noonOf } from './weeks'

type WithWeek = Intl.Locale & {
  getWeekInfo?: () => { firstDay: number }
  weekInfo?: { firstDay: number }
}

/** 0 is Sunday. What the reader's region begins a week with: Sunday in Israel and the United States. */
export function firstWeekday(): number {
  const locale: WithWeek = new Intl.Locale(dateLocale())
  const { firstDay } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 7 }
  return firstDay % 7
}

export const weekOrder = (): number[] =>
  [0, 1, 2, 3, 4, 5, 6].map((day) => (day + firstWeekday()) % 7)

/** Any Sunday. */
const A_SUNDAY = Date.UTC(2026, 10, 22)
const DAY_MS = 86_400_000

const inUtc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(dateLocale(), { timeZone: 'UTC', ...options })

export const weekdayName = (weekday: number, style: 'long' | 'short') =>
  inUtc({ weekday: style }).format(A_SUNDAY + weekday * DAY_MS)

export const monthName = (month: string) =>
  inUtc({ month: 'long', year: 'numeric' }).format(noonOf(`${month}-01`))

export const dayName = (day: string) =>
  inUtc({ weekday: 'long', day: 'numeric', month: 'long' }).format(noonOf(day))

export const dayOfMonth = (day: string) => Number(day.slice(8))
