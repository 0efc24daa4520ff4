/** Why a template would be refused or moved to another category, in the order of reading it. */
export const RULES = [
  'name_form',
  'name_length',
  'time_marketing',
  'time_range',
  'language_twice',
  'header_empty',
  'header_length',
  'header_variables',
  'header_markup',
  'header_file_missing',
  'body_empty',
  'body_length',
  'variable_name',
  'variable_braces',
  'variable_order',
  'variable_edge',
  'variables_adjacent',
  'variables_dense',
  'sample_missing',
  'footer_length',
  'footer_variable',
  'buttons_count',
  'buttons_of_kind',
  'buttons_mixed',
  'button_label_missing',
  'button_label_length',
  'link_missing',
  'link_length',
  'link_variable',
  'phone_form',
  'code_missing',
  'code_length',
  'flow_missing',
  'code_minutes',
  'code_app_missing',
  'code_terms',
  'buttons_hidden',
  'buttons_desktop',
  'category_marketing',
] as const
export type Rule = (typeof RULES)[number]

export type LintProblem = {
  rule: Rule
  /** An error is refused by Meta; a warning is taken, with something to know. */
  level: 'error' | 'warning'
  /** Which of the languages; null for what they share. */
  version: number | null
  /** `name`, `header`, `header.sample`, `body`, `samples.first_name`, `buttons.2.url` … */
  field: string
  values: Record<string, string | number>
}

type Found = Pick<LintProblem, 'rule' | 'field'> & { values?: LintProblem['values'] }

/** Problems of one language; which one is said by whoever goes through them. */
export const errorAt = (rule: Rule, field: string, values: LintProblem['values'] = {}) =>
  problem('error', { rule, field, values })

export const warningAt = (rule: Rule, field: string, values: LintProblem['values'] = {}) =>
  problem('warning', { rule, field, values })

const problem = (level: LintProblem['level'], found: Found): LintProblem => ({
  rule: found.rule,
  level,
  version: null,
  field: found.field,
  values: found.values ?? {},
})
