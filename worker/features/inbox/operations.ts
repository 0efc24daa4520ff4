import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { readContent, readSurroundings } from '../../boundary/graph/message-content'
import { readMark, readSharedNumber } from '../../boundary/graph/message-events'
import { type Preference, readIdentityChange } from '../../boundary/graph/people-webhooks'
import type { Came, InboundMessage, MessagesValue, Profile } from '../../boundary/graph/webhooks'
import { wordsOf } from '../../contract/message-content'
import { firstIdAt } from '../../lib/ids'
import { SECOND_MS } from '../../lib/time'
import { markReplied } from '../broadcasts/status-queries'
import { noteStop, noteTap } from '../broadcasts/template-queries'
import { recordOptIn, recordOptOut } from '../contacts/consent-operations'
import {
  changeIdentity,
  findOrCreateByIdentity,
  noteInbound,
} from '../contacts/identity-operations'
import { findProven } from '../contacts/joining-operations'
import type { TimelineSource } from '../contacts/timeline'
import { readConsentSettings } from '../contacts/word-operations'
import type { ConsentSettings } from '../contacts/word-queries'
import { nextAssignee } from './assign-operations'
import { noteSaid } from './conversation-queries'
import { eventStatements, noteEvents, tellInbox } from './event-operations'
import { conversationIdOf, messageIdOf } from './id-operations'
import { isWords, spokenIn } from './inbound'
import { storeMark } from './mark-operations'
import { orderFile } from './media-operations'
import { standingOfArrival } from './order'
import { fillPlace } from './placeholder-operations'
import { previewOf } from './preview'
import { findPlaces, insertMessage, listMessagesOf } from './queries'
import { insertWords } from './search-queries'
import { heedWish } from './wish-operations'
import { openWordHasher } from './word-operations'
import { indexedWordsOf } from './words'

type InboundDeps = Pick<Deps, 'clock' | 'keys' | 'live' | 'db' | 'jobs'>

/**
 * Stores what people wrote, sealed; unknown kinds are kept as they came. A request to stop takes effect
 * before the next claim; an answer to a broadcast is counted there. Repeatable.
 */
export async function receiveMessages(
  deps: InboundDeps,
  db: AccountDb,
  numberId: string,
  { messages, profiles }: Pick<MessagesValue, 'messages' | 'profiles'>,
  came: Came,
): Promise<void> {
  if (messages.length === 0) return
  const touched = new Set<string>()
  const around = { numberId, profiles, consent: await readConsentSettings(db) }
  for (const [index, message] of messages.entries()) {
    const place = { at: came.at, no: came.no + index }
    const broadcastId = await receiveOne(deps, db, around, message, place)
    if (broadcastId) touched.add(broadcastId)
  }
  await tellInbox(deps, db)
  if (touched.size === 0) return
  await deps.live.changed(
    db.accountId,
    [...touched].map((id) => `broadcast:${id}` as const),
  )
}

type Around = { numberId: string; profiles: Profile[]; consent: ConsentSettings }

async function receiveOne(
  deps: InboundDeps,
  db: AccountDb,
  { numberId, profiles, consent }: Around,
  message: InboundMessage,
  came: Came,
): Promise<string | null> {
  const proven = await findProven(deps, db, spokenIn(message), message.from ?? null)
  const contactId = await findWriter(deps, db, message, profiles, proven?.name ?? null)
  if (!contactId) return null

  const saidAt = message.timestamp * SECOND_MS
  const mark = readMark(message)
  if (mark) {
    const conversationId = await storeMark(
      deps,
      db,
      { contactId, numberId },
      { ...mark, at: saidAt, side: 'in' },
    )
    await noteEvents(deps, db, [{ conversationId, kind: 'thread' }])
    return null
  }
  // Its row is written last: where it stands, everything below was done. News that comes again days later
  // must not undo what the person said since.
  const [stored] = await findPlaces(db, [message.id])
  if (stored) {
    await fillPlace(deps, db, stored, message)
    return null
  }
  // What follows is repeatable and comes before the row: a crash between repeats it, and loses nothing.
  const standing = standingOfArrival(message.timestamp, came)
  const id = await messageIdOf(standing, message.id)
  const place = { contactId, numberId, id, at: standing.at }
  const isStop = await heedWish(deps, db, consent, place, message, proven)
  const { quotes } = readSurroundings(message)
  const answered = isWords(message) ? await markReplied(db, contactId, saidAt, quotes) : undefined
  if (answered && isStop) await noteStop(db, answered, saidAt)
  if (answered && message.button) await noteTap(db, answered, saidAt)
  if (isWords(message)) await noteInbound(db, contactId, saidAt)
  const broadcastId = answered?.broadcastId ?? null
  await keepMessage(deps, db, { ...place, broadcastId }, message)
  await orderFile(deps, db, { contactId, id }, message)
  return broadcastId
}

/** What people chose in WhatsApp itself takes effect before the next claim. Repeatable, in any order. */
export async function applyPreferences(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  preferences: Preference[],
): Promise<void> {
  for (const { waId, bsuid, wants, at } of preferences) {
    const contactId = await findOrCreateByIdentity(db, { waId, bsuid }, clock.now())
    if (!contactId) continue
    const identities = [waId, bsuid].filter((one) => one !== null)
    const news = { contactId, identities, source: 'meta', wording: null, actor: 'meta' }
    if (wants === 'stop') await recordOptOut(db, news, at)
    else await recordOptIn(db, news, at)
  }
}

/** Who it is from; a person who goes by other names from now on is known by them too. */
async function findWriter(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  message: InboundMessage,
  profiles: Profile[],
  ownName: string | null,
): Promise<string | null> {
  const change = readIdentityChange(message)
  if (change) {
    const known = await changeIdentity(db, change.from, change.to, clock.now())
    return known ?? findOrCreateByIdentity(db, change.to, clock.now())
  }
  const waId = message.from ?? readSharedNumber(message)
  const bsuid = message.from_user_id ?? null
  const profile = profiles.find(
    (one) => (waId && one.wa_id === waId) || (bsuid && one.user_id === bsuid),
  )
  // What people call themselves on a form is better than the name of their profile.
  const named = { waId, bsuid, profileName: ownName ?? profile?.profile?.name ?? null }
  return findOrCreateByIdentity(db, named, clock.now())
}

type Place = { contactId: string; numberId: string }

/** The row, the conversation, its words and the news of it: together or not at all. */
async function keepMessage(
  deps: InboundDeps,
  db: AccountDb,
  place: Place & { id: string; at: number; broadcastId: string | null },
  message: InboundMessage,
): Promise<void> {
  const { contactId, numberId, id, at, broadcastId } = place
  const { keys, clock } = deps
  const account = await keys.open(db)
  const conversationId = await conversationIdOf(contactId, numberId)
  const content = readContent(message)
  const hash = await openWordHasher(deps, db)
  const words = await hash(indexedWordsOf(wordsOf(content) ?? ''))
  const isTalk = isWords(message)
  const assignee = isTalk ? await nextAssignee(deps, db, conversationId) : ''
  await db.batch([
    db.run(
      insertMessage(db, {
        accountId: db.accountId,
        ...{ contactId, id, at, numberId, broadcastId },
        direction: 'in',
        wamid: message.id,
        type: message.type,
        body: await account.seal('messages.body', id, JSON.stringify(message)),
        author: null,
      }),
    ),
    db.run(
      noteSaid(db, {
        id: conversationId,
        ...{ contactId, numberId, at, assignee },
        messageId: id,
        side: 'in',
        preview: await account.seal('conversations.preview', conversationId, previewOf(content)),
        wordsWamid: isTalk ? message.id : null,
      }),
    ),
    db.run(insertWords(db, words, id, contactId)),
    ...eventStatements(db, [{ conversationId, kind: isTalk ? 'arrived' : 'thread' }], clock.now()),
  ])
}

/** What was said with a person, opened, as a source of the timeline. */
export const messageTimeline: TimelineSource = async ({ deps, db }, contactId, before, limit) => {
  const rows = await listMessagesOf(db, contactId, firstIdAt(before), limit)
  if (rows.length === 0) return []
  const keys = await deps.keys.open(db)
  const opened = rows.map(async ({ id, at, direction, type, body }) => ({
    kind: 'message' as const,
    at,
    direction: direction === 'in' ? ('in' as const) : ('out' as const),
    type,
    // Sealed above, or by a reply, from an object.
    text: wordsOf(
      readContent(
        JSON.parse(await keys.open('messages.body', id, body)) as Record<string, unknown>,
      ),
    ),
  }))
  return Promise.all(opened)
}
