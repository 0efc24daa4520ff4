import * as v from 'valibot'
import { RecipientState } from './broadcasts'
import { Id, text } from './common'

/** Meta's limit for the text of one message. */
export const TEXT_MAX = 4096

/** A reply in the open 24-hour window. The id is made by the sender: the same id twice is one message. */
export const NewMessage = v.strictObject({
  id: Id,
  contactId: Id,
  numberId: v.pipe(v.string(), v.regex(/^\d{5,25}$/)),
  text: text(TEXT_MAX),
})
export type NewMessage = v.InferOutput<typeof NewMessage>

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
