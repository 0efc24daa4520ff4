import { describe, expect, it } from 'vitest'
import en from '../../ui/messages/en.json'
import he from '../../ui/messages/he.json'

/** A sentence, or its forms by number. */
type Message = string | { match: Record<string, string> }[]
type Messages = Record<string, Message>

// Compiled by Paraglide: each entry is a text or one list of forms, beside the address of its schema.
const LANGUAGES: Record<string, Messages> = { en: en as Messages, he: he as Messages }
const FORMS: Record<string, string[]> = { en: ['one', 'other'], he: ['one', 'two', 'other'] }

const keysOf = (messages: Messages) => Object.keys(messages).filter((key) => key !== '$schema')
const formsOf = (message: Message) =>
  typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))
const placesIn = (message: Message) =>
  new Set(formsOf(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))

describe('U29: the words on screen', () => {
  it('exist in both languages', () => {
    expect(keysOf(LANGUAGES.he ?? {}).sort()).toEqual(keysOf(LANGUAGES.en ?? {}).sort())
  })

  it.each(['en', 'he'])('are never empty in %s', (language) => {
    const messages = LANGUAGES[language] ?? {}
    const empty = keysOf(messages).filter((key) =>
      formsOf(messages[key] ?? '').some((text) => text.trim() === ''),
    )
    expect(empty).toEqual([])
  })

  it.each(['en', 'he'])('have every plural form of %s', (language) => {
    const messages = LANGUAGES[language] ?? {}
    const incomplete = keysOf(messages).filter((key) => {
      const message = messages[key]
      if (message === undefined || typeof message === 'string') return false
      const names = message.flatMap(({ match }) => Object.keys(match).join(' '))
      const isPlural = names.some((name) => name.includes('plural='))
      return isPlural && FORMS[language]?.some((form) => !names.join().includes(`plural=${form}`))
    })
    expect(incomplete).toEqual([])
  })

  it('name the same things in both languages', () => {
    const different = keysOf(LANGUAGES.en ?? {}).filter((key) => {
      const [english, hebrew] = [LANGUAGES.en, LANGUAGES.he].map((one) =>
        placesIn(one?.[key] ?? ''),
      )
      return [...(english ?? [])].sort().join() !== [...(hebrew ?? [])].sort().join()
    })
    expect(different).toEqual([])
  })

  it('are Hebrew in Hebrew: no sentence was left in English', () => {
    const left = keysOf(LANGUAGES.he ?? {}).filter((key) => {
      const texts = formsOf(LANGUAGES.he?.[key] ?? '')
      return texts.some((text) => /[a-z]{4,} [a-z]{3,}/i.test(text) && !/[֐-׿]/.test(text))
    })
    expect(left).toEqual([])
  })
})
