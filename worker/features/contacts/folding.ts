// How names are compared: for a search box, letters and digits matter, the way they are marked doesn't.

/** Direction marks that come along when numbers and names are copied from right-to-left text. */
const DIRECTION_MARKS = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
/** Latin accents, Hebrew niqqud and cantillation (not the maqaf), Arabic harakat. */
const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g
const PLAIN = /^[\x20-\x7e]*$/
/** Letters that nothing below changes but case and space. */
const PLAIN_OR_HEBREW = /^[\x20-\x7e\u05d0-\u05ea]*$/

export const withoutDirectionMarks = (text: string) =>
  PLAIN.test(text) ? text : text.replace(DIRECTION_MARKS, '')

/** Folds text so that spellings which people see as the same become the same. */
export function fold(text: string): string {
  if (PLAIN_OR_HEBREW.test(text)) return oneSpaced(text.toLowerCase())
  const folded = text
    .replace(DIRECTION_MARKS, '')
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u05f3\u2018\u2019\u201b\u02bc]/g, "'") // geresh and curly apostrophes
    .replace(/[\u05f4\u201c-\u201f]/g, '"') // gershayim and curly quotes
    .replace(/[\u05be\u2010-\u2015]/g, '-') // maqaf and dashes
  return oneSpaced(folded)
}

const oneSpaced = (text: string) => text.replace(/\s{2,}|[^\S ]/g, ' ').trim()

/** What a search looks into: name, phone as digits, e-mail. */
export function searchTextOf(person: {
  name: string | null
  phone: string | null
  email: string | null
}): string {
  const phone = person.phone?.slice(1)
  return [fold(person.name ?? ''), phone, fold(person.email ?? '')].filter(Boolean).join(' ')
}

/** Words that must all be found; a phone fragment in any spelling becomes its digits. */
export function searchWordsOf(typed: string): string[] {
  const folded = fold(typed)
  // A trunk zero or 00 is not part of the number as it is kept.
  if (/^[+\d][\d\s().-]{2,}$/.test(folded)) return [folded.replace(/\D/g, '').replace(/^0+/, '')]
  return folded.split(' ').filter(Boolean).slice(0, MOST_WORDS)
}

/** Each word is a condition of its own; nobody types more to find a person. */
const MOST_WORDS = 6
