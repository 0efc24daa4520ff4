// Messages of a number that lives in the phone app too: what was written there, before and since.

import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AccountKeys } from '../../boundary/crypto/data-keys'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { PhoneMessage, PhoneThread } from '../../boundary/graph/coexistence'
import { readContent } from '../../boundary/graph/message-content'
import { readMark } from '../../boundary/graph/message-events'
import type { Came } from '../../boundary/graph/webhooks'
import { groupBy } from '../../lib/lists'
import { log } from '../../lib/log'
import { findOrCreateByIdentity } from '../contacts/identity-operations'
import { markRead, noteSaid } from './conversation-queries'
import { eventStatements } from './event-operations'
import { conversationIdOf, messageIdOf } from './id-operations'
import { type MarkNews, storeMark } from './mark-operations'
import { standingOfArrival, standingOfPast } from './order'
import { fillPlace } from './placeholder-operations'
import { previewOf } from './preview'
import { findPlaces, howManyAreNew, insertMessage, type MessageRow, type Place } from './queries'

type HistoryDeps = Pick<Deps, 'clock' | 'jobs' | 'keys'>

/** The number whose phone tells, and when its webhook came in. */
export type PhoneSource = { numberId: string; came: Came }

/** What is written just before new messages, in their batch; `fresh` is how many of them are new there. */
export type AlsoWritten = (fresh: SQL) => BatchItem<'sqlite'>

/**
 * Stores threads of the past, sealed. They open no reply window and answer no broadcast: they were written
 * before this account could. Repeatable, also where it stopped half way.
 */
export async function storeHistory(
  deps: HistoryDeps,
  db: AccountDb,
  source: PhoneSource,
  threads: PhoneThread[],
  also?: AlsoWritten,
): Promise<void> {
  for (const thread of threads) {
    await storeThread(deps, db, { ...source, standsAt: standingOfPast }, thread, also)
  }
}

/** Stores what the owner wrote from the phone just now, beside what was sent from here. Repeatable. */
export async function storeEchoes(
  deps: HistoryDeps,
  db: AccountDb,
  source: PhoneSource,
  echoes: PhoneMessage[],
): Promise<void> {
  const threads = groupBy(echoes, ({ to }) => to ?? '')
  for (const [person, messages] of threads) {
    await storeThread(deps, db, { ...source, standsAt: standingOfArrival }, { person, messages })
  }
  await fillPlaces(deps, db, echoes)
}

/**
 * Stores the files of the past, each at the place of the message that stood for it. Repeatable, and in any
 * order: one that comes before its message is that message. Only of what the business sent is nothing known
 * until then.
 */
export async function storeHistoryFiles(
  deps: HistoryDeps,
  db: AccountDb,
  source: PhoneSource,
  files: { person: string | null; message: PhoneMessage }[],
): Promise<void> {
  if (files.length === 0) return
  const messages = files.map(({ message }) => message)
  const stored = new Set((await fillPlaces(deps, db, messages)).map(({ wamid }) => wamid))
  const fresh = files.filter(({ message }) => !stored.has(message.id))
  const threads = fresh.flatMap(({ person, message }) =>
    person === null ? [] : [{ person, messages: [message] }],
  )
  if (threads.length < fresh.length) log('history.files_of_nobody')
  await storeHistory(deps, db, source, threads)
  await fillPlaces(
    deps,
    db,
    threads.flatMap((thread) => thread.messages),
  )
}

/** Those of the messages that are stored get what they lacked; their places. */
async function fillPlaces(
  deps: HistoryDeps,
  db: AccountDb,
  messages: PhoneMessage[],
): Promise<Place[]> {
  const told = new Map(messages.map((message) => [message.id, message]))
  const places = await findPlaces(db, [...told.keys()])
  for (const place of places) {
    const message = told.get(place.wamid)
    if (message) await fillPlace(deps, db, place, message)
  }
  return places
}

const digitsOf = (person: string) => person.replace(/\D/g, '')

type Standing = PhoneSource & { standsAt: typeof standingOfArrival }
type Named = { message: PhoneMessage; at: number; id: string }

/** A list that begins with the newest is read from its end. */
async function named(
  messages: PhoneMessage[],
  { came: { at, no }, standsAt }: Standing,
): Promise<Named[]> {
  const isNewestFirst = (messages[0]?.timestamp ?? 0) > (messages.at(-1)?.timestamp ?? 0)
  const inOrder = isNewestFirst ? messages.toReversed() : messages
  const all = inOrder.map(async (message, index) => {
    const standing = standsAt(message.timestamp, { at, no: no + index })
    return { message, at: standing.at, id: await messageIdOf(standing, message.id) }
  })
  return Promise.all(all)
}

/** A batch has so many statements at most. */
const PER_LOOK = 90

async function storeThread(
  deps: HistoryDeps,
  db: AccountDb,
  source: Standing,
  { person, messages: all }: PhoneThread,
  also?: AlsoWritten,
): Promise<void> {
  const { clock, keys } = deps
  const { numberId } = source
  const contactId = await findOrCreateByIdentity(db, { waId: digitsOf(person) }, clock.now())
  if (!contactId) return
  const marks = all.flatMap((one) => markIn(one, person))
  const messages = all.filter((one) => readMark(one) === null)
  const standing = await named(messages, source)
  const opened = await keys.open(db)
  for (let from = 0; from < standing.length; from += PER_LOOK) {
    const some = standing.slice(from, from + PER_LOOK)
    const stored = await findPlaces(
      db,
      some.map(({ message }) => message.id),
    )
    const known = new Map(stored.map((place) => [place.wamid, place]))
    for (const { message } of some) {
      const place = known.get(message.id)
      if (place) await fillPlace(deps, db, place, message)
    }
    const fresh = some.filter(({ message }) => !known.has(message.id))
    const rows = fresh.map(async ({ message, at, id }) => ({
      accountId: db.accountId,
      contactId,
      id,
      at,
      direction: message.from === person ? ('in' as const) : ('out' as const),
      numberId,
      wamid: message.id,
      type: message.type,
      body: await opened.seal('messages.body', id, JSON.stringify(message)),
      broadcastId: null,
      author: null,
    }))
    const inserts = (await Promise.all(rows)).map((row) => db.run(insertMessage(db, row)))
    const wamids = fresh.map(({ message }) => message.id)
    const [first, ...others] = also ? [also(howManyAreNew(db, wamids)), ...inserts] : inserts
    if (first && wamids.length > 0) await db.batch([first, ...others])
  }
  const newest = standing.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1)
  // Also where all were stored before: whoever stored them may have stopped there.
  const [place] = newest ? await findPlaces(db, [newest.message.id]) : []
  if (newest && place) {
    const { message } = newest
    const { at, id } = place
    const side = message.from === person ? 'in' : 'out'
    await noteThread({ clock }, db, opened, { contactId, numberId, id, at, side }, message)
  }
  for (const mark of marks) {
    const conversationId = await storeMark({ keys }, db, { contactId, numberId }, mark)
    await db.batch([...eventStatements(db, [{ conversationId, kind: 'thread' }], clock.now())])
  }
}

/** A reaction, an edit or a revocation: no message of its own. */
function markIn(message: PhoneMessage, person: string): MarkNews[] {
  const mark = readMark(message)
  const side = message.from === person ? 'in' : 'out'
  return mark ? [{ ...mark, at: message.timestamp * 1000, side }] : []
}

/** The conversation as it stands after its past: on the phone all of it was seen. */
async function noteThread(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  keys: AccountKeys,
  place: Pick<MessageRow, 'contactId' | 'numberId' | 'id' | 'at'> & { side: 'in' | 'out' },
  message: PhoneMessage,
): Promise<void> {
  const { contactId, numberId, id: messageId, at, side } = place
  const id = await conversationIdOf(contactId, numberId)
  const preview = await keys.seal(
    'conversations.preview',
    id,
    previewOf(readContent({ ...message })),
  )
  const said = { id, contactId, numberId, messageId, at, side, preview }
  await db.batch([
    db.run(noteSaid(db, { ...said, wordsWamid: null, assignee: '' })),
    ...eventStatements(db, [{ conversationId: id, kind: 'thread' }], clock.now()),
  ])
  await markRead(db, { id, contactId, numberId }, messageId)
}
