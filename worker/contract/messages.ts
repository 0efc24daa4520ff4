import * as v from 'valibot'
import { RecipientState } from './broadcasts'
import { Id, text } from './common'

/** Meta's limit for the text of one message. */
export const TEXT_MAX = 4096
export const INTERACTIVE_TEXT_MAX = 1024
export const BUTTONS_MAX = 3
export const ROWS_MAX = 10

const Key = v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$|^b:[a-z2-7]{26}:\d{1,9}$/))
const Https = v.pipe(v.string(), v.maxLength(2000), v.url(), v.startsWith('https://'))

/** What can be sent besides plain text. */
export const OutgoingContent = v.variant('kind', [
  /** The one thing that may be sent outside the 24 hours. */
  v.strictObject({
    kind: v.literal('template'),
    templateId: v.pipe(v.string(), v.maxLength(64)),
    values: v.optional(v.record(v.pipe(v.string(), v.maxLength(60)), text(1000)), {}),
  }),
  v.strictObject({
    kind: v.literal('location'),
    latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
    longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
    name: v.optional(text(100)),
    address: v.optional(text(200)),
  }),
  v.strictObject({ kind: v.literal('contact'), name: text(80), phone: text(40) }),
  v.strictObject({
    kind: v.literal('buttons'),
    text: text(INTERACTIVE_TEXT_MAX),
    buttons: v.pipe(v.array(text(20)), v.minLength(1), v.maxLength(BUTTONS_MAX)),
  }),
  v.strictObject({
    kind: v.literal('list'),
    text: text(INTERACTIVE_TEXT_MAX),
    button: text(20),
    rows: v.pipe(v.array(text(24)), v.minLength(1), v.maxLength(ROWS_MAX)),
  }),
  v.strictObject({
    kind: v.literal('link'),
    text: text(INTERACTIVE_TEXT_MAX),
    label: text(20),
    url: Https,
  }),
  /** A file that was uploaded for the same number. */
  v.strictObject({
    kind: v.literal('media'),
    upload: Id,
    media: v.picklist(['image', 'video', 'audio', 'document']),
    caption: v.optional(text(1024)),
    fileName: v.optional(text(200)),
    /** Sound that WhatsApp shows as a voice message; the upload says whether it can be one. */
    voice: v.optional(v.boolean(), false),
  }),
  /** On an entry of the thread; no emoji takes it away. */
  v.strictObject({
    kind: v.literal('reaction'),
    to: Key,
    emoji: v.pipe(v.string(), v.maxLength(30)),
  }),
])
export type OutgoingContent = v.InferOutput<typeof OutgoingContent>

/**
 * A message to one person: a text, or something else under `content`. The id is made by the sender: the
 * same id twice is one message. In the open 24-hour window anything goes, outside it only templates.
 */
export const NewMessage = v.pipe(
  v.strictObject({
    id: Id,
    contactId: Id,
    numberId: v.pipe(v.string(), v.regex(/^\d{5,25}$/)),
    text: v.optional(text(TEXT_MAX)),
    content: v.optional(OutgoingContent),
    /** The entry of the thread that it quotes. */
    quotes: v.optional(Key),
  }),
  v.check(
    ({ text, content }) => (text === undefined) !== (content === undefined),
    'text or content',
  ),
)
export type NewMessage = v.InferOutput<typeof NewMessage>

/** A file that waits to be sent. */
export const UploadedFile = v.object({
  id: Id,
  kind: v.picklist(['image', 'video', 'audio', 'document']),
  type: v.string(),
  size: v.number(),
  canBeVoice: v.boolean(),
})
export type UploadedFile = v.InferOutput<typeof UploadedFile>

export const UploadQuery = v.object({ number: v.pipe(v.string(), v.regex(/^\d{5,25}$/)) })

export const MessageView = v.object({
  id: Id,
  contactId: Id,
  state: RecipientState,
  /** Why it failed and what can be done, in the caller's language. */
  reasonText: v.nullable(v.string()),
  createdAt: v.number(),
  acceptedAt: v.nullable(v.number()),
  sentAt: v.nullable(v.number()),
  deliveredAt: v.nullable(v.number()),
  readAt: v.nullable(v.number()),
  failedAt: v.nullable(v.number()),
})
export type MessageView = v.InferOutput<typeof MessageView>
