/** Far from every change of clocks. */
export const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`)

export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The weeks that a month touches, each of seven days, beginning with the reader's first weekday. */
export function weeksOf<Day extends { day: string }>(
  days: Day[],
  month: string,
  firstDay: number,
): Day[][] {
  const isFirst = ({ day }: Day) => new Date(noonOf(day)).getUTCDay() === firstDay
  const weeks: Day[][] = []
  for (const [index, day] of days.entries()) {
    if (!isFirst(day)) continue
    const week = days.slice(index, index + 7)
    if (week.length === 7 && week.some((one) => one.day.startsWith(month))) weeks.push(week)
  }
  return weeks
}
