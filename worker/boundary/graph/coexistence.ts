import * as v from 'valibot'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'
import { type InboundMessage, readList, Seconds } from './webhooks'

/** Asks for what the phone app of a number holds; it comes by webhook. Once each, within a day. */
export async function askPhoneApp(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  what: 'contacts' | 'history',
): Promise<void> {
  const sync_type = what === 'contacts' ? 'smb_app_state_sync' : 'history'
  const body = { messaging_product: 'whatsapp', sync_type }
  await graph.call({ method: 'POST', path: `/${numberId}/smb_app_data`, body, token })
}

/** Meta's word that it was asked before: the answer did not come through, what was wished does. */
export const wasAsked = (code: number | null) => code === 2593107

/** Meta's word that it was asked too late. */
export const isPastAsking = (code: number | null) => code === 2593108

/** A message of the past, or one written in the phone app just now. */
const PhoneMessage = v.looseObject({
  id: v.string(),
  type: v.string(),
  timestamp: Seconds,
  from: v.optional(v.string()),
  to: v.optional(v.string()),
  text: v.optional(v.object({ body: v.string() })),
})
export type PhoneMessage = v.InferOutput<typeof PhoneMessage> & InboundMessage

const Thread = v.object({ id: v.string(), messages: v.array(v.unknown()) })
const Chunk = v.object({
  metadata: v.object({
    phase: v.number(),
    chunk_order: v.optional(v.number(), 0),
    progress: v.optional(v.number(), 0),
  }),
  threads: v.optional(v.array(v.unknown()), []),
})
const Declined = v.object({ errors: v.array(v.object({ code: v.number() })) })

/** One person's messages in the phone app, by the digits of their number. */
export type PhoneThread = { person: string; messages: PhoneMessage[] }
export type HistoryChunk = {
  phase: number
  chunk: number
  progress: number
  threads: PhoneThread[]
}

/** The chunks of a `history` change; `isDeclined`: the owner does not share it. */
export function readHistory(value: Record<string, unknown>): {
  chunks: HistoryChunk[]
  isDeclined: boolean
} {
  const declined = readList(Declined, value.history)
  const chunks = readList(Chunk, value.history).map(({ metadata, threads }) => ({
    phase: metadata.phase,
    chunk: metadata.chunk_order,
    progress: metadata.progress,
    threads: readList(Thread, threads).map(({ id, messages }) => ({
      person: id,
      messages: readList(PhoneMessage, messages),
    })),
  }))
  return { chunks, isDeclined: declined.length > 0 }
}

/** What a history says of a message with a file, until the file itself is told of. */
export const PLACEHOLDER = 'media_placeholder'

const Metadata = v.object({ display_phone_number: v.string() })

/**
 * The files of a history: a webhook of the same kind tells of each, by the message that stood for it, but
 * of the last two weeks only. `person` is null where the business sent it and nothing says to whom.
 */
export function readHistoryFiles(
  value: Record<string, unknown>,
): { person: string | null; message: PhoneMessage }[] {
  const metadata = v.safeParse(Metadata, value.metadata)
  const own = metadata.success ? metadata.output.display_phone_number.replace(/\D/g, '') : ''
  return readList(PhoneMessage, value.messages).map((message) => ({
    person: (message.from === own ? message.to : message.from) ?? null,
    message,
  }))
}

/** What was written in the phone app just now. */
export const readEchoes = (value: Record<string, unknown>): PhoneMessage[] =>
  readList(PhoneMessage, value.message_echoes)

const Sync = v.object({
  type: v.literal('contact'),
  action: v.string(),
  contact: v.object({
    full_name: v.optional(v.string()),
    first_name: v.optional(v.string()),
    phone_number: v.string(),
  }),
})

/** People that were added to the phone's address book, or changed in it. */
export const readAddressBook = (
  value: Record<string, unknown>,
): { waId: string; name: string | null }[] =>
  readList(Sync, value.state_sync)
    .filter(({ action }) => action === 'add')
    .map(({ contact: { phone_number, full_name, first_name } }) => ({
      waId: phone_number.replace(/\D/g, ''),
      name: full_name ?? first_name ?? null,
    }))
