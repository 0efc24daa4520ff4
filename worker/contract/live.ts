import * as v from 'valibot'
import { Id, Language } from './common'

/** A browser names what it looks at; frames about other things are not sent to it. */
export const LiveTopic = v.pipe(
  v.string(),
  v.regex(/^(broadcast|import):[a-z2-7]{26}$|^(templates|broadcasts|connections|inbox|presence)$/),
)
export type LiveTopic = v.InferOutput<typeof LiveTopic>

export const LiveRequest = v.strictObject({
  watch: v.pipe(v.array(LiveTopic), v.maxLength(20)),
  language: v.optional(Language, 'en'),
  /** Which conversation is on this screen, and whether something is being typed there. */
  presence: v.optional(
    v.nullable(v.strictObject({ conversationId: Id, isTyping: v.boolean() })),
    null,
  ),
})

/** The frame of the topic `presence`: who looks at what, on the other screens. */
export type Presence = { userId: string; conversationId: string; isTyping: boolean }

export type LiveRequest = v.InferOutput<typeof LiveRequest>

/** `data` is what the topic's GET would answer, or null where the page should ask again by itself. */
export type LiveFrame = { topic: LiveTopic; at: number; data: unknown }
