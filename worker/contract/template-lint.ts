import type { DraftContent, DraftVersion } from './template-drafts'
import { buttonProblems, linkProblems } from './template-lint-buttons'
import { authenticationProblems, categoryProblems } from './template-lint-category'
import { bodyProblems, footerProblems, headerProblems } from './template-lint-parts'
import type { LintProblem, Rule } from './template-lint-rules'

/** What Meta would refuse or change, found before it is asked. Errors are not submitted. */
export function lintDraft(draft: DraftContent): LintProblem[] {
  return [
    ...namePart(draft),
    ...timePart(draft),
    ...draft.versions.flatMap((version, at) => [
      ...twice(draft.versions, version, at),
      ...lintVersion(draft, version).map((problem) => ({ ...problem, version: at })),
    ]),
  ]
}

export const isSubmittable = (problems: LintProblem[]): boolean =>
  problems.every(({ level }) => level !== 'error')

function lintVersion(draft: DraftContent, version: DraftVersion): LintProblem[] {
  if (draft.category === 'AUTHENTICATION') return authenticationProblems(version)
  return [
    ...headerProblems(version.header, draft.parameterFormat),
    ...bodyProblems(version, draft.parameterFormat),
    ...footerProblems(version.footer),
    ...buttonProblems(version.buttons),
    ...linkProblems(version.buttons),
    ...categoryProblems(draft.category, version),
  ]
}

const error = (rule: Rule, field: string, values: LintProblem['values'] = {}): LintProblem => ({
  rule,
  level: 'error',
  version: null,
  field,
  values,
})

const MOST_NAME = 512

function namePart({ name }: DraftContent): LintProblem[] {
  // 5.1: "`name` (`^[a-z0-9_]+$`, <= 512)".
  if (!/^[a-z0-9_]+$/.test(name)) return [error('name_form', 'name')]
  if (name.length > MOST_NAME) return [error('name_length', 'name', { most: MOST_NAME })]
  return []
}

/** Seconds that Meta takes for each category. */
export const TTL_RANGE: Record<DraftContent['category'], readonly [number, number]> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
}

/**
 * 5.4: "TTL `message_send_ttl_seconds`: authentication 30-900 s (default 600), utility 30-43,200
 * (default 30 days; `-1` = 30 days), marketing 43,200-2,592,000 through the MM API only".
 */
function timePart({ category, ttlSeconds }: DraftContent): LintProblem[] {
  if (ttlSeconds === null) return []
  if (category === 'MARKETING') return [error('time_marketing', 'ttlSeconds')]
  if (category === 'UTILITY' && ttlSeconds === -1) return []
  const [least, most] = TTL_RANGE[category]
  const isIn = ttlSeconds >= least && ttlSeconds <= most
  return isIn ? [] : [error('time_range', 'ttlSeconds', { least, most })]
}

/** 5.2: "each language counts": a name has each language once. */
function twice(versions: DraftVersion[], { language }: DraftVersion, at: number): LintProblem[] {
  const first = versions.findIndex((one) => one.language === language)
  if (first === at) return []
  return [{ ...error('language_twice', 'language', { language }), version: at }]
}
