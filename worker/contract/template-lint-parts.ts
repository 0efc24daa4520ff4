import type { DraftHeader, DraftVersion } from './template-drafts'
import { errorAt, type LintProblem } from './template-lint-rules'
import {
  isGoodName,
  MARKUP,
  type ParameterFormat,
  PLACEHOLDER,
  placeholdersIn,
  wordsOf,
} from './template-variables'

export const MOST_HEADER = 60
export const MOST_BODY = 1024
export const MOST_FOOTER = 60

/** 5.2: "Header text: 60 chars, at most 1 variable, no markdown". */
export function headerProblems(header: DraftHeader, format: ParameterFormat): LintProblem[] {
  if (header.kind === 'media') {
    // 5.3: "Media header: `format IMAGE|VIDEO|DOCUMENT|GIF`, `example.header_handle`".
    return header.file ? [] : [errorAt('header_file_missing', 'header.file')]
  }
  if (header.kind !== 'text') return []
  const text = header.text.trim()
  if (text === '') return [errorAt('header_empty', 'header')]
  const found: LintProblem[] = []
  if (text.length > MOST_HEADER)
    found.push(errorAt('header_length', 'header', { most: MOST_HEADER }))
  const variables = placeholdersIn(text)
  if (variables.length > 1) found.push(errorAt('header_variables', 'header'))
  // A name may hold an underscore, which there is no markdown.
  if (MARKUP.test(text.replace(PLACEHOLDER, '')) || /[\r\n]/.test(text)) {
    found.push(errorAt('header_markup', 'header'))
  }
  found.push(...nameProblems(text, 'header', format))
  if (variables.length === 1 && header.sample.trim() === '') {
    found.push(errorAt('sample_missing', 'header.sample', { name: `{{${variables[0] ?? ''}}}` }))
  }
  return found
}

/**
 * 5.2: "Body: 1024 chars; variables not first/last (2388299), not adjacent, not too dense (2388293);
 * named: lowercase + underscore".
 */
export function bodyProblems(version: DraftVersion, format: ParameterFormat): LintProblem[] {
  const text = version.body.trim()
  if (text === '') return [errorAt('body_empty', 'body')]
  const found: LintProblem[] = []
  if (text.length > MOST_BODY) found.push(errorAt('body_length', 'body', { most: MOST_BODY }))
  found.push(...nameProblems(text, 'body', format), ...placeProblems(text))
  if (format === 'POSITIONAL') found.push(...orderProblems(text))
  // 5.3: "Body: `example.body_text:[["a","b"]]` or `body_text_named_params`".
  for (const name of placeholdersIn(text)) {
    if (!version.samples[name]?.trim()) {
      found.push(errorAt('sample_missing', `samples.${name}`, { name: `{{${name}}}` }))
    }
  }
  return found
}

/** Names that Meta takes, and braces that are closed. */
function nameProblems(text: string, field: string, format: ParameterFormat): LintProblem[] {
  const found: LintProblem[] = []
  if (/\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))) found.push(errorAt('variable_braces', field))
  const bad = placeholdersIn(text).filter((name) => !isGoodName(name, format))
  for (const name of bad) found.push(errorAt('variable_name', field, { name: `{{${name}}}` }))
  return found
}

const EDGE = /^\{\{[^{}]*\}\}|\{\{[^{}]*\}\}$/
const ADJACENT = /\}\}\s*\{\{/

/**
 * Meta tells no number for "too dense". Two words to each variable is the strictest rule that all of its
 * own examples keep.
 */
const WORDS_PER_VARIABLE = 2

function placeProblems(text: string): LintProblem[] {
  const found: LintProblem[] = []
  if (EDGE.test(text)) found.push(errorAt('variable_edge', 'body'))
  if (ADJACENT.test(text)) found.push(errorAt('variables_adjacent', 'body'))
  const variables = [...text.matchAll(PLACEHOLDER)].length
  const words = wordsOf(text).length
  if (variables > 0 && words < variables * WORDS_PER_VARIABLE) {
    const least = variables * WORDS_PER_VARIABLE
    found.push(errorAt('variables_dense', 'body', { variables, words, least }))
  }
  return found
}

/** 5.1: "`parameter_format` (`POSITIONAL` default / `NAMED`)": positions count from 1 without a gap. */
function orderProblems(text: string): LintProblem[] {
  const numbers = placeholdersIn(text).map(Number).filter(Number.isInteger)
  const missing = numbers.map((_, at) => at + 1).filter((position) => !numbers.includes(position))
  const [first] = missing
  return first === undefined ? [] : [errorAt('variable_order', 'body', { name: `{{${first}}}` })]
}

/** 5.2: "Footer: 60 chars, no variable". */
export function footerProblems(footer: string): LintProblem[] {
  const text = footer.trim()
  return [
    ...(text.length > MOST_FOOTER
      ? [errorAt('footer_length', 'footer', { most: MOST_FOOTER })]
      : []),
    ...(/\{\{|\}\}/.test(text) ? [errorAt('footer_variable', 'footer')] : []),
  ]
}
