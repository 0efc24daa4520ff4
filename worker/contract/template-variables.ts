/** `{{1}}` or `{{first_name}}`, also when what stands inside is no good name. */
export const PLACEHOLDER = /\{\{([^{}]*)\}\}/g

export type ParameterFormat = 'POSITIONAL' | 'NAMED'

/** Names in the order of reading, once each. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(PLACEHOLDER), ([, name]) => (name ?? '').trim())),
]

const NAMED = /^[a-z_][a-z0-9_]*$/
const POSITION = /^[1-9]\d*$/

export const isGoodName = (name: string, format: ParameterFormat): boolean =>
  (format === 'NAMED' ? NAMED : POSITION).test(name)

/** The variable that comes next: `{{3}}`, or a name that is free. */
export function nextVariable(text: string, format: ParameterFormat, wish = 'value'): string {
  const taken = new Set(placeholdersIn(text))
  for (let at = 1; ; at++) {
    const name = format === 'POSITIONAL' ? String(at) : at === 1 ? wish : `${wish}_${at}`
    if (!taken.has(name)) return name
  }
}

/** What WhatsApp draws bold, italic, struck through or in a fixed width. */
export const MARKUP = /[*_~`]/

/** Words that are not variables: what a reader of the template itself can read. */
export const wordsOf = (text: string): string[] =>
  text.replace(PLACEHOLDER, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'’"״׳-]*/gu) ?? []
