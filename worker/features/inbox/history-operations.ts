// Messages of a number that lives in the phone app too: what was written there, before and since.

import { sha256 } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { PhoneMessage, PhoneThread } from '../../boundary/graph/coexistence'
import { timeOrderedIdFrom } from '../../lib/ids'
import { groupBy } from '../../lib/lists'
import { findOrCreateByIdentity } from '../contacts/identity-operations'
import { findStored, insertMessages } from './queries'

type HistoryDeps = Pick<Deps, 'clock' | 'keys'>

/**
 * Stores threads of the past, sealed. They open no reply window and answer no broadcast: they were written
 * before this account could. Repeatable; says how many messages were new.
 */
export async function storeHistory(
  deps: HistoryDeps,
  db: AccountDb,
  numberId: string,
  threads: PhoneThread[],
): Promise<number> {
  let stored = 0
  for (const { person, messages } of threads) {
    stored += await storeThread(deps, db, numberId, person, messages)
  }
  return stored
}

/** Stores what the owner wrote from the phone just now, beside what was sent from here. Repeatable. */
export async function storeEchoes(
  deps: HistoryDeps,
  db: AccountDb,
  numberId: string,
  echoes: PhoneMessage[],
): Promise<number> {
  const threads = groupBy(echoes, ({ to }) => to ?? '')
  return storeHistory(
    deps,
    db,
    numberId,
    [...threads].map(([person, messages]) => ({ person, messages })),
  )
}

/** `findStored` takes a list of ids, and D1 a hundred values a statement. */
const PER_LOOK = 90

async function storeThread(
  { clock, keys }: HistoryDeps,
  db: AccountDb,
  numberId: string,
  person: string,
  messages: PhoneMessage[],
): Promise<number> {
  const waId = person.replace(/\D/g, '')
  const contactId = await findOrCreateByIdentity(db, { waId }, clock.now())
  if (!contactId) return 0
  const named = await Promise.all(
    messages.map(async (message) => {
      const at = message.timestamp * 1000
      return { message, at, id: timeOrderedIdFrom(at, await sha256(message.id)) }
    }),
  )
  const opened = await keys.open(db)
  let stored = 0
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
    }))
    await insertMessages(db, await Promise.all(rows))
    stored += fresh.length
  }
  return stored
}
