import { expect, it } from 'vitest'
import { messageFor } from '../../worker/boundary/http/errors'
import { messagesEn } from '../../worker/boundary/http/messages.en'
import { messagesHe } from '../../worker/boundary/http/messages.he'

const sources = import.meta.glob('../../worker/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Codes that are thrown somewhere, as they stand in the source. */
const codesInUse = new Set(
  Object.values(sources).flatMap((source) =>
    [
      ...source.matchAll(/new AppError\(\s*'([^']+)'|\bcode: '([a-z_]+(?:\.[a-z_]+)*)', status/g),
    ].map((match) => match[1] ?? match[2] ?? ''),
  ),
)
const placeholdersOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

it('has a sentence in both languages for every refusal there is', () => {
  expect(codesInUse.size).toBeGreaterThan(20)
  for (const code of codesInUse) {
    expect(messagesEn[code], `${code} in English`).toBeTruthy()
    expect(messagesHe[code], `${code} in Hebrew`).toBeTruthy()
  }
})

it('says the same in both languages, with the same values', () => {
  expect(Object.keys(messagesHe).sort()).toEqual(Object.keys(messagesEn).sort())
  for (const [code, english] of Object.entries(messagesEn)) {
    expect(placeholdersOf(messagesHe[code] ?? ''), code).toEqual(placeholdersOf(english))
  }
})

it('is Hebrew in Hebrew', () => {
  for (const [code, text] of Object.entries(messagesHe)) expect(text, code).toMatch(/[א-ת]/)
})

it('fills its values in, and leaves no placeholder behind', () => {
  expect(messageFor('en', 'auth.too_many_tries', { minutes: 5 })).toBe(
    'That was too often. You can try again in 5 min.',
  )
  expect(messageFor('en', 'auth.too_many_tries')).not.toContain('{')
})
