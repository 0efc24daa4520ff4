import type { TemplateComponent, TemplateParameter } from '../../contract/templates'
import { documentOf, placeOf, productsOf, timeOf } from './message-values'
import { cardsOf, parametersOf } from './parameters'

/** What `/messages` wants under `template`. */
export type TemplateMessage = {
  name: string
  language: { code: string; policy: 'deterministic' }
  components?: MessageComponent[]
}
type Filled = { parameters: Record<string, unknown>[] }
type FilledButton = Filled & { sub_type: string; index: string | number }
type MessageComponent =
  | ({ type: 'header' | 'body' | 'limited_time_offer' } & Filled)
  | ({ type: 'button' } & FilledButton)
  | { type: 'carousel'; cards: { card_index: number; components: MessageComponent[] }[] }

type Sendable = {
  name: string
  language: string
  parameterFormat: 'POSITIONAL' | 'NAMED'
  components: TemplateComponent[]
}

/** Values by parameter key. */
type Values = Record<string, string>

/**
 * Builds the template part of a message from values by parameter key; every key must be there. Whoever
 * builds many knows the template's parameters.
 */
export function templateMessage(
  template: Sendable,
  values: Values,
  parameters = parametersOf(template.components),
): TemplateMessage {
  const whole = parameters.filter(({ card }) => card === undefined)
  const isNamed = template.parameterFormat === 'NAMED'
  const components = [
    ...offer(whole, values),
    ...ownParts(template.components, whole, values, isNamed, ''),
    ...template.components.flatMap((component) => carousel(component, parameters, values, isNamed)),
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

/** Header, body and buttons, of the message itself or of one card; `prefix` leads the card's keys. */
const ownParts = (
  components: TemplateComponent[],
  parameters: TemplateParameter[],
  values: Values,
  isNamed: boolean,
  prefix: string,
): MessageComponent[] => [
  ...textOrMedia('header', parameters, values, isNamed),
  ...textOrMedia('body', parameters, values, isNamed),
  ...buttons(components, values, prefix),
]

function offer(parameters: TemplateParameter[], values: Values): MessageComponent[] {
  const ends = parameters.find(({ part }) => part === 'offer')
  if (!ends) return []
  const expiration_time_ms = timeOf(values[ends.key] ?? '')
  const limited_time_offer = { expiration_time_ms }
  const parameter = { type: 'limited_time_offer', limited_time_offer }
  return [{ type: 'limited_time_offer', parameters: [parameter] }]
}

function carousel(
  component: TemplateComponent,
  parameters: TemplateParameter[],
  values: Values,
  isNamed: boolean,
): MessageComponent[] {
  const cards = cardsOf(component)
  if (cards.length === 0) return []
  const filled = cards.map((card, card_index) => {
    const mine = parameters.filter((parameter) => parameter.card === card_index)
    return {
      card_index,
      components: ownParts(card, mine, values, isNamed, `card.${card_index}.`),
    }
  })
  return [{ type: 'carousel', cards: filled }]
}

function textOrMedia(
  part: 'header' | 'body',
  parameters: TemplateParameter[],
  values: Values,
  isNamed: boolean,
): MessageComponent[] {
  const mine = parameters.filter((parameter) => parameter.part === part)
  if (mine.length === 0) return []
  const filled = mine.map(({ name, key, kind }) => {
    const value = values[key] ?? ''
    if (kind === 'text') {
      return { type: 'text', text: value, ...(isNamed && { parameter_name: name }) }
    }
    if (kind === 'location') return { type: kind, location: placeOf(value) }
    if (kind === 'document') return { type: kind, document: documentOf(value) }
    return { type: kind, [kind]: mediaReference(value) }
  })
  return [{ type: part, parameters: filled }]
}

/** A link, or the id of an upload. */
const mediaReference = (value: string) => (/^https:/.test(value) ? { link: value } : { id: value })

function buttons(
  components: TemplateComponent[],
  values: Values,
  prefix: string,
): MessageComponent[] {
  const all = components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  return all.flatMap((button, index) => {
    const value = values[`${prefix}button.${index}`]
    const isDynamicLink = button.type === 'URL' && /\{\{/.test(button.url ?? '')
    // A plain link has nothing to fill.
    if (button.type === 'URL' && !isDynamicLink) return []
    const filled = FILL[button.type]?.(value ?? null, index)
    return filled ? [{ type: 'button' as const, ...filled }] : []
  })
}

const code = (value: string | null, index: number): FilledButton => ({
  sub_type: 'url',
  index: String(index),
  parameters: [{ type: 'text', text: value ?? '' }],
})

/** How each kind of button is filled; null where it goes without. */
const FILL: Record<string, (value: string | null, index: number) => FilledButton | null> = {
  URL: code,
  // Meta takes the code of an authentication template as the end of a link.
  OTP: code,
  COPY_CODE: (value, index) => ({
    sub_type: 'copy_code',
    index: String(index),
    parameters: [{ type: 'coupon_code', coupon_code: value ?? '' }],
  }),
  // Without a payload of its own, an answer brings the button's text.
  QUICK_REPLY: (value, index) =>
    value === null
      ? null
      : {
          sub_type: 'quick_reply',
          index: String(index),
          parameters: [{ type: 'payload', payload: value }],
        },
  FLOW: (value, index) => ({
    sub_type: 'flow',
    index: String(index),
    // Meta's own word for a flow whose answers need no token.
    parameters: [{ type: 'action', action: { flow_token: value ?? 'unused' } }],
  }),
  CATALOG: (value, index) => ({
    sub_type: 'CATALOG',
    index,
    parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: value ?? '' } }],
  }),
  MPM: (value, index) => ({
    sub_type: 'mpm',
    index,
    parameters: [{ type: 'action', action: productsOf(value ?? '') }],
  }),
}
