// A number that lives in the WhatsApp Business app too.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { askPhoneApp, isPastAsking, wasAsked } from '../../boundary/graph/coexistence'
import { GraphError, isReconnectCode, NoAnswerError } from '../../boundary/graph/errors'
import type { Member } from '../../boundary/http/context'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import {
  type Chunk,
  endAsking,
  findCoexistence,
  saveChunk,
  saveJoined,
  saveSync,
} from './coexistence-queries'
import {
  metaDidNotAnswer,
  metaRefused,
  needsReconnect,
  numberNotFound,
  syncTooLate,
} from './errors'
import { findConnection, findNumber, listNumberRows } from './queries'
import { withToken } from './token-operations'
import { ASKABLE_MS } from './views'

type CoexistenceDeps = Pick<Deps, 'clock' | 'keys' | 'graph' | 'live'>

/**
 * Begins for each number of a connection that lives in the phone app and was not known to, or left: also
 * where the connection ended and another one was made.
 */
export async function joinPhoneApp(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  connectionId: string,
): Promise<void> {
  const since = (await findConnection(db, connectionId))?.createdAt ?? 0
  for (const { id, isOnBizApp, connectionId: its } of await listNumberRows(db)) {
    if (!isOnBizApp || its !== connectionId) continue
    const known = await findCoexistence(db, id)
    const isJoined = known?.state === 'joined' && known.onboardedAt >= since
    if (!isJoined) await saveJoined(db, id, clock.now())
  }
}

/**
 * Asks Meta for the phone's address book or its conversations, because a person wished it: what comes is
 * about other people. Meta takes the wish once, within a day of joining.
 */
export async function askForPhone(
  deps: CoexistenceDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  what: 'contacts' | 'history',
): Promise<void> {
  const [number, known] = await Promise.all([
    findNumber(db, numberId),
    findCoexistence(db, numberId),
  ])
  if (!number || !known) throw numberNotFound()
  const now = deps.clock.now()
  if (known[what] !== 'waiting') return
  if (now > known.onboardedAt + ASKABLE_MS) throw syncTooLate()
  // Written down before the call: chunks may be here before its answer.
  await saveSync(db, numberId, { [what]: 'asked', updatedAt: now })
  try {
    await withToken(deps, db, number.connectionId, (token) =>
      askPhoneApp(deps.graph, token, numberId, what),
    )
  } catch (error) {
    const code = error instanceof GraphError ? error.code : null
    if (!wasAsked(code)) {
      await endAsking(db, numberId, what, isPastAsking(code) ? 'refused' : 'waiting')
      throw refusalOf(error)
    }
  }
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: what === 'history' ? 'number.history_asked' : 'number.contacts_asked',
    target: numberId,
  })
  await deps.live.changed(db.accountId, ['connections'])
}

function refusalOf(error: unknown): unknown {
  if (error instanceof NoAnswerError) return metaDidNotAnswer()
  if (!(error instanceof GraphError)) return error
  if (isPastAsking(error.code)) return syncTooLate()
  return isReconnectCode(error.code) ? needsReconnect() : metaRefused(error.userMessage)
}

/** A chunk came in; its messages were stored and counted. */
export async function noteChunk(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  numberId: string,
  chunk: Chunk,
): Promise<void> {
  await saveChunk(db, numberId, chunk, clock.now())
  await live.changed(db.accountId, ['connections'])
}

/** The owner keeps the conversations on the phone. */
export async function noteDeclined(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  numberId: string,
): Promise<void> {
  await saveSync(db, numberId, { history: 'declined', updatedAt: clock.now() })
  await live.changed(db.accountId, ['connections'])
}

/** The address book came in. */
export async function noteAddressBook(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  numberId: string,
): Promise<void> {
  await saveSync(db, numberId, { contacts: 'done', updatedAt: clock.now() })
  await live.changed(db.accountId, ['connections'])
}

/** The phone app let go of a connection's numbers, or took them back. */
export async function notePhoneApp(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  connectionId: string,
  change: 'offboard' | 'rejoin',
): Promise<void> {
  if (change === 'rejoin') return joinPhoneApp({ clock }, db, connectionId)
  for (const { id, connectionId: its } of await listNumberRows(db)) {
    if (its === connectionId) {
      await saveSync(db, id, { state: 'offboarded', updatedAt: clock.now() })
    }
  }
}
