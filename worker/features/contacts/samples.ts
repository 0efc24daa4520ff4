// People who are made up, for who looks around before bringing their own.

import type { Language } from '../../contract/common'
import type { ConsentState } from '../../contract/contacts'
import { SAMPLE_START } from '../../contract/samples'
import { digits32 } from '../../lib/ids'
import { DAY_MS, HOUR_MS } from '../../lib/time'
import { fold, searchTextOf } from './folding'

/** As long as every id. */
const REST = 26 - SAMPLE_START.length

/** The same sample has the same id in each account: added twice, it is there once. */
export const sampleId = (no: number): string => SAMPLE_START + digits32(no, REST)

/** Ids of samples lie from the first of these to before the second. */
export const SAMPLE_RANGE = [SAMPLE_START, `${SAMPLE_START}~`] as const

type Told = Record<Language, readonly [firstName: string, lastName: string]>
type Made = {
  told: Told
  /** Kept for fiction by who gives out numbers: nobody has it. */
  phone: string
  country: string
  consent: Exclude<ConsentState, 'opted_out'>
  tags: readonly number[]
  /** How long ago they wrote last; null: never. */
  wroteMsAgo: number | null
}

/** By their place in `TAGS`. */
const VIP = 0
const NEWS = 1
const TAGS: Record<Language, readonly string[]> = {
  en: ['Sample VIP', 'Sample newsletter'],
  he: ['VIP לדוגמה', 'ניוזלטר לדוגמה'],
}

/** US 555-01xx (NANPA), UK 07700 900xxx (Ofcom), AU 0491 570 xxx (ACMA), FR 06 39 98 (Arcep). */
const PEOPLE: readonly Made[] = [
  made(['Maya', 'Cohen'], ['מאיה', 'כהן'], '+12025550111', 'US', 'opted_in', [VIP, NEWS], HOUR_MS),
  made(['Daniel', 'Levi'], ['דניאל', 'לוי'], '+447700900112', 'GB', 'opted_in', [NEWS], DAY_MS),
  made(['Noa', 'Mizrahi'], ['נועה', 'מזרחי'], '+61491570156', 'AU', 'unknown', [], 3 * DAY_MS),
  made(['Omer', 'Friedman'], ['עומר', 'פרידמן'], '+33639980113', 'FR', 'opted_in', [VIP], null),
  made(['Tamar', 'Biton'], ['תמר', 'ביטון'], '+12025550114', 'US', 'unknown', [NEWS], null),
  made(['Yoav', 'Peretz'], ['יואב', 'פרץ'], '+447700900115', 'GB', 'opted_in', [], 9 * DAY_MS),
  made(['Shira', 'Katz'], ['שירה', 'כץ'], '+61491570157', 'AU', 'opted_in', [NEWS], null),
  made(['Amir', 'Haddad'], ['אמיר', 'חדד'], '+33639980116', 'FR', 'unknown', [], null),
]

function made(
  en: Told['en'],
  he: Told['he'],
  phone: string,
  country: string,
  consent: Made['consent'],
  tags: Made['tags'],
  wroteMsAgo: Made['wroteMsAgo'],
): Made {
  return { told: { en, he }, phone, country, consent, tags, wroteMsAgo }
}

/** Ids of tags come after those of people. */
const tagId = (at: number) => sampleId(PEOPLE.length + at)

export type SampleTag = { id: string; name: string; folded: string }

export const sampleTags = (language: Language): SampleTag[] =>
  TAGS[language].map((name, at) => ({ id: tagId(at), name, folded: fold(name) }))

export type SamplePerson = {
  id: string
  name: string
  firstName: string
  lastName: string
  phone: string
  country: string
  tags: string[]
  consent: ConsentState
  search: string
  lastInboundAt: number | null
}

export const samplePeople = (language: Language, now: number): SamplePerson[] =>
  PEOPLE.map(({ told, phone, country, consent, tags, wroteMsAgo }, at) => {
    const [firstName, lastName] = told[language]
    const name = `${firstName} ${lastName}`
    return {
      id: sampleId(at),
      ...{ name, firstName, lastName, phone, country, consent },
      tags: tags.map(tagId),
      search: searchTextOf({ name, phone, email: null }),
      lastInboundAt: wroteMsAgo === null ? null : now - wroteMsAgo,
    }
  })
