import * as v from 'valibot'
import { Button, checkButtons } from './template-button-rules'
import { invalid, PLACEHOLDER, refuse, SUBCODE } from './template-refusals'

// What Meta refuses when a template is handed in. Written from its documentation and apart from the
// product's own lint, so that each can show where the other is wrong.

const Component = v.looseObject({
  type: v.string(),
  format: v.optional(v.string()),
  text: v.optional(v.string()),
  buttons: v.optional(v.array(Button)),
  example: v.optional(v.looseObject({})),
})
type Component = v.InferOutput<typeof Component>

export const SubmittedTemplate = v.strictObject({
  name: v.string(),
  language: v.string(),
  category: v.picklist(['MARKETING', 'UTILITY', 'AUTHENTICATION']),
  parameter_format: v.optional(v.picklist(['POSITIONAL', 'NAMED']), 'POSITIONAL'),
  components: v.array(Component),
  message_send_ttl_seconds: v.optional(v.number()),
  allow_category_change: v.optional(v.boolean()),
  cta_url_link_tracking_opted_out: v.optional(v.boolean()),
})
export type SubmittedTemplate = v.InferOutput<typeof SubmittedTemplate>

/** Throws Meta's refusal; says nothing when the template would be taken for review. */
export function checkTemplate(
  template: SubmittedTemplate,
  knowsHandle: (handle: string) => boolean,
) {
  const { name, category, components, parameter_format } = template
  if (!/^[a-z0-9_]+$/.test(name))
    throw invalid('Param name must be lowercase letters, digits and _')
  if (name.length > 512) throw refuse(SUBCODE.tooLong, 'Too long', 'name: 512 characters at most')
  checkTtl(template)
  if (category === 'AUTHENTICATION') {
    checkAuthentication(components)
    return
  }
  const find = (type: string) => components.find((one) => one.type === type)
  checkHeader(find('HEADER'), parameter_format, knowsHandle)
  checkBody(find('BODY'), parameter_format)
  checkFooter(find('FOOTER'))
  checkButtons(find('BUTTONS')?.buttons ?? [])
}

const TTL: Record<SubmittedTemplate['category'], [number, number] | null> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: null,
}

function checkTtl({ category, message_send_ttl_seconds: seconds }: SubmittedTemplate): void {
  if (seconds === undefined || (category === 'UTILITY' && seconds === -1)) return
  const range = TTL[category]
  if (!range) throw invalid('message_send_ttl_seconds: marketing goes through the MM API only')
  if (seconds >= range[0] && seconds <= range[1]) return
  throw invalid(`message_send_ttl_seconds must be between ${range[0]} and ${range[1]}`)
}

type Format = SubmittedTemplate['parameter_format']

/** Names between double braces, in order, each once; braces without a partner are a mistake. */
function variablesOf(text: string, format: Format, subcode: number): string[] {
  const names = Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name)
  if (/[{}]{2}/.test(text.replace(PLACEHOLDER, ''))) {
    throw refuse(subcode, 'Wrong format', 'A variable is not closed')
  }
  const good = format === 'NAMED' ? /^[a-z_][a-z0-9_]*$/ : /^[1-9][0-9]*$/
  const bad = names.find((name) => !good.test(name.trim()))
  if (bad !== undefined)
    throw refuse(subcode, 'Wrong format', `{{${bad}}} is no ${format} variable`)
  return [...new Set(names.map((name) => name.trim()))]
}

function checkHeader(
  header: Component | undefined,
  format: Format,
  knowsHandle: (handle: string) => boolean,
): void {
  if (!header || header.format === 'LOCATION') return
  if (header.format !== 'TEXT') {
    checkSample(header, knowsHandle)
    return
  }
  const text = header.text ?? ''
  const wrong = (message: string) => refuse(SUBCODE.header, 'Header format incorrect', message)
  if (text === '') throw wrong('The header is empty')
  if (text.length > 60) throw refuse(SUBCODE.tooLong, 'Too long', 'header: 60 characters at most')
  const variables = variablesOf(text, format, SUBCODE.header)
  if (variables.length > 1) throw wrong('The header takes one variable')
  if (/[*_~`\n]/.test(text.replace(PLACEHOLDER, ''))) throw wrong('The header takes no formatting')
  if (variables.length === 1) checkExamples(header, 'header', variables, format, SUBCODE.header)
}

function checkSample({ format, example }: Component, knowsHandle: (handle: string) => boolean) {
  if (!['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF'].includes(format ?? '')) {
    throw invalid(`Header format ${format} is not known`)
  }
  const handles: unknown = example?.header_handle
  const handle: unknown = Array.isArray(handles) ? handles[0] : undefined
  if (typeof handle !== 'string') {
    throw refuse(SUBCODE.header, 'Sample missing', `A ${format} header needs a header_handle`)
  }
  if (!knowsHandle(handle)) throw invalid('header_handle was not made by an upload')
}

function checkBody(body: Component | undefined, format: Format): void {
  const text = body?.text ?? ''
  if (!body || text === '') throw refuse(SUBCODE.body, 'Body format incorrect', 'The body is empty')
  if (text.length > 1024) throw refuse(SUBCODE.tooLong, 'Too long', 'body: 1024 characters at most')
  const variables = variablesOf(text, format, SUBCODE.body)
  if (variables.length === 0) return
  if (/^\{\{|\}\}$/.test(text.trim())) {
    throw refuse(SUBCODE.edge, 'Variables at start or end', 'Variables may not lead or trail')
  }
  if (/\}\}\s*\{\{/.test(text)) throw refuse(SUBCODE.body, 'Wrong format', 'Variables touch')
  const places = Array.from(text.matchAll(PLACEHOLDER)).length
  const words = text.replace(PLACEHOLDER, ' ').split(/[^\p{L}\p{N}'’"״׳-]+/u)
  if (words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length < 2 * places) {
    throw refuse(SUBCODE.dense, 'Too many variables', 'Too many variables for the length')
  }
  if (format === 'POSITIONAL') {
    const gap = variables.findIndex((_, at) => !variables.includes(String(at + 1)))
    if (gap !== -1) throw refuse(SUBCODE.body, 'Wrong format', `{{${gap + 1}}} is missing`)
  }
  checkExamples(body, 'body', variables, format, SUBCODE.body)
}

function checkExamples(
  { example }: Component,
  part: 'header' | 'body',
  variables: string[],
  format: Format,
  subcode: number,
): void {
  const missing = () => refuse(subcode, 'Sample missing', `${part}: each variable needs a sample`)
  if (format === 'NAMED') {
    const given: unknown = example?.[`${part}_text_named_params`]
    const names = Array.isArray(given)
      ? given.flatMap((one) => (one.example ? [one.param_name] : []))
      : []
    if (variables.some((name) => !names.includes(name))) throw missing()
    return
  }
  const rows: unknown = example?.[`${part}_text`]
  const row: unknown = part === 'body' && Array.isArray(rows) ? rows[0] : rows
  const isFull = Array.isArray(row) && row.length === variables.length && row.every(Boolean)
  if (!isFull) throw missing()
}

function checkFooter(footer: Component | undefined): void {
  const text = footer?.text ?? ''
  if (text.length > 60) throw refuse(SUBCODE.tooLong, 'Too long', 'footer: 60 characters at most')
  if (/\{\{|\}\}/.test(text)) {
    throw refuse(SUBCODE.footer, 'Footer format incorrect', 'The footer takes no variable')
  }
}

/** Words are Meta's here: only switches may be given. */
function checkAuthentication(components: Component[]): void {
  for (const component of components) {
    if (component.type === 'BODY' && component.text !== undefined) {
      throw invalid('Authentication templates have a fixed body')
    }
    const minutes: unknown = component.code_expiration_minutes
    if (component.type === 'FOOTER' && !(Number(minutes) >= 1 && Number(minutes) <= 90)) {
      throw invalid('code_expiration_minutes must be between 1 and 90')
    }
    if (component.type === 'HEADER') throw invalid('Authentication templates have no header')
  }
  const buttons = components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  const otp = buttons[0]
  if (buttons.length !== 1 || otp?.type !== 'OTP') throw invalid('One OTP button is needed')
  for (const label of [otp.text, otp.autofill_text]) {
    if (typeof label === 'string' && label.length > 25) {
      throw refuse(SUBCODE.tooLong, 'Too long', 'button: 25 characters at most')
    }
  }
  if (otp.otp_type === 'COPY_CODE') return
  const App = v.object({
    package_name: v.pipe(v.string(), v.minLength(1)),
    signature_hash: v.pipe(v.string(), v.minLength(1)),
  })
  if (!v.is(v.pipe(v.array(App), v.minLength(1)), otp.supported_apps)) {
    throw invalid('supported_apps needs package_name and signature_hash')
  }
  if (otp.otp_type === 'ZERO_TAP' && otp.zero_tap_terms_accepted !== true) {
    throw invalid('zero_tap_terms_accepted must be true')
  }
}

const SELLING =
  /\b(sale|discount|coupon|offers?|promo\w*|free gift|shop now|buy)\b|\d ?%|מבצע|הנחה|קופון|הטבה|מתנה/i

/** Meta goes by what a template says, not by what it is declared as. */
export function categoryOf({ category, components }: SubmittedTemplate): string {
  if (category !== 'UTILITY') return category
  const texts = components.flatMap(({ text = '', buttons = [] }) => [
    text,
    ...buttons.map((button) => button.text ?? ''),
  ])
  const hasCoupon = components.some(({ buttons }) =>
    buttons?.some(({ type }) => type === 'COPY_CODE'),
  )
  return hasCoupon || SELLING.test(texts.join('\n')) ? 'MARKETING' : category
}
