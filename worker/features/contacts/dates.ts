// Dates as people and programs write them into lists.

import { DAY_MS } from '../../lib/time'

/** Countries that write the month first. */
const MONTH_FIRST = new Set(['US', 'PH', 'PW', 'FM', 'MH', 'BZ'])
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ,].*)?$/
const HAS_TIME_AND_ZONE = /T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/

/** The day a cell names, in UTC; null when it names none, or one that has not come yet. */
export function readDay(cell: string, country: string, now: number): number | null {
  const at = HAS_TIME_AND_ZONE.test(cell) ? Date.parse(cell) : readParts(cell, country)
  // A day's grace, since somewhere it is tomorrow already.
  return at !== null && at >= 0 && at <= now + DAY_MS ? at : null
}

function readParts(cell: string, country: string): number | null {
  const yearFirst = YEAR_FIRST.exec(cell)
  if (yearFirst) return dayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  const yearLast = YEAR_LAST.exec(cell)
  if (!yearLast) return null
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[2]), Number(yearLast[3])]
  const isMonthFirst = second > 12 || (MONTH_FIRST.has(country) && first <= 12)
  return isMonthFirst ? dayOf(year, first, second) : dayOf(year, second, first)
}

/** Null for days that no calendar has. */
function dayOf(year: number, month: number, day: number): number | null {
  const at = Date.UTC(year, month - 1, day)
  const date = new Date(at)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : null
}
