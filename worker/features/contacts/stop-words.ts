// When a message asks for no more messages. A plain word counts as a whole message only, so that "stop by
// tomorrow" is a visit; a clear request counts anywhere.

import { fold } from './folding'

/** Hebrew, English, Arabic, Russian; compared folded, without punctuation. */
const WORDS = new Set(
  `הסר, הסרה, הסירו, הסירו אותי, תסירו, תסירו אותי, להסיר, להסיר אותי, הסר אותי, הסירי, די, עצור, עצרו, הפסק,
  הפסיקו, תפסיקו, ביטול, בטל, לא מעוניין, לא מעוניינת, לא מעוניין תודה,
  stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, opt out, optout, opt-out, remove, remove me,
  please stop, stop please, stop it, no more, stop messaging me, stop texting me,
  stop promotions, stop marketing, stop messages,
  توقف, قف, ايقاف, إيقاف, الغاء, إلغاء, الغاء الاشتراك, إلغاء الاشتراك, اوقف, أوقف, اوقفوا, احذفني,
  стоп, отписаться, отпишите, отпишите меня, отмена, хватит, остановить, прекратите, удалите меня`
    .split(',')
    .map((word) => normal(word)),
)

/** Clear wherever they stand, unless they are turned round or quoted. */
const REQUESTS = [
  /\b(?:please|pls) (?:stop|unsubscribe|remove me)\b/,
  /\bstop (?:sending|messaging|texting|contacting) me\b/,
  /\b(?:unsubscribe|remove) me\b/,
  /\btake me off\b/,
  /(?:^| )(?:להסיר|תסירו|הסירו|תסיר|תסירי|תורידו|להוריד) אותי(?: |$)/,
  /(?:^| )(?:תפסיקו|הפסיקו|תפסיק|תפסיקי) לשלוח/,
  /(?:^| )אל תשלחו (?:לי )?(?:יותר|עוד)/,
  /(?:^| )отпишите меня(?: |$)/,
  /(?:^| )(?:الغاء|إلغاء) (?:ال)?اشتراكي(?: |$)/,
]

/** "Don't stop", "why did you remove me", "אל תסירו אותי". */
const TURNED_ROUND =
  /\b(?:do not|don'?t|dont|never|why did you|did you)(?: \w+)? (?:stop|unsubscribe|remove)\b|(?:^| )(?:אל|לא|למה|מדוע) (?:להסיר|תסירו|תסיר|תסירי|תפסיקו|תפסיק|הסרתם|תורידו)/

// Folded text has straight quotes only; apostrophes are no quotes, or "don't … it's" would be one.
const QUOTED = /"[^"]*"|«[^»]*»/g
/** Longer texts are letters, and letters are for people to read. */
const MOST_CHARS = 300

export function asksToStop(text: string): boolean {
  if (text.length > MOST_CHARS) return false
  if (WORDS.has(normal(text))) return true
  const said = normal(fold(text).replace(QUOTED, ' '))
  return !TURNED_ROUND.test(said) && REQUESTS.some((request) => request.test(said))
}

/** Without punctuation and emoji round the words; apostrophes and hyphens inside words stay. */
function normal(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}'\s-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Who had stopped comes back by one of these; from anybody else they are just words. */
const RESUME_WORDS = new Set(
  `start, unstop, resume, subscribe, opt in, optin, opt-in, התחל, התחילו, חזרה, תחזירו אותי, הצטרפות, הצטרף,
  חידוש, חדשו, ابدأ, ابدا, استئناف, اشتراك, старт, подписаться, возобновить`
    .split(',')
    .map((word) => normal(word)),
)

export const asksToResume = (text: string): boolean => RESUME_WORDS.has(normal(text))
