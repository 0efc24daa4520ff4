import * as v from 'valibot'

const optionalText = v.nullable(v.string())

/** What stands in one message, whoever wrote it, in the product's words. */
export const MessageContent = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.string() }),
  v.object({
    kind: v.literal('media'),
    media: v.picklist(['image', 'video', 'audio', 'document', 'sticker']),
    caption: optionalText,
    fileName: optionalText,
    mimeType: optionalText,
    isVoice: v.boolean(),
  }),
  v.object({
    kind: v.literal('location'),
    latitude: v.number(),
    longitude: v.number(),
    name: optionalText,
    address: optionalText,
  }),
  v.object({
    kind: v.literal('contacts'),
    people: v.array(v.object({ name: v.string(), phones: v.array(v.string()) })),
  }),
  /** A button or a row of a list that was tapped. */
  v.object({ kind: v.literal('choice'), text: v.string(), detail: optionalText }),
  /** A form (flow) that was filled in. */
  v.object({
    kind: v.literal('form'),
    title: v.string(),
    answers: v.array(v.object({ name: v.string(), value: v.string() })),
  }),
  v.object({
    kind: v.literal('order'),
    text: optionalText,
    items: v.array(
      v.object({
        id: v.string(),
        quantity: v.number(),
        price: v.nullable(v.number()),
        currency: optionalText,
      }),
    ),
  }),
  v.object({ kind: v.literal('template'), name: v.string(), text: v.string() }),
  /** Buttons, a list or a link that we offered. */
  v.object({ kind: v.literal('options'), text: v.string(), options: v.array(v.string()) }),
  v.object({
    kind: v.literal('system'),
    event: v.picklist(['changed_number', 'changed_id', 'identity', 'other']),
  }),
  /** The person took the message back. */
  v.object({ kind: v.literal('revoked') }),
  /** A photo, sound or other file that only the phone app has. */
  v.object({ kind: v.literal('not_shared') }),
  /** A kind that we, or Meta, can't show; it is kept as it came. */
  v.object({ kind: v.literal('unknown'), type: v.string() }),
])
export type MessageContent = v.InferOutput<typeof MessageContent>

/** The words in it that a person reads; null where there are none. */
export function wordsOf(content: MessageContent): string | null {
  switch (content.kind) {
    case 'text':
    case 'template':
      return content.text
    case 'options':
      return [content.text, ...content.options].join('\n')
    case 'media':
      return [content.caption, content.fileName].filter(Boolean).join('\n') || null
    case 'location':
      return [content.name, content.address].filter(Boolean).join('\n') || null
    case 'contacts':
      return content.people.map(({ name }) => name).join('\n')
    case 'choice':
      return [content.text, content.detail].filter(Boolean).join('\n')
    case 'form':
      return [content.title, ...content.answers.map(({ value }) => value)].join('\n')
    case 'order':
      return content.text
    default:
      return null
  }
}
