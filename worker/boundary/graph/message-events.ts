// Inbound items that are not messages of their own but say something about another one, or about a person.

import * as v from 'valibot'
import type { InboundMessage } from './webhooks'

const Reaction = v.object({ message_id: v.string(), emoji: v.optional(v.string()) })
const Edit = v.object({
  original_message_id: v.string(),
  message: v.looseObject({ type: v.string() }),
})
const Revoke = v.object({ original_message_id: v.string() })

/** Something about an earlier message: `content` is the emoji or the new text; null takes it away. */
export type Mark = {
  kind: 'reaction' | 'edit' | 'revoke'
  wamid: string
  content: string | null
}

/** Null for what is a message of its own. */
export function readMark(message: InboundMessage): Mark | null {
  if (message.type === 'reaction') {
    const read = v.safeParse(Reaction, message.reaction)
    if (!read.success) return null
    return { kind: 'reaction', wamid: read.output.message_id, content: read.output.emoji || null }
  }
  if (message.type === 'edit') {
    const read = v.safeParse(Edit, message.edit)
    if (!read.success) return null
    const { original_message_id, message: edited } = read.output
    return { kind: 'edit', wamid: original_message_id, content: JSON.stringify(edited) }
  }
  if (message.type === 'revoke') {
    const read = v.safeParse(Revoke, message.revoke)
    return read.success
      ? { kind: 'revoke', wamid: read.output.original_message_id, content: null }
      : null
  }
  return null
}

const Shared = v.array(
  v.object({
    origin: v.literal('contact_request'),
    phones: v.array(v.object({ wa_id: v.optional(v.string()) })),
  }),
)

/** The own number that a person gave when asked for it; a third person's card is none. */
export function readSharedNumber(message: InboundMessage): string | null {
  const read = v.safeParse(Shared, message.contacts)
  return read.success ? (read.output[0]?.phones[0]?.wa_id ?? null) : null
}
