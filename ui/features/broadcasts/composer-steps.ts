import {
  type BroadcastView,
  isAudienceChosen,
  type ParameterMapping,
  type ParameterSource,
} from '../../../worker/contract/broadcasts'
import type { TemplateParameter, TemplateView } from '../../../worker/contract/templates'

export const STEPS = ['message', 'audience', 'personalise', 'when', 'review'] as const
export type Step = (typeof STEPS)[number]

/** Which sections have said what they must. */
export function doneSteps(
  draft: Pick<BroadcastView, 'audience' | 'mapping' | 'retry'>,
  template: Pick<TemplateView, 'parameters'> | null,
): Record<Step, boolean> {
  const { audience, mapping, retry } = draft
  return {
    message: template !== null,
    audience: retry !== null || isAudienceChosen(audience),
    personalise: template !== null && unfilled(template.parameters, mapping).length === 0,
    // Once it is confirmed is an answer too.
    when: true,
    review: false,
  }
}

export const unfilled = (parameters: TemplateParameter[], mapping: ParameterMapping) =>
  parameters.filter(({ key }) => {
    const source = mapping[key]
    return !source || isBlank(source)
  })

/** One text for everybody that nobody has typed yet. */
export const isBlank = (source: ParameterSource) =>
  source.from === 'fixed' && source.value.trim() === ''

export const firstOpenStep = (done: Record<Step, boolean>): Step =>
  STEPS.find((step) => !done[step]) ?? 'review'

export const stepAfter = (step: Step): Step => STEPS[STEPS.indexOf(step) + 1] ?? 'review'

/** Names of variables that say where their value comes from; a lone {{1}} is nearly always a first name. */
const COLUMNS = {
  first_name: 'first_name',
  firstname: 'first_name',
  name: 'first_name',
  full_name: 'name',
  customer_name: 'name',
  last_name: 'last_name',
  email: 'email',
  phone: 'phone',
} as const

const columnFor = (name: string) => Object.entries(COLUMNS).find(([known]) => known === name)?.[1]

/** Keeps what was matched for the same variables and guesses the rest where the name tells. */
export function mappingFor(
  parameters: TemplateParameter[],
  before: ParameterMapping,
): ParameterMapping {
  const mapping: ParameterMapping = {}
  for (const { key, name, part, kind } of parameters) {
    const known = before[key]
    const column =
      key === 'body.1'
        ? 'first_name'
        : part === 'button'
          ? undefined
          : columnFor(name.toLowerCase())
    if (known) mapping[key] = known
    else if (column && kind === 'text') mapping[key] = { from: 'contact', column, fallback: null }
  }
  return mapping
}
