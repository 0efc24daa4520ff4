import type { LintProblem, Rule } from '../../../../worker/contract/template-lint-rules'
import { lintText } from '../../../../worker/contract/template-lint-texts'
import { locale } from '../../../lib/i18n'
import type { Writing } from './draft'

/** What is only not written yet: said as a mistake after the first try to submit. */
const UNWRITTEN: ReadonlySet<Rule> = new Set([
  'header_empty',
  'header_file_missing',
  'body_empty',
  'sample_missing',
  'button_label_missing',
  'code_missing',
  'flow_missing',
  'code_app_missing',
  'code_terms',
])

/** Forms of something that is blank so far. */
const FORMS: ReadonlySet<Rule> = new Set(['name_form', 'link_missing', 'phone_form'])

export type FieldProblems = {
  /** The first error of the field, as its error text. */
  error: string | undefined
  /** Everything that is no error of the field's own line: further errors, and warnings. */
  notes: { text: string; level: LintProblem['level'] }[]
}

/** What the lint says beside one field; `at` is the language, null for what all share. */
export function problemsOf(
  { problems, isStrict }: Writing,
  at: number | null,
  field: string,
  value?: string,
): FieldProblems {
  const mine = problems.value
    .filter((problem) => problem.version === at && problem.field === field)
    .filter(({ rule }) => isStrict.value || !isBlank(rule, value))
    .map((problem) => ({ text: lintText(problem, locale.value), level: problem.level }))
  const first = mine.find(({ level }) => level === 'error')
  return { error: first?.text, notes: mine.filter((one) => one !== first) }
}

const isBlank = (rule: Rule, value: string | undefined) =>
  UNWRITTEN.has(rule) || (FORMS.has(rule) && value?.trim() === '')

export const errorsIn = (problems: LintProblem[]): LintProblem[] =>
  problems.filter(({ level }) => level === 'error')

export const sentenceOf = (problem: LintProblem): string => lintText(problem, locale.value)
