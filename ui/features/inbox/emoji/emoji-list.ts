// Names and words of emoji in both languages, from Unicode CLDR 45 (LICENSE-UNICODE.txt). What only newer
// systems draw is left out, and so are variants by sex and colour of skin.

import groups from './emoji.json'

type Language = 'en' | 'he'

export type Emoji = {
  emoji: string
  names: Record<Language, string>
  /** Everything it is found by, in both languages: people search in the one they think in. */
  words: string
}
export type EmojiGroup = { group: string; emoji: Emoji[] }

const REGIONS: Record<Language, Intl.DisplayNames> = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  he: new Intl.DisplayNames('he', { type: 'region' }),
}
const FIRST_LETTER = 0x1f1e6
const A = 65

/** A flag is the two letters of its country. */
function nameOfFlag(flag: string, language: Language): string {
  const letters = Array.from(flag, (one) => (one.codePointAt(0) ?? 0) - FIRST_LETTER + A)
  const code = String.fromCharCode(...letters)
  return REGIONS[language].of(code) ?? code
}

const nameIn = (words: string) => words.split('|')[0] ?? ''

function toEmoji([emoji = '', en, he]: string[]): Emoji {
  const words = { en: en ?? nameOfFlag(emoji, 'en'), he: he ?? nameOfFlag(emoji, 'he') }
  return {
    emoji,
    names: { en: nameIn(words.en), he: nameIn(words.he) },
    words: `${words.en}|${words.he}`.toLowerCase(),
  }
}

export const EMOJI: EmojiGroup[] = groups.map(({ group, emoji }) => ({
  group,
  emoji: emoji.map(toEmoji),
}))

/** Those in which each word begins some word: first what is called so, then what begins so. */
export function findEmoji(typed: string, most: number): Emoji[] {
  const wanted = typed.toLowerCase().trim().split(/\s+/)
  const begins = (text: string, word: string) =>
    text.startsWith(word) || text.includes(`|${word}`) || text.includes(` ${word}`)
  const found = EMOJI.flatMap(({ emoji }) => emoji).filter(({ words }) =>
    wanted.every((word) => begins(words, word)),
  )
  const rank = ({ names }: Emoji) => {
    const own = Object.values(names).map((name) => name.toLowerCase())
    if (own.includes(wanted.join(' '))) return 0
    return own.some((name) => name.startsWith(wanted[0] ?? '')) ? 1 : 2
  }
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
}
