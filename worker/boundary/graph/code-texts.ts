import type { Language } from '../../contract/common'
import { SENDING_EN } from './code-texts.en'
import { SENDING_HE } from './code-texts.he'
import { SETUP_EN } from './setup-texts.en'
import { SETUP_HE } from './setup-texts.he'
import { SINGLE_EN } from './single-texts.en'
import { SINGLE_HE } from './single-texts.he'

/** What went wrong; what a person can do about it. */
export type CodeText = [title: string, help: string]
/** What is said otherwise of one message. */
export type SingleText = { title?: string; help?: string }
/** Under many messages somebody may resume; one is sent again. */
export type Sent = 'many' | 'one'
export type Explanation = { title: string; help: string; place: Place | null }

/** Where what helps is done: a page of Meta's, or one of ours. */
export type Place =
  | 'billing'
  | 'support'
  | 'meta_numbers'
  | 'meta_templates'
  | 'system_users'
  | 'outages'
  | 'connection'
  | 'templates'
  | 'budget'

/** Addresses of Meta's pages; ours are the UI's. */
export const PLACES: Record<Place, string> = {
  billing: 'https://business.facebook.com/billing_hub/accounts',
  support: 'https://business.facebook.com/business-support-home',
  meta_numbers: 'https://business.facebook.com/wa/manage/phone-numbers/',
  meta_templates: 'https://business.facebook.com/wa/manage/message-templates/',
  system_users: 'https://business.facebook.com/settings/system-users',
  outages: 'https://metastatus.com/whatsapp-business-api',
  connection: '/settings/numbers',
  templates: '/templates',
  budget: '/billing',
}

const CODES_BY_PLACE: Record<Place, (number | string)[]> = {
  billing: [131042, 131044],
  support: [368, 131031, 131064],
  meta_numbers: [
    33,
    131037,
    131045,
    131048,
    131063,
    133000,
    133005,
    133006,
    133008,
    133010,
    134011,
    '138000-138018',
    2388012,
    2388103,
  ],
  meta_templates: [132007, 132068, 132069, 139000, 200007, 2388019, 2388023],
  system_users: [10, 190, 200, '200-299'],
  outages: [1, 2, 131000, 131016],
  connection: [0, 3, 102, 131005, 131030, 2593107, 2593108],
  templates: [131008, 131055, 132000, 132001, 132015, 132016, 132018, 134100, 134102],
  budget: [],
}

const PLACE_OF = new Map(
  // The table's keys are the union above: Object.entries only forgets it.
  (Object.entries(CODES_BY_PLACE) as [Place, (number | string)[]][]).flatMap(([place, codes]) =>
    codes.map((code) => [String(code), place] as const),
  ),
)

const TEXTS: Record<Language, Record<string, CodeText>> = {
  en: { ...SENDING_EN, ...SETUP_EN },
  he: { ...SENDING_HE, ...SETUP_HE },
}

const SINGLE: Record<Language, Record<string, SingleText>> = { en: SINGLE_EN, he: SINGLE_HE }

const RANGES = Object.keys(TEXTS.en).flatMap((key) => {
  const [first, last] = key.split('-').map(Number)
  return first !== undefined && last !== undefined ? [{ key, first, last }] : []
})

/** Null for a code in no list of Meta's. A code has a text of its own or, in a range, the range's. */
export function explainCode(
  code: number,
  language: Language,
  sent: Sent = 'many',
): Explanation | null {
  const range = RANGES.find(({ first, last }) => code >= first && code <= last)
  const key = TEXTS[language][code] ? String(code) : range?.key
  const text = key === undefined ? undefined : TEXTS[language][key]
  if (!key || !text) return null
  const [title, help] = text
  const own = sent === 'one' ? SINGLE[language][key] : undefined
  return { title, help, ...own, place: PLACE_OF.get(key) ?? null }
}
