import type { TemplateComponent, TemplateParameter } from '../../contract/templates'
import { parametersOf } from './parameters'

/** What `/messages` wants under `template`. */
export type TemplateMessage = {
  name: string
  language: { code: string; policy: 'deterministic' }
  components?: MessageComponent[]
}
type MessageComponent = {
  type: 'header' | 'body' | 'button'
  sub_type?: 'url' | 'copy_code'
  index?: string
  parameters: Record<string, unknown>[]
}

type Sendable = {
  name: string
  language: string
  parameterFormat: 'POSITIONAL' | 'NAMED'
  components: TemplateComponent[]
}

/** Builds the template part of a message from values by parameter key; every key must be there. */
export function templateMessage(
  template: Sendable,
  values: Record<string, string>,
): TemplateMessage {
  const parameters = parametersOf(template.components)
  const isNamed = template.parameterFormat === 'NAMED'
  const components = [
    ...textOrMedia('header', parameters, values, isNamed),
    ...textOrMedia('body', parameters, values, isNamed),
    ...buttons(template.components, parameters, values),
  ]
  return {
    name: template.name,
    language: { code: template.language, policy: 'deterministic' },
    ...(components.length > 0 && { components }),
  }
}

/**
 * Meta refuses values with line breaks, tabs or more than four spaces in a row (132012, 132018), so
 * white space in a value is always one space.
 */
export const cleanValue = (value: string): string => value.replace(/\s+/g, ' ').trim()

function textOrMedia(
  part: 'header' | 'body',
  parameters: TemplateParameter[],
  values: Record<string, string>,
  isNamed: boolean,
): MessageComponent[] {
  const mine = parameters.filter((parameter) => parameter.part === part)
  if (mine.length === 0) return []
  const filled = mine.map(({ name, key, kind }) => {
    const value = values[key] ?? ''
    if (kind === 'text') {
      return { type: 'text', text: value, ...(isNamed && { parameter_name: name }) }
    }
    return { type: kind, [kind]: mediaReference(value) }
  })
  return [{ type: part, parameters: filled }]
}

/** A link, or the id of an upload. */
const mediaReference = (value: string) => (/^https:/.test(value) ? { link: value } : { id: value })

function buttons(
  components: TemplateComponent[],
  parameters: TemplateParameter[],
  values: Record<string, string>,
): MessageComponent[] {
  const all = components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  return parameters
    .filter(({ part }) => part === 'button')
    .map(({ name, key }) => {
      const value = values[key] ?? ''
      const isCode = all[Number(name)]?.type === 'COPY_CODE'
      return {
        type: 'button',
        sub_type: isCode ? 'copy_code' : 'url',
        index: name,
        parameters: [
          isCode ? { type: 'coupon_code', coupon_code: value } : { type: 'text', text: value },
        ],
      }
    })
}
