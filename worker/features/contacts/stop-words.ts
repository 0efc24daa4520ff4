// When a message asks for no more messages. A plain word counts as a whole message only, so that "stop by
// tomorrow" is a visit; a clear request counts anywhere.

import { WORD_LANGUAGES, type WordLanguage } from '../../contract/consent'
import { fold } from './folding'
import { WORD_LISTS } from './word-lists'

/** What an account changed about the lists. */
export type OwnWords = { own: readonly string[]; leftOut: readonly string[] }
export const NO_OWN_WORDS: OwnWords = { own: [], leftOut: [] }

/** A word, and the language it was written in; null where an account added the word itself. */
export type Asked = { language: WordLanguage | null }

/** Clear wherever they stand, unless they are turned round or quoted. */
const REQUESTS: [WordLanguage, RegExp][] = [
  ['en', /\b(?:please|pls) (?:stop|unsubscribe|remove me)\b/],
  ['en', /\bstop (?:sending|messaging|texting|contacting) me\b/],
  ['en', /\b(?:unsubscribe|remove) me\b/],
  ['en', /\btake me off\b/],
  ['he', /(?:^| )(?:להסיר|תסירו|הסירו|תסיר|תסירי|תורידו|להוריד) אותי(?: |$)/],
  ['he', /(?:^| )(?:תפסיקו|הפסיקו|תפסיק|תפסיקי) לשלוח/],
  ['he', /(?:^| )אל תשלחו (?:לי )?(?:יותר|עוד)/],
  ['ru', /(?:^| )отпишите меня(?: |$)/],
  ['ar', /(?:^| )(?:الغاء|إلغاء) (?:ال)?اشتراكي(?: |$)/],
]

/** "Don't stop", "why did you remove me", "אל תסירו אותי". */
const TURNED_ROUND =
  /\b(?:do not|don'?t|dont|never|why did you|did you)(?: \w+)? (?:stop|unsubscribe|remove)\b|(?:^| )(?:אל|לא|למה|מדוע) (?:להסיר|תסירו|תסיר|תסירי|תפסיקו|תפסיק|הסרתם|תורידו)/

// Folded text has straight quotes only; apostrophes are no quotes, or "don't … it's" would be one.
const QUOTED = /"[^"]*"|«[^»]*»/g
/** Longer texts are letters, and letters are for people to read. */
const MOST_CHARS = 300

/** Which language a request to stop is in; null for what is none. */
export function readStop(text: string, words: OwnWords = NO_OWN_WORDS): Asked | null {
  if (text.length > MOST_CHARS) return null
  const whole = normal(text)
  if (words.own.some((one) => normal(one) === whole)) return { language: null }
  const language = STOP.get(whole)
  if (language && !isLeftOut(whole, words)) return { language }
  const said = normal(fold(text).replace(QUOTED, ' '))
  if (TURNED_ROUND.test(said)) return null
  const request = REQUESTS.find(([, pattern]) => pattern.test(said))
  return request ? { language: request[0] } : null
}

/** Who had stopped comes back by one of these; from anybody else they are just words. */
export function readStart(text: string): Asked | null {
  const language = START.get(normal(text))
  return language ? { language } : null
}

/** Only words that may be left out are: a setting from before a list grew changes nothing else. */
const isLeftOut = (whole: string, { leftOut }: OwnWords) =>
  !KEPT.has(whole) && leftOut.some((one) => normal(one) === whole)

/** Without punctuation and emoji round the words; apostrophes and hyphens inside words stay. */
export function normal(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}'\s-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The first language that has a word keeps it. */
const wordsOf = (parts: ('kept' | 'more' | 'start')[]) =>
  new Map(
    [...WORD_LANGUAGES]
      .reverse()
      .flatMap((language) =>
        parts.flatMap((part) =>
          WORD_LISTS[language][part].map((word) => [normal(word), language] as const),
        ),
      ),
  )

const STOP = wordsOf(['kept', 'more'])
const KEPT = wordsOf(['kept'])
const START = wordsOf(['start'])
