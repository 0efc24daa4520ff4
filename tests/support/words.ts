import en from '../../ui/messages/en.json'
import he from '../../ui/messages/he.json'

export type Language = 'he' | 'en'
type Key = keyof typeof en

/** The words on screen, by key, so that one test walks through both languages. */
export const wordsIn =
  (language: Language) =>
  (key: Key, values: Record<string, string> = {}) => {
    const message = (language === 'he' ? he : en)[key as keyof typeof he]
    if (typeof message !== 'string')
      throw new TypeError(`${key} has plural forms: name it otherwise`)
    return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  }
