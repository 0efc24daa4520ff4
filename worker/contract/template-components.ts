import type {
  DraftButton,
  DraftContent,
  DraftHeader,
  DraftOtp,
  DraftVersion,
} from './template-drafts'
import { blankVersion, HEADER_FORMATS, type HeaderFile, NO_OTP } from './template-drafts'
import { type ParameterFormat, placeholdersIn } from './template-variables'
import type { TemplateComponent } from './templates'

/** What Meta calls the sample of a header file, once it has been uploaded. */
export type HandleOf = (version: DraftVersion) => string | null

type Plan = Pick<DraftContent, 'category' | 'parameterFormat'>

/** A version as Meta's `components`; without a handle a media header has no sample. */
export function toComponents(
  { category, parameterFormat }: Plan,
  version: DraftVersion,
  handle: string | null = null,
): TemplateComponent[] {
  if (category === 'AUTHENTICATION') return authentication(version)
  return [
    ...header(version.header, parameterFormat, handle),
    body(version, parameterFormat),
    ...(version.footer.trim() ? [{ type: 'FOOTER', text: version.footer.trim() }] : []),
    ...(version.buttons.length > 0
      ? [{ type: 'BUTTONS', buttons: version.buttons.map(button) }]
      : []),
  ]
}

function header(
  given: DraftHeader,
  format: ParameterFormat,
  handle: string | null,
): TemplateComponent[] {
  if (given.kind === 'none') return []
  if (given.kind === 'location') return [{ type: 'HEADER', format: 'LOCATION' }]
  if (given.kind === 'media') {
    const example = handle === null ? {} : { example: { header_handle: [handle] } }
    return [{ type: 'HEADER', format: given.format, ...example }]
  }
  const [variable] = placeholdersIn(given.text)
  const sample = given.sample.trim()
  const named = [{ param_name: variable, example: sample }]
  const example =
    format === 'NAMED' ? { header_text_named_params: named } : { header_text: [sample] }
  return [
    {
      type: 'HEADER',
      format: 'TEXT',
      text: given.text.trim(),
      ...(variable !== undefined && { example }),
    },
  ]
}

function body({ body, samples }: DraftVersion, format: ParameterFormat): TemplateComponent {
  const names = placeholdersIn(body)
  const text = body.trim()
  if (names.length === 0) return { type: 'BODY', text }
  const sampleOf = (name: string) => samples[name]?.trim() ?? ''
  if (format === 'NAMED') {
    const named = names.map((name) => ({ param_name: name, example: sampleOf(name) }))
    return { type: 'BODY', text, example: { body_text_named_params: named } }
  }
  // Meta wants one row per set of samples, in the order of the numbers.
  const ordered = [...names].sort((a, b) => Number(a) - Number(b))
  return { type: 'BODY', text, example: { body_text: [ordered.map(sampleOf)] } }
}

function button(given: DraftButton) {
  switch (given.type) {
    case 'QUICK_REPLY':
    case 'VOICE_CALL':
      return { type: given.type, text: given.text.trim() }
    case 'URL': {
      const url = given.url.trim()
      const isDynamic = placeholdersIn(url).length > 0
      const base = { type: given.type, text: given.text.trim(), url }
      return isDynamic ? { ...base, example: [given.sample.trim()] } : base
    }
    case 'PHONE_NUMBER':
      return { type: given.type, text: given.text.trim(), phone_number: given.phone.trim() }
    case 'COPY_CODE':
      return { type: given.type, example: given.sample.trim() }
    case 'FLOW':
      return {
        type: given.type,
        text: given.text.trim(),
        flow_id: given.flowId.trim(),
        flow_action: given.action,
        ...(given.action === 'navigate' && { navigate_screen: given.screen.trim() }),
      }
    case 'REQUEST_CONTACT_INFO':
      return { type: given.type }
  }
}

/** Meta writes the words of these; only switches are ours. */
function authentication({ security, expiryMinutes, otp }: DraftVersion): TemplateComponent[] {
  return [
    { type: 'BODY', add_security_recommendation: security },
    ...(expiryMinutes === null ? [] : [{ type: 'FOOTER', code_expiration_minutes: expiryMinutes }]),
    { type: 'BUTTONS', buttons: [otpButton(otp)] },
  ]
}

function otpButton({ type, text, autofillText, packageName, signatureHash, ...more }: DraftOtp) {
  const texts = {
    ...(text.trim() && { text: text.trim() }),
    ...(type !== 'COPY_CODE' && autofillText.trim() && { autofill_text: autofillText.trim() }),
  }
  if (type === 'COPY_CODE') return { type: 'OTP', otp_type: type, ...texts }
  const app = { package_name: packageName.trim(), signature_hash: signatureHash.trim() }
  const terms = type === 'ZERO_TAP' ? { zero_tap_terms_accepted: more.termsAccepted } : {}
  return { type: 'OTP', otp_type: type, ...texts, supported_apps: [app], ...terms }
}

/** Meta's components as something to write in; what the editor has no place for is left out. */
export function toVersion(
  language: string,
  components: TemplateComponent[],
  headerFile: HeaderFile | null = null,
): DraftVersion {
  const part = (type: string) => components.find((one) => one.type === type)
  const body = part('BODY')
  const buttons = part('BUTTONS')?.buttons ?? []
  const footer = part('FOOTER')
  const minutes = footer?.code_expiration_minutes
  return {
    ...blankVersion(language),
    header: readHeader(part('HEADER'), headerFile),
    body: body?.text ?? '',
    samples: samplesOf(body),
    footer: footer?.text ?? '',
    buttons: buttons.flatMap(readButton),
    security: body?.add_security_recommendation === true,
    expiryMinutes: typeof minutes === 'number' ? minutes : null,
    otp: readOtp(buttons),
  }
}

function readHeader(given: TemplateComponent | undefined, file: HeaderFile | null): DraftHeader {
  if (!given) return { kind: 'none' }
  const format = HEADER_FORMATS.find((one) => one === given.format)
  if (format) return { kind: 'media', format, file }
  if (given.format === 'LOCATION') return { kind: 'location' }
  const text = given.text ?? ''
  const [variable] = placeholdersIn(text)
  const samples = exampleOf(given.example, 'header', text)
  return { kind: 'text', text, sample: variable === undefined ? '' : (samples[variable] ?? '') }
}

const samplesOf = (body: TemplateComponent | undefined) =>
  exampleOf(body?.example, 'body', body?.text ?? '')

type NamedExample = { param_name?: unknown; example?: unknown }

/** Meta's two forms: by name, or `[["a", "b"]]` (header: `["a"]`) in the order of the numbers. */
function exampleOf(
  example: unknown,
  part: 'header' | 'body',
  text: string,
): Record<string, string> {
  if (typeof example !== 'object' || example === null) return {}
  // Meta's own shapes; each member is checked before it is used.
  const given = example as Record<string, unknown>
  const named = given[`${part}_text_named_params`]
  if (Array.isArray(named)) {
    const pairs = (named as NamedExample[]).flatMap(({ param_name, example: value }) =>
      typeof param_name === 'string' && typeof value === 'string' ? [[param_name, value]] : [],
    )
    return Object.fromEntries(pairs)
  }
  const listed = given[`${part}_text`]
  const row: unknown = Array.isArray(listed) && Array.isArray(listed[0]) ? listed[0] : listed
  if (!Array.isArray(row)) return {}
  const names = [...placeholdersIn(text)].sort((a, b) => Number(a) - Number(b))
  return Object.fromEntries(
    names.flatMap((name, at) => {
      const value: unknown = row[at]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

type MetaButton = NonNullable<TemplateComponent['buttons']>[number]

function readButton(given: MetaButton): DraftButton[] {
  const text = given.text ?? ''
  switch (given.type) {
    case 'QUICK_REPLY':
    case 'VOICE_CALL':
      return [{ type: given.type, text }]
    case 'URL':
      return [{ type: 'URL', text, url: given.url ?? '', sample: firstText(given.example) }]
    case 'PHONE_NUMBER':
      return [{ type: 'PHONE_NUMBER', text, phone: given.phone_number ?? '' }]
    case 'COPY_CODE':
      return [{ type: 'COPY_CODE', sample: firstText(given.example) }]
    case 'FLOW':
      return [
        {
          type: 'FLOW',
          text,
          // Meta writes ids as numbers in some answers.
          flowId: given.flow_id === undefined ? '' : String(given.flow_id),
          action: given.flow_action === 'data_exchange' ? 'data_exchange' : 'navigate',
          screen: typeof given.navigate_screen === 'string' ? given.navigate_screen : '',
        },
      ]
    case 'REQUEST_CONTACT_INFO':
      return [{ type: 'REQUEST_CONTACT_INFO' }]
    default:
      return []
  }
}

function firstText(example: unknown): string {
  const first: unknown = Array.isArray(example) ? example[0] : example
  return typeof first === 'string' ? first : ''
}

const OTP_TYPES = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'] as const

/** As it was submitted, or, from an approved template, as the link that Meta makes of it. */
function readOtp(buttons: MetaButton[]): DraftOtp {
  const submitted = buttons.find(({ type }) => type === 'OTP')
  if (submitted) return readSubmittedOtp(submitted)
  const [link] = buttons.flatMap((button) => otpLink(button) ?? [])
  return link ?? NO_OTP
}

function readSubmittedOtp(given: MetaButton): DraftOtp {
  const apps: unknown = given.supported_apps
  const app: unknown = Array.isArray(apps) ? apps[0] : null
  const member = (from: unknown, name: string): string => {
    if (typeof from !== 'object' || from === null) return ''
    // Read as an object of unknown members.
    const value = (from as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    type: OTP_TYPES.find((one) => one === given.otp_type) ?? 'COPY_CODE',
    text: given.text ?? '',
    autofillText: member(given, 'autofill_text'),
    packageName: member(app, 'package_name'),
    signatureHash: member(app, 'signature_hash'),
    termsAccepted: given.zero_tap_terms_accepted === true,
  }
}

/** Meta answers with everything that was submitted in the query of a link; several apps with commas. */
function otpLink({ type, text, url }: MetaButton): DraftOtp | null {
  if (type !== 'URL' || !url || !URL.canParse(url)) return null
  const { hostname, pathname, searchParams: query } = new URL(url)
  if (hostname !== 'www.whatsapp.com' || pathname !== '/otp/code/') return null
  const kind = OTP_TYPES.find((one) => one === query.get('otp_type')) ?? 'COPY_CODE'
  return {
    type: kind,
    text: text ?? '',
    autofillText: query.get('cta_display_name') ?? '',
    packageName: query.get('package_name') ?? '',
    signatureHash: query.get('signature_hash') ?? '',
    // Meta would not have taken it otherwise.
    termsAccepted: kind === 'ZERO_TAP',
  }
}

/** Parts that are shown and sent but can't be written here: the name of the first. */
export function uneditablePart(components: TemplateComponent[]): string | null {
  for (const { type, format, buttons } of components) {
    if (type === 'CAROUSEL' || type === 'LIMITED_TIME_OFFER') return type
    if (format === 'GIF') return format
    const other = buttons?.find(({ type: kind }) => ['CATALOG', 'MPM', 'SPM'].includes(kind))
    if (other) return other.type
    // The editor has room for one app.
    if (buttons?.some((button) => otpLink(button)?.packageName.includes(','))) return 'OTP'
  }
  return null
}
