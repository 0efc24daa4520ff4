// Words by which sealed messages are found: normalised here, then hashed under a key of the account.

import { fold } from '../contacts/folding'

/** Nobody searches for the thousandth word of a message. */
const MOST_WORDS = 60
const LONGEST = 24
const WORD = /[\p{L}\p{N}]+/gu
/** "and", "the", "in", "to", "from", "that", "like": written together with the next word. */
const PREFIXES = 'והבלמשכ'
const HEBREW = /^[\u05d0-\u05ea]+$/
const FINAL_LETTERS: Record<string, string> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' }

/** The normalised words of a text, each once, with Hebrew words also as they are without prefixes. */
export function indexedWordsOf(text: string): string[] {
  const found = new Set<string>()
  for (const word of wordsIn(text)) {
    for (const form of [word, ...withoutPrefixes(word)]) found.add(form)
    if (found.size >= MOST_WORDS) break
  }
  return [...found].slice(0, MOST_WORDS)
}

/** The words of a search: a message is found when it holds all of them. */
export const soughtWordsOf = (text: string): string[] => [...new Set(wordsIn(text))].slice(0, 6)

const wordsIn = (text: string): string[] =>
  (fold(text).replace(/['"]/g, '').match(WORD) ?? [])
    .filter((word) => word.length > 1)
    .map((word) => unfinal(word.slice(0, LONGEST)))

const unfinal = (word: string) =>
  word.replace(/[ךםןףץ]/g, (letter) => FINAL_LETTERS[letter] ?? letter)

/** "ושבבית" is found by "שבבית", "בבית" and "בית" as well; at least two letters stay. */
function withoutPrefixes(word: string): string[] {
  const forms: string[] = []
  if (!HEBREW.test(word)) return forms
  for (let rest = word; rest.length > 3 && PREFIXES.includes(rest[0] ?? ''); ) {
    rest = rest.slice(1)
    forms.push(rest)
    if (forms.length === 3) break
  }
  return forms
}
