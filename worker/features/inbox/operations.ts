import * as v from 'valibot'
import { sha256 } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { InboundMessage, Profile } from '../../boundary/graph/webhooks'
import { timeOrderedIdFrom } from '../../lib/ids'
import { markReplied } from '../broadcasts/status-queries'
import { noteStop, noteTap } from '../broadcasts/template-queries'
import { recordOptOut } from '../contacts/consent-operations'
import { findOrCreateByIdentity, noteInbound } from '../contacts/identity-operations'
import { asksToStop } from '../contacts/stop-words'
import type { TimelineSource } from '../contacts/timeline'
import { findStored, insertMessages, listMessagesOf } from './queries'

/** Notices about a person's number or account, not words of theirs. */
const NOT_WORDS = new Set(['system', 'reaction'])

/**
 * Stores what people wrote, sealed; unknown kinds are kept as they came. A request to stop takes effect
 * before the next claim; an answer to a broadcast is counted there. Repeatable.
 */
export async function receiveMessages(
  deps: Pick<Deps, 'clock' | 'keys' | 'live'>,
  db: AccountDb,
  numberId: string,
  messages: InboundMessage[],
  profiles: Profile[],
): Promise<void> {
  const touched = new Set<string>()
  for (const message of messages) {
    const broadcastId = await receiveOne(deps, db, numberId, message, profiles)
    if (broadcastId) touched.add(broadcastId)
  }
  if (touched.size === 0) return
  await deps.live.changed(
    db.accountId,
    [...touched].map((id) => `broadcast:${id}` as const),
  )
}

async function receiveOne(
  { clock, keys }: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  numberId: string,
  message: InboundMessage,
  profiles: Profile[],
): Promise<string | null> {
  const waId = message.from ?? null
  const bsuid = message.from_user_id ?? null
  const profile = profiles.find(
    (one) => (waId && one.wa_id === waId) || (bsuid && one.user_id === bsuid),
  )
  const identities = { waId, bsuid, profileName: profile?.profile?.name ?? null }
  const contactId = await findOrCreateByIdentity(db, identities, clock.now())
  if (!contactId) return null

  const at = message.timestamp * 1000
  const id = timeOrderedIdFrom(at, await sha256(message.id))
  // Its row is written last: where it stands, everything below was done. News that comes again days later
  // must not undo what the person said since.
  if ((await findStored(db, contactId, [id])).has(id)) return null
  const isWords = !NOT_WORDS.has(message.type)
  // What follows is repeatable and comes before the row: a crash between repeats it, and loses nothing.
  const text = message.text?.body ?? message.button?.text ?? ''
  if (asksToStop(text)) {
    const identity = bsuid && !waId ? bsuid : `+${waId}`
    await recordOptOut(
      db,
      { contactId, identities: [identity], source: 'message', wording: text, actor: 'contact' },
      clock.now(),
    )
  }
  const answered = isWords ? await markReplied(db, contactId, at) : undefined
  if (answered && asksToStop(text)) await noteStop(db, answered, at)
  if (answered && message.button) await noteTap(db, answered, at)
  if (isWords) await noteInbound(db, contactId, at)
  const body = await (await keys.open(db)).seal('messages.body', id, JSON.stringify(message))
  await insertMessages(db, [
    {
      accountId: db.accountId,
      contactId,
      id,
      at,
      direction: 'in',
      numberId,
      wamid: message.id,
      type: message.type,
      body,
      broadcastId: answered?.broadcastId ?? null,
    },
  ])
  return answered?.broadcastId ?? null
}

/** What a person wrote, opened, as a source of the timeline. */
export const messageTimeline: TimelineSource = async ({ deps, db }, contactId, before, limit) => {
  const rows = await listMessagesOf(db, contactId, before, limit)
  if (rows.length === 0) return []
  const keys = await deps.keys.open(db)
  const opened = rows.map(async ({ id, at, direction, type, body }) => ({
    kind: 'message' as const,
    at,
    direction,
    type,
    text: textOf(await keys.open('messages.body', id, body)),
  }))
  return Promise.all(opened)
}

/** The words in a stored message, whatever part of it holds them; null for a picture without caption. */
function textOf(body: string): string | null {
  const message = v.parse(StoredMessage, JSON.parse(body))
  const media = message.image ?? message.video ?? message.document
  return message.text?.body ?? message.button?.text ?? media?.caption ?? null
}

const Captioned = v.optional(v.object({ caption: v.optional(v.string()) }))
const StoredMessage = v.object({
  text: v.optional(v.object({ body: v.string() })),
  button: v.optional(v.object({ text: v.string() })),
  image: Captioned,
  video: Captioned,
  document: Captioned,
})
