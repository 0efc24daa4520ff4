import en from '../../ui/messages/en.json'
import he from '../../ui/messages/he.json'

export type Language = 'he' | 'en'
type Key = keyof typeof en
type Values = Record<string, string | number>

/** A sentence, or its forms by number. */
type Message = string | { match: Record<string, string> }[]
const MESSAGES: Record<Language, Record<string, Message>> = {
  // Paraglide's files: beside the messages only the address of their schema, which is a text too.
  en: en as Record<string, Message>,
  he: he as Record<string, Message>,
}

/** The words on screen, by key, so that one test walks through both languages. */
export const wordsIn =
  (language: Language) =>
  (key: Key, values: Values = {}): string => {
    const message = MESSAGES[language][key]
    if (message === undefined) throw new TypeError(`there is no message ${key}`)
    const text = typeof message === 'string' ? message : formFor(message, values, language)
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }

/** As the page does: the form by the count, and `{n}` as the language writes numbers. */
function formFor(message: Exclude<Message, string>, values: Values, language: Language): string {
  const count = Number(values.count)
  const form = new Intl.PluralRules(language).select(count)
  const found = message.flatMap(({ match }) => Object.entries(match))
  const [, text = ''] =
    found.find(([when]) => when.includes(`plural=${form}`)) ?? found.at(-1) ?? []
  return text.replaceAll('{n}', new Intl.NumberFormat(language).format(count))
}
