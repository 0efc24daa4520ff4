import * as v from 'valibot'
import { FlowAction, Products, Thumbnail } from './actions-of-buttons'
import { GraphError, invalidParameter } from './errors'
import type { QuickReply } from './fates'
import { type Template, type TemplateButton, TemplateComponent } from './templates'

const Parameter = v.looseObject({ type: v.string(), parameter_name: v.optional(v.string()) })
type Parameter = v.InferOutput<typeof Parameter>

const PART = {
  type: v.string(),
  sub_type: v.optional(v.string()),
  index: v.optional(v.union([v.string(), v.number()])),
  parameters: v.optional(v.array(Parameter), []),
}
const SentCard = v.strictObject({
  card_index: v.number(),
  components: v.array(v.strictObject(PART)),
})

export const SentComponent = v.strictObject({ ...PART, cards: v.optional(v.array(SentCard)) })
export type SentComponent = v.InferOutput<typeof SentComponent>

/** Media ids in a message must belong to the number that sends it. */
export type MediaCheck = (mediaId: string) => boolean

/** Checks what was sent against what the template needs; answers the buttons a person could tap. */
export function fillTemplate(
  template: Template,
  sent: SentComponent[],
  hasMedia: MediaCheck,
): QuickReply[] {
  const components = v.parse(v.array(TemplateComponent), JSON.parse(template.components))
  refuseUnknownComponents(sent)
  fillOffer(components, sent)
  fillCards(components, sent, template, hasMedia)
  return fillParts(components, sent, template, hasMedia)
}

/** Header, body and buttons, of the message itself or of a card. */
function fillParts(
  components: TemplateComponent[],
  sent: SentComponent[],
  template: Template,
  hasMedia: MediaCheck,
): QuickReply[] {
  const find = (type: string) => components.find((component) => component.type === type)
  const sentOf = (type: string) =>
    sent.find((component) => component.type.toLowerCase() === type)?.parameters ?? []
  const isNamed = template.parameter_format === 'NAMED'

  fillHeader(find('HEADER'), sentOf('header'), isNamed, hasMedia)
  const body = fillText('body', find('BODY')?.text ?? '', sentOf('body'), isNamed)
  if (body.length > 1024) {
    throw new GraphError(132005, { details: `body: ${body.length} characters, 1024 are allowed` })
  }
  return fillButtons(find('BUTTONS')?.buttons ?? [], sent)
}

const KNOWN_PARTS = ['header', 'body', 'button', 'footer', 'carousel', 'limited_time_offer']

const Offer = v.looseObject({
  limited_time_offer: v.object({ expiration_time_ms: v.pipe(v.number(), v.integer()) }),
})

function fillOffer(components: TemplateComponent[], sent: SentComponent[]): void {
  const offer = components.find(({ type }) => type === 'LIMITED_TIME_OFFER')
  const given = sent.find(({ type }) => type.toLowerCase() === 'limited_time_offer')
  if (offer ? v.is(Offer, given?.parameters[0]) : !given) return
  throw new GraphError(132012, { details: 'limited_time_offer: expiration_time_ms is needed' })
}

const Cards = v.looseObject({
  cards: v.array(v.looseObject({ components: v.array(TemplateComponent) })),
})

/** Each card is filled as a message is. */
function fillCards(
  components: TemplateComponent[],
  sent: SentComponent[],
  template: Template,
  hasMedia: MediaCheck,
): void {
  const carousel = components.find(({ type }) => type === 'CAROUSEL')
  const cards = carousel ? v.parse(Cards, carousel).cards : []
  const given = sent.find(({ type }) => type.toLowerCase() === 'carousel')?.cards ?? []
  if (given.length !== cards.length) {
    throw new GraphError(132012, { details: `carousel: ${cards.length} cards are needed` })
  }
  for (const [at, card] of cards.entries()) {
    const mine = given.find(({ card_index }) => card_index === at)?.components ?? []
    fillParts(card.components, mine, template, hasMedia)
  }
}

function refuseUnknownComponents(sent: SentComponent[]): void {
  for (const { type } of sent) {
    if (KNOWN_PARTS.includes(type.toLowerCase())) continue
    throw invalidParameter(`Component type ${type} does not exist in this template`)
  }
}

const MEDIA_FORMATS = ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF']

function fillHeader(
  header: TemplateComponent | undefined,
  parameters: Parameter[],
  isNamed: boolean,
  hasMedia: MediaCheck,
): void {
  const format = header?.format ?? 'TEXT'
  if (format === 'TEXT') {
    fillText('header', header?.text ?? '', parameters, isNamed)
    return
  }
  const parameter = parameters[0]
  if (parameter?.type.toUpperCase() !== format) {
    const received = parameter?.type.toUpperCase() ?? 'UNKNOWN'
    throw new GraphError(132012, {
      details: `header: Format mismatch, expected ${format}, received ${received}`,
    })
  }
  if (MEDIA_FORMATS.includes(format)) checkMedia(parameter[parameter.type], hasMedia)
  else checkLocation(parameter.location)
}

const Media = v.looseObject({ id: v.optional(v.string()), link: v.optional(v.string()) })

function checkMedia(given: unknown, hasMedia: MediaCheck): void {
  const media = v.safeParse(Media, given)
  const { id, link } = media.success ? media.output : {}
  if (id !== undefined) {
    if (hasMedia(id)) return
    throw new GraphError(131009, { details: `Media with id ${id} does not exist for this number` })
  }
  if (link === undefined) {
    throw new GraphError(131008, { details: 'header: media needs an id or a link' })
  }
  if (!/^https?:\/\/\S+$/.test(link)) {
    throw new GraphError(131009, { details: `Param link is not a valid URL: ${link}` })
  }
}

const Location = v.looseObject({
  latitude: v.union([v.string(), v.number()]),
  longitude: v.union([v.string(), v.number()]),
})

function checkLocation(given: unknown): void {
  if (v.is(Location, given)) return
  throw new GraphError(131008, { details: 'header: location needs latitude and longitude' })
}

const VARIABLE = /\{\{\s*([a-z0-9_]+)\s*\}\}/gi

export const variablesOf = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(VARIABLE), (match) => match[1] ?? '')),
]

/** The finished text, or the refusal that Meta gives when the parameters do not fit it. */
function fillText(
  part: 'header' | 'body',
  text: string,
  parameters: Parameter[],
  isNamed: boolean,
): string {
  const variables = variablesOf(text)
  if (isNamed) requireNames(parameters)
  if (variables.length !== parameters.length) {
    throw new GraphError(132000, {
      details: `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${variables.length})`,
    })
  }
  const values = new Map<string, string>()
  parameters.forEach((parameter, i) => {
    const name = isNamed ? parameter.parameter_name : String(i + 1)
    values.set(name ?? '', textOf(part, parameter))
  })
  return text.replace(VARIABLE, (_, name: string) => {
    const value = values.get(name)
    if (value !== undefined) return value
    throw new GraphError(132018, { details: `${part}: parameter ${name} is missing` })
  })
}

function requireNames(parameters: Parameter[]): void {
  if (parameters.every(({ parameter_name }) => parameter_name)) return
  throw invalidParameter('Parameter name is missing or empty')
}

const Fallback = v.looseObject({ fallback_value: v.string() })

function textOf(part: string, parameter: Parameter): string {
  const { type } = parameter
  if (type === 'currency' || type === 'date_time') {
    const fallback = v.safeParse(Fallback, parameter[type])
    if (fallback.success) return fallback.output.fallback_value
    throw new GraphError(131008, { details: `${part}: ${type} needs a fallback_value` })
  }
  const text = parameter.text
  if (type !== 'text' || typeof text !== 'string') {
    throw new GraphError(132012, { details: `${part}: expected text, received ${type}` })
  }
  return checkValue(part, text)
}

/** Meta takes no empty values, no line breaks or tabs and no runs of more than four spaces. */
function checkValue(part: string, text: string): string {
  if (text === '') {
    throw new GraphError(132012, {
      details: `${part}: Parameter of type text is missing text value`,
    })
  }
  if (/[\n\r\t]| {5}/.test(text)) {
    throw new GraphError(132018, {
      details: `${part}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
    })
  }
  return text
}

function fillButtons(buttons: TemplateButton[], sent: SentComponent[]): QuickReply[] {
  const given = new Map<number, SentComponent>()
  for (const component of sent) {
    if (component.type.toLowerCase() !== 'button') continue
    const index = Number(component.index)
    const button = buttons[index]
    if (!button || !matches(button, component.sub_type)) {
      throw new GraphError(132018, {
        details: `buttons: no button of type ${component.sub_type} at index ${component.index}`,
      })
    }
    given.set(index, component)
  }
  for (const [index, button] of buttons.entries()) checkButton(button, index, given.get(index))

  return buttons.flatMap((button, index) => {
    if (button.type !== 'QUICK_REPLY') return []
    const text = button.text ?? ''
    const payload = given.get(index)?.parameters[0]?.payload
    return [{ text, payload: typeof payload === 'string' ? payload : text }]
  })
}

const matches = (button: TemplateButton, subType: string | undefined): boolean =>
  button.type === subType?.toUpperCase()

function checkButton(button: TemplateButton, index: number, sent: SentComponent | undefined): void {
  const parameter = sent?.parameters[0]
  if (button.type === 'URL' && variablesOf(button.url ?? '').length > 0) {
    const text = parameter?.text
    if (typeof text !== 'string') throw buttonNeeds('Url', index)
    checkValue('buttons', text)
  } else if (button.type === 'URL' && parameter) {
    throw new GraphError(132018, { details: `buttons: URL at index ${index} takes no parameter` })
  } else if (button.type === 'COPY_CODE' && typeof parameter?.coupon_code !== 'string') {
    throw buttonNeeds('copy_code', index)
  } else if (button.type === 'CATALOG' || button.type === 'MPM') {
    const Action = button.type === 'MPM' ? Products : Thumbnail
    if (!v.is(Action, parameter?.action)) throw buttonNeeds('action', index)
  } else if (button.type === 'FLOW' && parameter) {
    if (!v.is(FlowAction, parameter.action)) throw buttonNeeds('action', index)
  } else if (button.type === 'QUICK_REPLY' && parameter) {
    const payload = parameter.payload
    if (typeof payload !== 'string' || payload.length > 256) throw buttonNeeds('payload', index)
  }
}

const buttonNeeds = (kind: string, index: number) =>
  new GraphError(131008, {
    details: `buttons: Button at index ${index} of type ${kind} requires a parameter`,
  })
