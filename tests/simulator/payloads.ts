import type { PhoneNumber } from './businesses'
import { toStatusError } from './errors'
import type { Answer, StatusKind } from './fates'
import type { Person } from './personas'

/** One `changes[]` element of a webhook body. */
export type Change = { field: string; value: Record<string, unknown> }

const metadataOf = (number: Pick<PhoneNumber, 'id' | 'digits'>) => ({
  display_phone_number: number.digits,
  phone_number_id: number.id,
})

type Named = Pick<Person, 'waId' | 'bsuid' | 'name'> & { username?: string | null }

const contactOf = (person: Named) => ({
  profile: { name: person.name, ...(person.username ? { username: person.username } : {}) },
  ...(person.waId ? { wa_id: person.waId } : {}),
  user_id: person.bsuid,
})

const seconds = (ms: number) => String(Math.floor(ms / 1000))

export type StatusReport = {
  kind: StatusKind
  happenedAt: number
  wamid: string
  person: Named
  /** Sent to a user id: the number is not named even when Meta knows it. */
  byBsuid: boolean
  callbackData: string | null
  pricing: Record<string, unknown> | null
  code: number | null
}

/** Some statuses of one number; `contacts` beside them for all but the failed. */
export function statusChange(number: PhoneNumber, reports: StatusReport[]): Change {
  const reached = reports.filter(({ kind }) => kind !== 'failed')
  return {
    value: {
      messaging_product: 'whatsapp',
      metadata: metadataOf(number),
      ...(reached.length > 0 ? { contacts: reached.map(({ person }) => contactOf(person)) } : {}),
      statuses: reports.map(toStatus),
    },
    field: 'messages',
  }
}

function toStatus(report: StatusReport) {
  const { person, byBsuid, kind } = report
  // A failed status names no user id unless the message was sent to one.
  const namesUser = kind !== 'failed' || byBsuid
  return {
    id: report.wamid,
    status: kind,
    timestamp: seconds(report.happenedAt),
    ...(byBsuid || !person.waId ? {} : { recipient_id: person.waId }),
    ...(namesUser ? { recipient_user_id: person.bsuid } : {}),
    ...(report.callbackData === null ? {} : { biz_opaque_callback_data: report.callbackData }),
    ...(report.pricing ? { pricing: report.pricing } : {}),
    ...(kind === 'failed' ? { errors: [toStatusError(report.code ?? 131000)] } : {}),
  }
}

export type InboundReport = {
  wamid: string
  happenedAt: number
  person: Named
  answer: Answer
  /** The message of the business that this one answers. */
  context: string | null
}

export function inboundChange(
  number: Pick<PhoneNumber, 'id' | 'digits'>,
  report: InboundReport,
): Change {
  const { person, answer } = report
  const content = contentOf(answer)
  return {
    value: {
      messaging_product: 'whatsapp',
      metadata: metadataOf(number),
      contacts: [contactOf(person)],
      messages: [
        {
          ...(person.waId ? { from: person.waId } : {}),
          from_user_id: person.bsuid,
          id: report.wamid,
          timestamp: seconds(report.happenedAt),
          ...(report.context ? { context: { from: number.digits, id: report.context } } : {}),
          ...content,
        },
      ],
    },
    field: 'messages',
  }
}

function contentOf(answer: Answer): { type: string; [key: string]: unknown } {
  if (answer.kind === 'other') return answer.content
  if (answer.kind === 'text') return { type: 'text', text: { body: answer.text } }
  const { payload, text } = answer.button
  return { type: 'button', button: { payload, text } }
}

/** Somebody goes by another number from now on, or by another id where their number is not shared. */
export function identityChange(
  number: Pick<PhoneNumber, 'id' | 'digits'>,
  { wamid, from, to, now }: { wamid: string; from: Named; to: Named; now: number },
): Change {
  const named = to.waId ? { wa_id: to.waId } : {}
  const system = {
    body: `User ${from.name} changed from ${from.waId ?? from.bsuid} to ${to.waId ?? to.bsuid}`,
    ...named,
    user_id: to.bsuid,
    previous_user_id: from.bsuid,
    type: to.waId ? 'user_changed_number' : 'user_changed_user_id',
  }
  const message = {
    ...(to.waId && from.waId ? { from: from.waId } : {}),
    ...{ id: wamid, timestamp: seconds(now), type: 'system', system },
  }
  return {
    value: {
      messaging_product: 'whatsapp',
      metadata: metadataOf(number),
      messages: [message],
    },
    field: 'messages',
  }
}

export const preferenceChange = (
  number: PhoneNumber,
  person: Named,
  value: 'stop' | 'resume',
  now: number,
): Change => ({
  value: {
    messaging_product: 'whatsapp',
    metadata: metadataOf(number),
    contacts: [contactOf(person)],
    user_preferences: [
      {
        ...(person.waId ? { wa_id: person.waId } : {}),
        user_id: person.bsuid,
        detail: `User requested to ${value} marketing messages`,
        category: 'marketing_messages',
        value,
        timestamp: Math.floor(now / 1000),
      },
    ],
  },
  field: 'user_preferences',
})

/** The bytes Meta sends: ASCII only, slashes escaped, so that nothing but the raw body verifies. */
export function toBytes(body: unknown): Uint8Array {
  const json = JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return new TextEncoder().encode(json)
}
