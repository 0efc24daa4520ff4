import type { TemplateComponent, TemplateParameter } from '../../contract/templates'

/** `{{1}}` or `{{first_name}}`. */
const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g

const MEDIA_KINDS: Record<string, 'image' | 'video' | 'document' | 'location'> = {
  IMAGE: 'image',
  VIDEO: 'video',
  DOCUMENT: 'document',
  LOCATION: 'location',
}

/** What a button is filled with; buttons that are not here need nothing. */
const BUTTON_KINDS: Record<string, TemplateParameter['kind']> = {
  COPY_CODE: 'text',
  OTP: 'text',
  CATALOG: 'product',
  MPM: 'products',
}

/** Parts that ProConnect shows but has no values for. */
const UNSUPPORTED_BUTTONS = new Set(['SPM', 'ORDER_DETAILS'])

/** Why a template can't be sent in a broadcast: the name of the part; null when it can. */
export function unsupportedPart(components: TemplateComponent[]): string | null {
  const parts = components.flatMap((one) => [one, ...cardsOf(one).flat()])
  for (const { format, buttons } of parts) {
    if (format === 'GIF' || format === 'PRODUCT') return format
    const button = buttons?.find((one) => UNSUPPORTED_BUTTONS.has(one.type))
    if (button) return button.type
  }
  return null
}

export const cardsOf = ({ cards }: TemplateComponent): TemplateComponent[][] =>
  cards?.map(({ components }) => components) ?? []

/** Every place of a template that a message must fill, in the order of reading. */
export const parametersOf = (components: TemplateComponent[]): TemplateParameter[] =>
  components.flatMap((component) => {
    if (component.type === 'LIMITED_TIME_OFFER') return offerParameters(component)
    const ofCards = cardsOf(component).flatMap((card, at) => cardParameters(card, at))
    return [...ownParameters(component), ...ofCards]
  })

function ownParameters(component: TemplateComponent): TemplateParameter[] {
  if (component.type === 'HEADER') return headerParameters(component)
  if (component.type === 'BODY') return textParameters('body', component)
  if (component.type === 'BUTTONS') return buttonParameters(component)
  return []
}

/** The same within a card, whose number leads the keys. */
const cardParameters = (card: TemplateComponent[], at: number): TemplateParameter[] =>
  card
    .flatMap(ownParameters)
    .map((parameter) => ({ ...parameter, key: `card.${at}.${parameter.key}`, card: at }))

/** An offer that doesn't end has nothing to fill. */
function offerParameters({ limited_time_offer: offer }: TemplateComponent): TemplateParameter[] {
  const isEndless =
    typeof offer === 'object' &&
    offer !== null &&
    'has_expiration' in offer &&
    offer.has_expiration === false
  if (isEndless) return []
  return [{ part: 'offer', name: 'ends', key: 'offer.ends', kind: 'time', sample: null }]
}

function headerParameters(component: TemplateComponent): TemplateParameter[] {
  const kind = MEDIA_KINDS[component.format ?? '']
  if (!kind) return textParameters('header', component)
  return [{ part: 'header', name: kind, key: `header.${kind}`, kind, sample: null }]
}

function textParameters(
  part: 'header' | 'body',
  component: TemplateComponent,
): TemplateParameter[] {
  const names = variablesIn(component.text ?? '')
  return names.map((name, index) => ({
    part,
    name,
    key: `${part}.${name}`,
    kind: 'text' as const,
    sample: sampleOf(component, part, name, index),
  }))
}

function buttonParameters({ buttons = [] }: TemplateComponent): TemplateParameter[] {
  return buttons.flatMap((button, index) => {
    const isDynamicLink = button.type === 'URL' && variablesIn(button.url ?? '').length > 0
    const kind = isDynamicLink ? 'text' : BUTTON_KINDS[button.type]
    if (!kind) return []
    const name = String(index)
    const example = Array.isArray(button.example) ? button.example[0] : button.example
    const sample = typeof example === 'string' ? example : null
    return [{ part: 'button' as const, name, key: `button.${name}`, kind, sample }]
  })
}

export const variablesIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(VARIABLE), ([, name]) => name ?? '')),
]

type NamedExample = { param_name?: unknown; example?: unknown }

/** Meta keeps samples by position (`body_text: [["a", "b"]]`, `header_text: ["a"]`) or by name. */
function sampleOf(
  { example }: TemplateComponent,
  part: 'header' | 'body',
  name: string,
  index: number,
): string | null {
  if (typeof example !== 'object' || example === null) return null
  // Meta's own shapes; each member is checked before it is used.
  const samples = example as Record<string, unknown>
  const named = samples[`${part}_text_named_params`]
  if (Array.isArray(named)) {
    const found = (named as NamedExample[]).find(({ param_name }) => param_name === name)
    return typeof found?.example === 'string' ? found.example : null
  }
  const listed = samples[`${part}_text`]
  const row = Array.isArray(listed) && Array.isArray(listed[0]) ? listed[0] : listed
  const value: unknown = Array.isArray(row) ? row[index] : null
  return typeof value === 'string' ? value : null
}
