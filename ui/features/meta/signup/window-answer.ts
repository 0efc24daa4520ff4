import * as v from 'valibot'

/** What Meta's window says to the page, as far as it counts. */
const SessionMessage = v.object({
  type: v.literal('WA_EMBEDDED_SIGNUP'),
  event: v.string(),
  data: v.optional(
    v.object({
      phone_number_id: v.optional(v.string()),
      waba_id: v.optional(v.string()),
      current_step: v.optional(v.string()),
      error_message: v.optional(v.string()),
    }),
    {},
  ),
})
export type SessionMessage = v.InferOutput<typeof SessionMessage>

/** Everything heard so far; code and ids come apart, in any order. */
export type Heard = {
  session: SessionMessage | null
  code: string | null
  /** Meta's script said that its window is closed. */
  isClosed: boolean
  /** Nothing more came for a while after the first of them. */
  isQuiet: boolean
}
export const NOTHING_HEARD: Heard = { session: null, code: null, isClosed: false, isQuiet: false }

export type WindowOutcome =
  | { kind: 'finished'; code: string; wabaId?: string; phoneNumberId?: string }
  | { kind: 'cancelled' }
  | { kind: 'error'; words: string }
  | { kind: 'closed' }

/** Exactly one of the origins that we were told; `evilfacebook.com` ends like one of them as well. */
export const isFromMeta = (origin: string, origins: string[]): boolean => origins.includes(origin)

/** Null for whatever else windows tell each other. */
export function readSessionMessage(data: unknown): SessionMessage | null {
  const parsed = v.safeParse(SessionMessage, typeof data === 'string' ? parseJson(data) : data)
  return parsed.success ? parsed.output : null
}

/** What it comes to; null as long as something may still come. */
export function outcomeOf({ session, code, isClosed, isQuiet }: Heard): WindowOutcome | null {
  if (session?.event === 'CANCEL') {
    const words = session.data.error_message
    return words ? { kind: 'error', words } : { kind: 'cancelled' }
  }
  if (code && session?.event.startsWith('FINISH')) {
    const { waba_id, phone_number_id } = session.data
    return {
      kind: 'finished',
      code,
      ...(waba_id && { wabaId: waba_id }),
      ...(phone_number_id && { phoneNumberId: phone_number_id }),
    }
  }
  if (!isQuiet) return null
  // The code lives for half a minute: the server finds the ids by itself.
  if (code) return { kind: 'finished', code }
  return isClosed ? { kind: 'closed' } : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
