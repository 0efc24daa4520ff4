import * as v from 'valibot'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'
import { GraphError, NoAnswerError } from './errors'
import { handlingOfRefusal, type SendAnswer } from './send-errors'

const Accepted = v.object({
  messages: v.pipe(
    v.array(
      v.object({ id: v.pipe(v.string(), v.minLength(1)), message_status: v.optional(v.string()) }),
    ),
    v.minLength(1),
  ),
  contacts: v.optional(v.array(v.object({ wa_id: v.optional(v.string()) })), []),
})

/**
 * Sends one message, once. There is no idempotency key at Meta: what is not clearly accepted or clearly
 * refused is `ambiguous`, and only a status webhook with our tag can settle it.
 */
export async function sendMessage(
  graph: GraphClient,
  token: Secret,
  phoneNumberId: string,
  message: { identity: string; tag: string; content: Record<string, unknown> },
): Promise<SendAnswer> {
  const { identity, tag, content } = message
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // A BSUID begins with its country's letters, a phone with "+".
    ...(identity.startsWith('+') ? { to: identity } : { recipient: identity }),
    ...content,
    biz_opaque_callback_data: tag,
  }
  try {
    const answer = await graph.call({
      method: 'POST',
      path: `/${phoneNumberId}/messages`,
      token,
      body,
    })
    const accepted = v.safeParse(Accepted, answer)
    const [first] = accepted.success ? accepted.output.messages : []
    if (!accepted.success || !first) return { kind: 'ambiguous', code: null }
    return {
      kind: 'accepted',
      wamid: first.id,
      isHeld: first.message_status === 'held_for_quality_assessment',
      waId: accepted.output.contacts[0]?.wa_id ?? null,
    }
  } catch (error) {
    return answerOf(error)
  }
}

function answerOf(error: unknown): SendAnswer {
  if (error instanceof NoAnswerError) return { kind: 'ambiguous', code: null }
  if (!(error instanceof GraphError)) throw error
  const handling = handlingOfRefusal(error.httpStatus, error.code, error.subcode)
  if (handling === 'ambiguous') return { kind: 'ambiguous', code: error.code }
  return { kind: 'refused', code: error.code ?? error.httpStatus, handling }
}
