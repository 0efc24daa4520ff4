import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, NoAnswerError } from '../../boundary/graph/errors'
import { markSeen } from '../../boundary/graph/outgoing'
import { AppError } from '../../lib/errors'
import { firstIdAt } from '../../lib/ids'
import { log } from '../../lib/log'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { type Conversation, findConversation, markRead } from './conversation-queries'
import { conversationNotFound } from './errors'
import { noteEvents } from './event-operations'

type SeenDeps = Pick<Deps, 'clock' | 'keys' | 'live' | 'graph'>

/** Everything up to a moment was read: for the whole team, on all devices, and for the person at WhatsApp. */
export async function readUpTo(
  deps: SeenDeps,
  db: AccountDb,
  conversationId: string,
  upTo: number,
): Promise<void> {
  const seen = await get(db, conversationId)
  // Ids from the next millisecond on are not read.
  const [changed] = await markRead(db, seen, firstIdAt(upTo + 1))
  if (!changed) return
  await noteEvents(deps, db, [{ conversationId, kind: 'list' }])
  await tellPerson(deps, db, seen, false)
}

/** The person sees that somebody is typing, for up to 25 seconds. */
export async function showTyping(deps: SeenDeps, db: AccountDb, conversationId: string) {
  await tellPerson(deps, db, await get(db, conversationId), true)
}

async function get(db: AccountDb, id: string): Promise<Conversation> {
  const row = await findConversation(db, id)
  if (!row) throw conversationNotFound()
  return row
}

/** A courtesy: where Meta can't be told, nothing else depends on it. */
async function tellPerson(
  deps: SeenDeps,
  db: AccountDb,
  { numberId, lastInboundWamid: wamid }: Conversation,
  isTyping: boolean,
): Promise<void> {
  const number = await findNumber(db, numberId)
  if (!number || !wamid) return
  try {
    await withToken(deps, db, number.connectionId, (token) =>
      markSeen(deps.graph, token, numberId, { wamid, isTyping }),
    )
  } catch (error) {
    const isExpected =
      error instanceof GraphError || error instanceof NoAnswerError || error instanceof AppError
    if (!isExpected) throw error
    log('inbox.not_marked_read')
  }
}
