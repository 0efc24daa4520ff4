import * as v from 'valibot'
import { GraphError, invalidParameter } from './errors'
import { SentComponent } from './parameters'
import { KINDS } from './send-kinds'

const Text = v.strictObject({
  body: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  preview_url: v.optional(v.boolean()),
})

const SentTemplate = v.strictObject({
  name: v.string(),
  namespace: v.optional(v.string()),
  language: v.strictObject({
    code: v.string(),
    policy: v.optional(v.literal('deterministic')),
  }),
  components: v.optional(v.array(SentComponent), []),
})

const COMMON = {
  messaging_product: v.literal('whatsapp'),
  recipient_type: v.optional(v.literal('individual')),
  to: v.optional(v.string()),
  recipient: v.optional(v.string()),
  context: v.optional(v.strictObject({ message_id: v.string() })),
  biz_opaque_callback_data: v.optional(v.pipe(v.string(), v.maxLength(512))),
}

const Send = v.variant('type', [
  v.strictObject({ ...COMMON, type: v.literal('text'), text: Text }),
  v.strictObject({ ...COMMON, type: v.literal('template'), template: SentTemplate }),
  v.strictObject({ ...COMMON, type: v.literal('image'), image: KINDS.image }),
  v.strictObject({ ...COMMON, type: v.literal('video'), video: KINDS.video }),
  v.strictObject({ ...COMMON, type: v.literal('audio'), audio: KINDS.audio }),
  v.strictObject({ ...COMMON, type: v.literal('sticker'), sticker: KINDS.sticker }),
  v.strictObject({ ...COMMON, type: v.literal('document'), document: KINDS.document }),
  v.strictObject({ ...COMMON, type: v.literal('location'), location: KINDS.location }),
  v.strictObject({ ...COMMON, type: v.literal('contacts'), contacts: KINDS.contacts }),
  v.strictObject({ ...COMMON, type: v.literal('reaction'), reaction: KINDS.reaction }),
  v.strictObject({ ...COMMON, type: v.literal('interactive'), interactive: KINDS.interactive }),
])
export type Send = v.InferOutput<typeof Send>

const MarkRead = v.strictObject({
  messaging_product: v.literal('whatsapp'),
  status: v.literal('read'),
  message_id: v.string(),
  typing_indicator: v.optional(v.strictObject({ type: v.literal('text') })),
})
export type MarkRead = v.InferOutput<typeof MarkRead>

export const isMarkRead = (body: Record<string, unknown>): boolean => 'status' in body

/** What stands under its own type, for the log. */
export const contentOf = (given: Send): unknown =>
  Object.entries(given).find(([key]) => key === given.type)?.[1]

/** The upload that a message carries; null where it has none. */
export function mediaIdOf(given: Send): string | null {
  switch (given.type) {
    case 'image':
      return given.image.id ?? null
    case 'video':
      return given.video.id ?? null
    case 'audio':
      return given.audio.id ?? null
    case 'sticker':
      return given.sticker.id ?? null
    case 'document':
      return given.document.id ?? null
    default:
      return null
  }
}

export function readJson(text: string): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw required('messaging_product')
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    // An object read from JSON: any key may be there with any value.
    return body as Record<string, unknown>
  }
  throw required('messaging_product')
}

export function readSend(body: Record<string, unknown>): Send {
  if (body.messaging_product !== 'whatsapp') throw required('messaging_product')
  if (body.to === undefined && body.recipient === undefined) throw required('to')

  const type = body.type ?? 'text'
  if (!isKnown(type)) throw new GraphError(131051)
  const read = v.safeParse(Send, { ...body, type })
  if (read.success) return read.output
  throw refusalFor(read.issues[0])
}

const isKnown = (type: unknown) =>
  type === 'text' || type === 'template' || (typeof type === 'string' && type in KINDS)

export function readMarkRead(body: Record<string, unknown>): MarkRead {
  const read = v.safeParse(MarkRead, body)
  if (read.success) return read.output
  throw refusalFor(read.issues[0])
}

const required = (name: string) =>
  new GraphError(100, { message: `(#100) The parameter ${name} is required.` })

type Issue = Pick<v.BaseIssue<unknown>, 'type' | 'message' | 'path'>

function refusalFor(issue: Issue): GraphError {
  const keys = (issue.path ?? []).map(({ key }) => String(key))
  const name = keys.at(-1) ?? ''
  if (issue.type === 'strict_object') {
    const parent = keys.at(-2) ?? 'message'
    const isMissing = issue.message.includes('but received undefined')
    if (isMissing) return new GraphError(131008, { details: `${parent}: ${name} is missing` })
    return invalidParameter(`Unexpected key "${name}" on param "${parent}"`)
  }
  return invalidParameter(`Param ${keys.join('.')} is not valid: ${issue.message}`)
}
