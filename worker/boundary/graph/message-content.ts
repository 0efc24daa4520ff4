// What stands in a message, read from the JSON that Meta sends or gets. Stored messages are read by this
// too, so it never refuses: what it can't read is of an unknown kind.

import * as v from 'valibot'
import type { MessageContent } from '../../contract/message-content'

const Words = v.optional(v.pipe(v.string(), v.minLength(1)))
const Num = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())

const File = v.object({
  id: v.optional(v.string()),
  mime_type: Words,
  caption: Words,
  filename: Words,
  voice: v.optional(v.boolean(), false),
})
const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'] as const

const Location = v.object({ latitude: Num, longitude: Num, name: Words, address: Words })
const Card = v.object({
  name: v.optional(v.object({ formatted_name: Words, first_name: Words, last_name: Words })),
  phones: v.optional(v.array(v.object({ phone: Words, wa_id: Words })), []),
  origin: Words,
})
const Choice = v.object({ title: v.string(), description: Words })
const Form = v.object({ name: Words, body: Words, response_json: v.optional(v.string(), '{}') })
const Order = v.object({
  text: Words,
  product_items: v.optional(
    v.array(
      v.object({
        product_retailer_id: v.string(),
        quantity: Num,
        item_price: v.optional(Num),
        currency: Words,
      }),
    ),
    [],
  ),
})
const Offered = v.object({
  body: v.object({ text: v.string() }),
  action: v.object({
    buttons: v.optional(v.array(v.object({ reply: v.object({ title: v.string() }) })), []),
    sections: v.optional(v.array(v.object({ rows: v.array(v.object({ title: v.string() })) })), []),
    parameters: v.optional(v.object({ display_text: Words })),
  }),
})
const Template = v.object({ name: v.string(), text: v.optional(v.string(), '') })

type Message = Record<string, unknown> & { type?: unknown }

/** Which kinds of Meta's become which of ours; each reader answers null for what it can't read. */
const READERS: Record<string, (message: Message) => MessageContent | null> = {
  text: ({ text }) =>
    read(v.object({ body: v.string() }), text, ({ body }) => ({ kind: 'text', text: body })),
  button: ({ button }) =>
    read(v.object({ text: v.string() }), button, ({ text }) => ({
      kind: 'choice',
      text,
      detail: null,
    })),
  interactive: ({ interactive }) => readInteractive(interactive),
  location: ({ location }) =>
    read(Location, location, ({ latitude, longitude, name = null, address = null }) => ({
      kind: 'location',
      ...{ latitude, longitude, name, address },
    })),
  contacts: ({ contacts }) =>
    read(v.array(Card), contacts, (cards) => ({ kind: 'contacts', people: cards.map(toPerson) })),
  order: ({ order }) =>
    read(Order, order, ({ text = null, product_items }) => ({
      kind: 'order',
      text,
      items: product_items.map((item) => ({
        id: item.product_retailer_id,
        quantity: item.quantity,
        price: item.item_price ?? null,
        currency: item.currency ?? null,
      })),
    })),
  template: ({ template }) =>
    read(Template, template, ({ name, text }) => ({ kind: 'template', name, text })),
  media_placeholder: () => ({ kind: 'not_shared' }),
  system: ({ system }) => ({ kind: 'system', event: systemEventOf(system) }),
  ...Object.fromEntries(
    MEDIA.map((media) => [media, (message: Message) => readFile(media, message[media])]),
  ),
}

export function readContent(message: Message): MessageContent {
  const type = typeof message.type === 'string' ? message.type : ''
  const known = READERS[type]?.(message)
  return known ?? { kind: 'unknown', type: unknownType(type, message) }
}

/** Meta names the real kind of what it can't deliver one level deeper. */
function unknownType(type: string, message: Message): string {
  const inner = v.safeParse(v.object({ type: v.string() }), message.unsupported)
  return inner.success ? inner.output.type : type
}

function read<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  to: (value: v.InferOutput<S>) => MessageContent,
): MessageContent | null {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? to(parsed.output) : null
}

const readFile = (media: (typeof MEDIA)[number], file: unknown) =>
  read(File, file, ({ caption = null, filename = null, mime_type = null, voice }) => ({
    kind: 'media',
    media,
    caption,
    fileName: filename,
    mimeType: mime_type,
    isVoice: voice,
  }))

function readInteractive(interactive: unknown): MessageContent | null {
  const kinds = v.safeParse(v.looseObject({ type: v.string() }), interactive)
  if (!kinds.success) return null
  const { type } = kinds.output
  const inner = kinds.output[type]
  if (type === 'button_reply' || type === 'list_reply') {
    return read(Choice, inner, ({ title, description = null }) => ({
      kind: 'choice',
      text: title,
      detail: description,
    }))
  }
  if (type === 'nfm_reply') {
    return read(Form, inner, ({ name, body, response_json }) => ({
      kind: 'form',
      title: body ?? name ?? '',
      answers: answersIn(response_json),
    }))
  }
  return read(Offered, interactive, ({ body, action }) => ({
    kind: 'options',
    text: body.text,
    options: [
      ...action.buttons.map(({ reply }) => reply.title),
      ...action.sections.flatMap(({ rows }) => rows.map(({ title }) => title)),
      ...(action.parameters?.display_text ? [action.parameters.display_text] : []),
    ],
  }))
}

/** The fields of a form; the token is Meta's bookkeeping. */
function answersIn(json: string): { name: string; value: string }[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    return []
  }
  if (typeof parsed !== 'object' || parsed === null) return []
  return Object.entries(parsed)
    .filter(([name]) => name !== 'flow_token')
    .map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }))
}

function toPerson({ name, phones }: v.InferOutput<typeof Card>) {
  const numbers = phones.flatMap(({ phone, wa_id }) => phone ?? (wa_id ? `+${wa_id}` : []))
  const spelled = [name?.first_name, name?.last_name].filter(Boolean).join(' ')
  return { name: name?.formatted_name ?? (spelled || (numbers[0] ?? '')), phones: numbers }
}

const SYSTEM = {
  user_changed_number: 'changed_number',
  user_changed_user_id: 'changed_id',
  customer_identity_changed: 'identity',
} as const

function systemEventOf(system: unknown) {
  const parsed = v.safeParse(v.object({ type: v.string() }), system)
  const type = parsed.success ? parsed.output.type : ''
  return type in SYSTEM ? SYSTEM[type as keyof typeof SYSTEM] : 'other'
}

const Envelope = v.object({
  context: v.optional(
    v.object({
      id: Words,
      message_id: Words,
      forwarded: v.optional(v.boolean(), false),
      frequently_forwarded: v.optional(v.boolean(), false),
    }),
  ),
  referral: v.optional(v.object({ headline: Words, body: Words, source_url: Words })),
})

/** What stands around the content: a quote, an ad, that it was passed on. */
export function readSurroundings(message: Message) {
  const parsed = v.safeParse(Envelope, message)
  const { context, referral } = parsed.success ? parsed.output : {}
  return {
    quotes: context?.id ?? context?.message_id ?? null,
    isForwarded: context?.forwarded === true || context?.frequently_forwarded === true,
    referral: referral
      ? {
          headline: referral.headline ?? null,
          body: referral.body ?? null,
          url: referral.source_url ?? null,
        }
      : null,
  }
}

/** The media id and type of a file that can be fetched; null where there is none. */
export function readMedia(message: Message) {
  const type = MEDIA.find((media) => media === message.type)
  const parsed = v.safeParse(File, type && message[type])
  return parsed.success && parsed.output.id
    ? { id: parsed.output.id, mimeType: parsed.output.mime_type ?? null }
    : null
}
