import type { TemplateParameter, TemplateView } from '../../../worker/contract/templates'

/** Values by `TemplateParameter.key`. */
export type FilledParameters = Readonly<Record<string, string>>

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g

export type Piece = { text: string; parameter: string | null }

/** A part's text cut at its placeholders; each of these carries the key of its parameter. */
export function piecesOf(text: string, part: string, filled: FilledParameters): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    const key = `${part}.${match[1]}`
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), parameter: null })
    pieces.push({ text: filled[key] || match[0], parameter: key })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), parameter: null })
  return pieces
}

/** What Meta was shown when the template was approved: good enough until a person is chosen. */
export const samplesOf = (parameters: TemplateParameter[]): FilledParameters =>
  Object.fromEntries(parameters.flatMap(({ key, sample }) => (sample ? [[key, sample]] : [])))

const RIGHT_TO_LEFT = new Set(['he', 'iw', 'ar', 'fa', 'ur', 'yi', 'ps', 'sd'])

/** The message keeps the direction of its own language, whatever the page speaks. */
export const directionOf = (language: string) =>
  RIGHT_TO_LEFT.has(language.split(/[_-]/)[0] ?? '') ? 'rtl' : 'ltr'

export const htmlLanguage = (language: string) => language.replaceAll('_', '-')

/** The body as one line, for lists. */
export function bodyLine(template: Pick<TemplateView, 'components' | 'parameters'>): string {
  const body = template.components.find((component) => component.type === 'BODY')?.text ?? ''
  const pieces = piecesOf(body, 'body', samplesOf(template.parameters))
  return pieces
    .map((piece) => piece.text)
    .join('')
    .replaceAll(/[*_~`]/g, '')
    .replaceAll(/\s+/g, ' ')
}
