import {
  type CountryCode,
  ParseError,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max'
import type { IMPORT_PROBLEMS } from '../../contract/imports'
import { withoutDirectionMarks } from './folding'
import { isCountry, plainReader } from './numbering-plans'

export type PhoneProblem = Exclude<(typeof IMPORT_PROBLEMS)[number], 'duplicate_in_file'>

export type ReadPhone =
  | { ok: true; e164: string; country: string | null }
  | { ok: false; problem: PhoneProblem }

export type PhoneReader = (typed: string) => ReadPhone

/** Excel shows long numbers as 5.01E+11 and saves what it shows: the digits are gone. */
const EXCEL_DAMAGED = /^[+-]?\d+(?:[.,]\d+)?e\+?\d+$/i
/** Digits as people group them. Anything else is for the library. */
const GROUPED_DIGITS = /^\+?\d[\d .-]{2,30}\d$/

/** Reads numbers as they are typed in one country; keep it for a whole list. */
export function phoneReader(defaultCountry: string): PhoneReader {
  const readPlain = plainReader(defaultCountry)
  const options = optionsFor(defaultCountry)
  return (typed) => {
    const text = withoutDirectionMarks(typed).trim()
    if (text === '') return { ok: false, problem: 'blank_phone' }
    const plain = GROUPED_DIGITS.test(text) ? readPlain(text.replace(/[ .-]/g, '')) : null
    if (plain) return { ok: true, ...plain }
    if (EXCEL_DAMAGED.test(text)) return { ok: false, problem: 'excel_damaged' }
    return askLibrary(text, options)
  }
}

/** A national number that begins with its second digit. */
const WITHOUT_ZERO = /^[1-9]\d{5,11}$/

/**
 * Whether a number lacks the zero that its country writes in front, as a spreadsheet leaves it that took
 * the number for one to reckon with. It is read all the same; its owner should know why.
 */
export function zeroFinder(country: string): (typed: string, e164: string) => boolean {
  const read = phoneReader(country)
  return (typed, e164) => {
    if (!WITHOUT_ZERO.test(typed) || !e164.endsWith(typed) || e164 === `+${typed}`) return false
    const written = read(`0${typed}`)
    return written.ok && written.e164 === e164
  }
}

/** Reads one number, as it is typed in a country. */
export const readPhone = (typed: string, defaultCountry: string): ReadPhone =>
  phoneReader(defaultCountry)(typed)

/** What the library alone says; the rules above must never say anything else. */
export const readWithLibrary = (text: string, defaultCountry: string): ReadPhone =>
  askLibrary(text, optionsFor(defaultCountry))

type Options = { extract: false; defaultCountry?: CountryCode }

const optionsFor = (country: string): Options => ({
  // Not extracted from longer text: "call 12345678 or …" is a note, not a number.
  extract: false,
  ...(isCountry(country) && { defaultCountry: country }),
})

function askLibrary(text: string, options: Options): ReadPhone {
  try {
    const parsed = parsePhoneNumberWithError(text, options)
    if (parsed.isValid()) return { ok: true, e164: parsed.number, country: parsed.country ?? null }
    return { ok: false, problem: lengthProblemOf(text, options) ?? 'invalid_number' }
  } catch (error) {
    if (error instanceof ParseError) return { ok: false, problem: problemOf(error.message) }
    throw error
  }
}

function lengthProblemOf(text: string, options: Options): PhoneProblem | null {
  const said = validatePhoneNumberLength(text, options)
  return said ? (PROBLEM_BY_CODE[said] ?? null) : null
}

const PROBLEM_BY_CODE: Record<string, PhoneProblem> = {
  NOT_A_NUMBER: 'not_a_number',
  TOO_SHORT: 'too_short',
  TOO_LONG: 'too_long',
}
const problemOf = (code: string): PhoneProblem => PROBLEM_BY_CODE[code] ?? 'invalid_number'

/**
 * The same line as Meta may spell it: Brazilian mobiles with and without the 9, Mexican ones with and
 * without the 1. (Argentina's 9 is not among them: without it the number can be another
 * person's, so the two meet only once Meta has named them together.)
 */
export function spellingsOf(e164: string): string[] {
  if (!e164.startsWith('+5')) return [e164]
  const brazil = /^\+55(\d{2})(9?)(\d{8})$/.exec(e164)
  if (brazil) return [e164, `+55${brazil[1]}${brazil[2] ? '' : '9'}${brazil[3]}`]
  const mexico = /^\+52(1?)(\d{10})$/.exec(e164)
  if (mexico) return [e164, `+52${mexico[1] ? '' : '1'}${mexico[2]}`]
  return [e164]
}

/** Everything a message could go to: what was typed, how Meta spells it, and the id without a number. */
export function reachedBy(person: Record<'phone' | 'waId' | 'bsuid', string | null>): string[] {
  const { phone, waId, bsuid } = person
  const numbers = [phone, waId && `+${waId}`].flatMap((one) => (one ? spellingsOf(one) : []))
  return [...new Set([...numbers, ...(bsuid ? [bsuid] : [])])]
}

/** What Meta answered that a number is called, where our own rules would not meet the two. */
export type OtherName = { contactId: string; waId: string }

/** Null where nothing is to be learnt: the same number, or one of the spellings that are known anyway. */
export function otherNameOf(
  { contactId, identity }: { contactId: string; identity: string },
  waId: string | null,
): OtherName | null {
  if (!waId || !identity.startsWith('+')) return null
  return spellingsOf(identity).includes(`+${waId}`) ? null : { contactId, waId }
}
