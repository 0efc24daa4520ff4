// Messages of a number that lives in the phone app too: what was written there, before and since.

import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AccountKeys } from '../../boundary/crypto/data-keys'
import { sha256 } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { PhoneMessage, PhoneThread } from '../../boundary/graph/coexistence'
import { readContent } from '../../boundary/graph/message-content'
import { readMark } from '../../boundary/graph/message-events'
import { timeOrderedIdFrom } from '../../lib/ids'
import { groupBy } from '../../lib/lists'
import { findOrCreateByIdentity } from '../contacts/identity-operations'
import { markRead, noteSaid } from './conversation-queries'
import { eventStatements } from './event-operations'
import { conversationIdOf } from './id-operations'
import { type MarkNews, storeMark } from './mark-operations'
import { orderFile } from './media-operations'
import { previewOf } from './preview'
import { findStored, howManyAreNew, insertMessage, type MessageRow } from './queries'

type HistoryDeps = Pick<Deps, 'clock' | 'keys'>

/** What is written just before new messages, in their batch; `fresh` is how many of them are new there. */
export type AlsoWritten = (fresh: SQL) => BatchItem<'sqlite'>

/**
 * Stores threads of the past, sealed. They open no reply window and answer no broadcast: they were written
 * before this account could. Repeatable, also where it stopped half way.
 */
export async function storeHistory(
  deps: HistoryDeps,
  db: AccountDb,
  numberId: string,
  threads: PhoneThread[],
  also?: AlsoWritten,
): Promise<void> {
  for (const thread of threads) await storeThread(deps, db, numberId, thread, also)
}

/** Stores what the owner wrote from the phone just now, beside what was sent from here. Repeatable. */
export async function storeEchoes(
  deps: HistoryDeps & Pick<Deps, 'jobs'>,
  db: AccountDb,
  numberId: string,
  echoes: PhoneMessage[],
): Promise<void> {
  const threads = groupBy(echoes, ({ to }) => to ?? '')
  await storeHistory(
    deps,
    db,
    numberId,
    [...threads].map(([person, messages]) => ({ person, messages })),
  )
  for (const echo of echoes) {
    const waId = digitsOf(echo.to ?? '')
    const contactId = await findOrCreateByIdentity(db, { waId }, deps.clock.now())
    if (contactId) await orderFile(deps, db, { contactId, id: (await placeOf(echo)).id }, echo)
  }
}

const digitsOf = (person: string) => person.replace(/\D/g, '')

async function placeOf({ timestamp, id }: PhoneMessage): Promise<{ at: number; id: string }> {
  const at = timestamp * 1000
  return { at, id: timeOrderedIdFrom(at, await sha256(id)) }
}

/** `findStored` takes a list of ids, and D1 a hundred values a statement. */
const PER_LOOK = 90

async function storeThread(
  { clock, keys }: HistoryDeps,
  db: AccountDb,
  numberId: string,
  { person, messages: all }: PhoneThread,
  also: AlsoWritten | undefined,
): Promise<void> {
  const contactId = await findOrCreateByIdentity(db, { waId: digitsOf(person) }, clock.now())
  if (!contactId) return
  const marks = all.flatMap((one) => markIn(one, person))
  const messages = all.filter((one) => readMark(one) === null)
  const named = await Promise.all(
    messages.map(async (message) => ({ message, ...(await placeOf(message)) })),
  )
  const opened = await keys.open(db)
  for (let from = 0; from < named.length; from += PER_LOOK) {
    const some = named.slice(from, from + PER_LOOK)
    const known = await findStored(
      db,
      contactId,
      some.map(({ id }) => id),
    )
    const fresh = some.filter(({ id }) => !known.has(id))
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
    // Ten columns a row, and D1 takes 100 values a statement.
    const stored = (await Promise.all(rows)).map((row) => insertMessage(db, row))
    const ids = fresh.map(({ id }) => id)
    const [first, ...others] = also ? [also(howManyAreNew(db, contactId, ids)), ...stored] : stored
    if (first && ids.length > 0) await db.batch([first, ...others])
  }
  const newest = named.toSorted((a, b) => a.at - b.at).at(-1)
  // Also where all were stored before: whoever stored them may have stopped there.
  if (newest) {
    const { message, at, id } = newest
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
