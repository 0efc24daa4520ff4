import { m } from '../../paraglide/messages.js'

const NAMES: Record<string, () => string> = {
  GREEN: m.numbers_quality_green,
  YELLOW: m.numbers_quality_yellow,
  RED: m.numbers_quality_red,
}

/** Meta's rating of a number, as a word. */
export const qualityName = (rating: string) => (NAMES[rating] ?? m.numbers_quality_unknown)()
