// Guesses what the columns of a list are, from their headers in Hebrew and English and from their content.

import type { ColumnTarget } from '../../contract/imports'
import { fold } from './folding'
import { phoneReader } from './phone'

type Known = Exclude<ColumnTarget, `field:${string}` | `new:${string}`>

/** As they stand in lists of CRMs, shops, Google Contacts, Outlook and Excel; compared folded. */
const HEADERS: Record<Exclude<Known, 'skip'>, string> = {
  phone: `phone, phone number, phone no, phonenumber, tel, telephone, telephone number, mobile,
    mobile phone, mobile number, mobile no, cell, cellphone, cell phone, cell number, whatsapp,
    whatsapp number, wa number, msisdn, phone 1 - value, primary phone, home phone, contact number,
    business phone, company main phone, other phone, other telephone, phone 1,
    טלפון, טל, מס טלפון, מספר טלפון, מס' טלפון, טלפון נייד, טלפון סלולרי, נייד, מספר נייד, מס נייד,
    מס' נייד, סלולרי, סלולר, פלאפון, פלפון, מספר פלאפון, וואטסאפ, ווטסאפ, מספר וואטסאפ, טלפון 1`,
  name: `name, full name, fullname, contact, contact name, customer, customer name, client,
    client name, display name, שם, שם מלא, שם הלקוח, שם לקוח, לקוח, איש קשר, שם איש קשר,
    שם פרטי ומשפחה, שם ומשפחה`,
  first_name: `first name, firstname, first, given name, forename, fname, שם פרטי, פרטי`,
  last_name: `last name, lastname, last, surname, family name, family, lname, שם משפחה, משפחה`,
  email: `email, e-mail, mail, email address, e-mail address, e-mail 1 - value, email 1 - value, אימייל, מייל, דוא"ל,
    דואל, דואר אלקטרוני, כתובת מייל, כתובת אימייל`,
  tags: `tags, tag, labels, label, groups, group, group membership, categories, category, segment,
    segments, list, lists, תגיות, תגית, תגים, תג, קבוצה, קבוצות, קטגוריה, קטגוריות, תוויות, תווית,
    רשימה, רשימות, סגמנט`,
  opted_in_at: `opted in at, opted in, opt in, opt-in, optin, opt in date, opt-in date, opt-in time,
    optin time, consent, consent date, consented at, subscribed at, subscribed on, subscription date,
    marketing consent, תאריך הסכמה, הסכמה, מועד הסכמה, תאריך הרשמה לדיוור, אישור דיוור,
    תאריך אישור דיוור, הסכמה לדיוור, תאריך אישור`,
}

/** What our own file of problem rows adds. */
const OURS = ['reason', 'row', 'סיבה', 'שורה']

const TARGET_BY_HEADER = new Map<string, Known>([
  ...Object.entries(HEADERS).flatMap(([target, headers]) =>
    // The record's keys are exactly these targets.
    headers.split(',').map((header) => [normal(header), target as Known] as const),
  ),
  ...OURS.map((header) => [normal(header), 'skip'] as const),
])

/** Of columns that can stand only once, the first keeps the meaning. */
const REPEATABLE: ReadonlySet<ColumnTarget> = new Set(['tags', 'skip'])

/**
 * One target per column; what is not recognised becomes a custom field named like its header. A field that the
 * account has is known by its name, also where that means something else in other lists, unless the file has
 * no other column for that.
 */
export function guessColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  country: string,
  fields: readonly { key: string; name: string }[] = [],
): ColumnTarget[] {
  const taken = new Set<ColumnTarget>()
  const take = (target: Known | undefined) => {
    if (!target || taken.has(target)) return null
    if (!REPEATABLE.has(target)) taken.add(target)
    return target
  }
  const targets = headers.map((header) => TARGET_BY_HEADER.get(normal(header)))
  // WhatsApp lives on mobiles: where there is such a column, a desk's phone is not the one.
  const hasMobile = targets.some(
    (target, column) => target === 'phone' && !DESK.test(fold(headers[column] ?? '')),
  )
  const own = new Map(fields.map(({ key, name }) => [normal(name), key]))
  const keys = new Set<string>()
  const takeField = (header: string): ColumnTarget | null => {
    const key = own.get(normal(header))
    if (key === undefined || keys.has(key)) return null
    keys.add(key)
    return `field:${key}`
  }
  const byHeader = targets.map((target, column) => {
    const header = headers[column] ?? ''
    const isOther = target === undefined || target === 'skip' || targets.indexOf(target) < column
    const isDesk = target === 'phone' && hasMobile && DESK.test(fold(header))
    return (isOther || isDesk ? takeField(header) : null) ?? (isDesk ? null : take(target))
  })
  const cellsOf = (column: number) => rows.map((row) => row[column] ?? '').filter(Boolean)
  const read = phoneReader(country)
  const isOfProgram = programOf(headers)
  return byHeader.map((target, column) => {
    if (target) return target
    const cells = cellsOf(column)
    // Address books have dozens of columns; what is empty, or says what another column is, is no field.
    if (isOfProgram && (cells.length === 0 || OF_PROGRAMS.test(headers[column] ?? '')))
      return 'skip'
    const isAll = (test: (cell: string) => boolean) => cells.length > 0 && cells.every(test)
    if (isAll((cell) => cell.length >= 7 && read(cell).ok) && take('phone')) return 'phone'
    if (isAll((cell) => EMAIL.test(cell)) && take('email')) return 'email'
    return newField(headers[column] ?? '', keys)
  })
}

const DESK = /home|business|company|other|office|בבית|בעבודה/

/** Columns by which the exports of address books are recognised. */
const PROGRAMS = [
  ['phone 1 - value'], // Google Contacts
  ['business phone', 'e-mail address'], // Outlook
  ['mobile phone', 'e-mail address'], // Outlook
]
const OF_PROGRAMS =
  /^(phonetic|file as|photo$|.* - (label|type)$|name (prefix|suffix)|initials$|sensitivity$|priority$|private$|gender$|user \d|internet free|e-?mail( \d)? (type|display name))/i

function programOf(headers: readonly string[]): boolean {
  const found = new Set(headers.map(normal))
  return PROGRAMS.some((columns) => columns.every((column) => found.has(normal(column))))
}

/** A custom field named like the header, numbered where two headers would make the same field. */
function newField(header: string, keys: Set<string>): ColumnTarget {
  const name = fieldNameOf(header)
  if (!name) return 'skip'
  for (let count = 1; ; count++) {
    const numbered = count === 1 ? name : `${name} ${count}`
    const key = fieldKeyOf(numbered)
    if (keys.has(key)) continue
    keys.add(key)
    return `new:${numbered}`
  }
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Headers differ in case, dots, underscores and spaces, not in meaning. */
function normal(header: string): string {
  return fold(header)
    .replace(/["'.:*?_\s]+/g, ' ')
    .trim()
}

const FIELD_NAME_LENGTH = 56

const fieldNameOf = (header: string) =>
  [...header.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()].slice(0, FIELD_NAME_LENGTH).join('')

/** The key that mappings and filters name a field by; the same name always gives the same key. */
export function fieldKeyOf(name: string): string {
  const key = fold(name)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
  return [...key].slice(0, FIELD_NAME_LENGTH).join('') || 'field'
}
