import type { Random } from './random'

/** What Meta tells besides statuses and answers: now and then, beside them in one body. */
export type Change = { field: string; value: Record<string, unknown> }

/** More than a queue message holds, so that its body is kept beside the queue. */
const LARGE_CHARS = 110_000

export function newsOf(
  random: Random,
  { numberId, wall, templates }: { numberId: string; wall: number; templates: string[] },
): Change {
  const kind = random.weighted({ stranger: 4, large: 1, template: 2, quality: 2, account: 1 })
  if (kind === 'template' && templates.length > 0) {
    const id = Number(random.pick(templates))
    const value = { event: 'PAUSED', message_template_id: id, reason: 'NONE' }
    return { field: 'message_template_status_update', value }
  }
  if (kind === 'account') {
    const restriction = { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }
    const value = { event: 'ACCOUNT_RESTRICTION', restriction_info: [restriction] }
    return { field: 'account_update', value }
  }
  if (kind === 'quality')
    return { field: 'phone_number_quality_update', value: { event: 'FLAGGED' } }
  return {
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { phone_number_id: numberId },
      messages: [strangersWord(random, wall, kind === 'large' ? LARGE_CHARS : 5)],
    },
  }
}

/** Who wrote in it for the first time. */
export function newcomersIn({ value }: Change): string[] {
  const { messages } = value as { messages?: { from: string }[] }
  return (messages ?? []).map(({ from }) => from)
}

/** Somebody writes who is nobody's contact yet. */
const strangersWord = (random: Random, wall: number, chars: number) => ({
  id: `wamid.stranger.${random.int(10 ** 9)}`,
  from: `97253${String(random.int(10 ** 7)).padStart(7, '0')}`,
  type: 'text',
  timestamp: String(Math.floor(wall / 1000)),
  text: { body: 'x'.repeat(chars) },
})
