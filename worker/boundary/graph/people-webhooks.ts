import * as v from 'valibot'
import type { InboundMessage } from './webhooks'

const Preference = v.object({
  wa_id: v.optional(v.string()),
  user_id: v.optional(v.string()),
  category: v.literal('marketing_messages'),
  value: v.picklist(['stop', 'resume']),
  timestamp: v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.finite()),
})

/** What somebody chose in WhatsApp itself: no marketing from this business, or again. */
export type Preference = {
  waId: string | null
  bsuid: string | null
  wants: 'stop' | 'resume'
  /** Milliseconds. */
  at: number
}

/** Of a `user_preferences` change; wishes of other kinds, such as sign-ups, are not ours to act on. */
export function readPreferences(value: Record<string, unknown>): Preference[] {
  const list = Array.isArray(value.user_preferences) ? value.user_preferences : []
  return list.flatMap((one: unknown) => {
    const parsed = v.safeParse(Preference, one)
    if (!parsed.success) return []
    const { wa_id: waId = null, user_id: bsuid = null, value: wants, timestamp } = parsed.output
    return [{ waId, bsuid, wants, at: timestamp * 1000 }]
  })
}

const SystemNews = v.object({
  type: v.picklist(['user_changed_number', 'user_changed_user_id']),
  wa_id: v.optional(v.string()),
  user_id: v.optional(v.string()),
  previous_user_id: v.optional(v.string()),
})

/** A person has another number or id from now on. */
export type IdentityChange = {
  from: { waId: string | null; bsuid: string | null }
  /** Without a number, the old one is nobody's we know. */
  to: { waId: string | null; bsuid: string | null }
}

/** Null for a message that is not such news, or does not say who it was. */
export function readIdentityChange(message: InboundMessage): IdentityChange | null {
  const parsed = v.safeParse(SystemNews, message.system)
  if (message.type !== 'system' || !parsed.success) return null
  const { type, wa_id, user_id, previous_user_id } = parsed.output
  const hasNumber = type === 'user_changed_number'
  const to = { waId: hasNumber ? (wa_id ?? null) : null, bsuid: user_id ?? null }
  // Nothing in the sentence of `body` is parsed: it is prose.
  const from = { waId: message.from ?? null, bsuid: previous_user_id ?? null }
  const isWhole = (from.waId ?? from.bsuid) !== null && (to.waId ?? to.bsuid) !== null
  return isWhole ? { from, to } : null
}
