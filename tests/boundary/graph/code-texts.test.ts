import { describe, expect, it } from 'vitest'
import { explainCode, PLACES } from '../../../worker/boundary/graph/code-texts'
import { SENDING_EN } from '../../../worker/boundary/graph/code-texts.en'
import { SENDING_HE } from '../../../worker/boundary/graph/code-texts.he'
import { SETUP_EN } from '../../../worker/boundary/graph/setup-texts.en'
import { SETUP_HE } from '../../../worker/boundary/graph/setup-texts.he'
import { SINGLE_EN } from '../../../worker/boundary/graph/single-texts.en'
import { SINGLE_HE } from '../../../worker/boundary/graph/single-texts.he'
import { messageFor } from '../../../worker/boundary/http/errors'
import { messagesEn } from '../../../worker/boundary/http/messages.en'
import { messagesHe } from '../../../worker/boundary/http/messages.he'
import { META_CODES } from '../../support/meta-codes'

const TEXTS = { en: { ...SENDING_EN, ...SETUP_EN }, he: { ...SENDING_HE, ...SETUP_HE } }
const LANGUAGES = ['en', 'he'] as const

/** Names that stay as they are in a Hebrew sentence. */
const NAMES = /\b(Meta|WhatsApp|Business|Facebook|Instagram|ProConnect|Flow)\b/g
/** What was written for several codes at once would say too little about each. */
const SHORTEST = 10
const LONGEST = { title: 80, help: 180 }

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(META_CODES)('%i to %i says what happened and what can be done', (first, last) => {
    for (const code of [first, last]) {
      const { title = '', help = '' } = explainCode(code, language) ?? {}
      expect(title.length).toBeGreaterThan(SHORTEST)
      expect(title.length).toBeLessThan(LONGEST.title)
      expect(title).not.toMatch(/[.!]$/)
      expect(help.length).toBeGreaterThan(SHORTEST)
      expect(help.length).toBeLessThan(LONGEST.help)
      expect(help).toMatch(/[^!]\.$/)
      // Nothing to fill in: these sentences stand for themselves.
      expect(title + help).not.toContain('{')
    }
  })

  it('no two codes share a title, and none shares its whole text', () => {
    const texts = Object.values(TEXTS[language])
    expect(new Set(texts.map(([title]) => title)).size).toBe(texts.length)
    expect(new Set(texts.map((text) => text.join())).size).toBe(texts.length)
  })

  it.each(Object.keys(PLACES))('the way to %s has a name', (place) => {
    expect({ en: messagesEn, he: messagesHe }[language][`place.${place}`]).toBeTruthy()
  })

  it('a code in no list is not explained by a guess', () => {
    expect(explainCode(987_654, language)).toBeNull()
    expect(messageFor(language, 'failure.other.title', { code: 987_654 })).toContain('987654')
  })
})

describe.each(LANGUAGES)('of one message, in %s', (language) => {
  /** What nobody would say under a reply to one person. */
  const ONLY_OF_MANY = {
    en: /\bresume\b|these (people|numbers|messages)|audience|broadcast|the rest|others|who still failed/i,
    he: /להמשיך|שממשיכים|אנשים האלה|מהקהל|בדיוור|לאחרים|אחרים אינם|מי שעדיין|המספרים האלה|את השאר/,
  }[language]
  const codes = Object.keys({ en: SENDING_EN, he: SENDING_HE }[language])
  const one = { en: SINGLE_EN, he: SINGLE_HE }[language]

  it.each(codes)('%s speaks of one person, who gets it again or not', (key) => {
    const { title = '', help = '' } = explainCode(Number(key.split('-')[0]), language, 'one') ?? {}
    expect(`${title}. ${help}`).not.toMatch(ONLY_OF_MANY)
    expect(title.length).toBeLessThan(LONGEST.title)
    expect(help.length).toBeLessThan(LONGEST.help)
    expect(help).toMatch(/[^!]\.$/)
  })

  it('is written down only where it differs, and in both languages', () => {
    for (const [key, { title, help }] of Object.entries(one)) {
      const [sameTitle, sameHelp] = TEXTS[language][key] ?? []
      expect(sameTitle).toBeTruthy()
      expect(title).not.toBe(sameTitle)
      expect(help).not.toBe(sameHelp)
      const text = [title, help].filter(Boolean).join(' ')
      if (language === 'en') expect(text).not.toMatch(/[א-ת]/)
      else expect(text.replace(NAMES, '')).not.toMatch(/[a-z]/i)
    }
    expect(Object.keys(SINGLE_HE)).toEqual(Object.keys(SINGLE_EN))
  })
})

it('each code that Meta lists is explained, and no other', () => {
  const listed = META_CODES.map(([first, last]) =>
    first === last ? `${first}` : `${first}-${last}`,
  )
  // Meta documents these as notes on a neighbour of theirs.
  const beside = ['147002', '147003', '147004', '147005', '2388093']
  const ranges = { '138000': '138000-138018', '139100': '139100-139103' } as const
  const expected = [
    ...listed.map((code) => (ranges as Record<string, string>)[code] ?? code),
    ...beside,
  ]
  for (const language of LANGUAGES) {
    expect(Object.keys(TEXTS[language]).sort()).toEqual(expected.sort())
  }
})

it.each(Object.entries(TEXTS.he))('%s is Hebrew in Hebrew, but for names', (_code, text) => {
  for (const part of text) {
    expect(part).toMatch(/[א-ת]/)
    expect(part.replace(NAMES, '')).not.toMatch(/[a-z]/i)
  }
})

it.each(Object.entries(TEXTS.en))('%s is English in English', (_code, text) => {
  expect(text.join()).not.toMatch(/[א-ת]/)
})

it.each([
  [131042, 'billing'],
  [190, 'system_users'],
  [368, 'support'],
  [132001, 'templates'],
  [133010, 'meta_numbers'],
  [131026, null],
] as const)('%i leads to where it is mended: %s', (code, place) => {
  expect(explainCode(code, 'en')?.place).toBe(place)
})
