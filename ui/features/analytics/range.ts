/** Calendar days as text, reckoned without any time zone. */
const DAY_MS = 86_400_000

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** What a date in text is at noon in UTC, for formats that are told so. */
export const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`)

export const PRESETS = ['today', '7', '30', 'month', 'custom'] as const
export type Preset = (typeof PRESETS)[number]

export type Days = { from: string; to: string }

/** The days that a choice means today. */
export function daysOf(preset: Preset, custom: Days, today: string): Days {
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case '7':
      return { from: addDays(today, -6), to: today }
    case '30':
      return { from: addDays(today, -29), to: today }
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: today }
    case 'custom':
      return custom.from && custom.to && custom.from <= custom.to
        ? custom
        : { from: addDays(today, -29), to: today }
  }
}

export const isSaturday = (day: string) => new Date(noonOf(day)).getUTCDay() === 6

/** A round number at or above the largest value, so that half of it is round, too. */
export function roundAbove(most: number): number {
  if (most <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(most))
  const steps = [1, 2, 4, 5, 6, 8, 10]
  return (steps.find((step) => step * power >= most) ?? 10) * power
}

/** By how much of the earlier one it changed; null where there was nothing to compare with. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : (now - before) / before

export const shareOf = (part: number, base: number): number | null =>
  base === 0 ? null : part / base
