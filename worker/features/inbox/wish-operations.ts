// What people write about getting messages at all: stop, start again, and that a number is theirs.

import { sha256 } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { textContent } from '../../boundary/graph/outgoing'
import type { InboundMessage } from '../../boundary/graph/webhooks'
import type { WordLanguage } from '../../contract/consent'
import { base32 } from '../../lib/ids'
import { getAccount } from '../accounts/account-operations'
import { sendSingle } from '../broadcasts/outbox-operations'
import { findSingle } from '../broadcasts/outbox-queries'
import { type AnswerKind, answerLanguage, answerText } from '../contacts/consent-answers'
import { recordOptOut, recordReturn } from '../contacts/consent-operations'
import { findEntryOfMessage } from '../contacts/consent-queries'
import { findContactRow } from '../contacts/identity-queries'
import { confirmJoining, type Proven, settleJoining } from '../contacts/joining-operations'
import { readStart, readStop } from '../contacts/stop-words'
import type { ConsentSettings } from '../contacts/word-queries'
import { conversationIdOf } from './id-operations'
import { spokenIn } from './inbound'
import { listHeardSince } from './queries'
import { threadStatements } from './reply-operations'
import { isWindowOpen } from './service-window'

type WishDeps = Pick<Deps, 'clock' | 'keys' | 'db' | 'jobs'>
type Place = { contactId: string; numberId: string; id: string; at: number }

/**
 * Takes effect before the next claim, and answers where the account wishes it. True when the person stops.
 * Repeatable: the ledger has one entry for a message, and the answer one id.
 */
export async function heedWish(
  deps: WishDeps,
  db: AccountDb,
  settings: ConsentSettings,
  place: Place,
  message: InboundMessage,
  proven: Proven,
): Promise<boolean> {
  const text = spokenIn(message)
  const now = deps.clock.now()
  const { contactId, numberId, id } = place
  const [waId, bsuid] = [message.from ?? null, message.from_user_id ?? null]
  const identities = [bsuid && !waId ? bsuid : `+${waId}`]
  const said = {
    ...{ contactId, identities, source: 'message', wording: text, actor: 'contact' },
    evidence: { message: id, number: numberId, wamid: message.id },
  }
  const stop = stopIn(message, settings)
  if (stop) {
    await recordOptOut(db, said, now)
    if (settings.answersStop) await answer(deps, db, place, message.id, 'stop', stop.language)
    return true
  }
  const start = readStart(text)
  const isBack = proven !== null || start !== null
  if (isBack && !(await hasStoppedSince(deps, db, settings, place))) {
    const news = { contactId, identities, message: id, wamid: message.id }
    if (proven) await confirmJoining(deps, db, proven, news)
    else await recordReturn(db, said, now)
    if (settings.answersStart) {
      const language = proven?.language ?? start?.language ?? null
      await answer(deps, db, place, message.id, 'start', language)
    }
  }
  if (proven) await settleJoining(deps, db, proven)
  return false
}

const stopIn = (message: InboundMessage, settings: ConsentSettings) =>
  readStop(spokenIn(message), settings) ?? readStop(message.button?.payload ?? '', settings)

/** More than anybody writes while a message of theirs is on its way. */
const MOST_LATER = 50

/** Messages come in any order: what somebody took back since they wrote it brings them back no more. */
async function hasStoppedSince(
  { keys }: Pick<Deps, 'keys'>,
  db: AccountDb,
  settings: ConsentSettings,
  { contactId, id }: Place,
): Promise<boolean> {
  const later = await listHeardSince(db, contactId, id, MOST_LATER)
  if (later.length === 0) return false
  const account = await keys.open(db)
  const said = later.map(async ({ id, body }) => {
    // Sealed by `keepMessage` from this type.
    const message = JSON.parse(await account.open('messages.body', id, body)) as InboundMessage
    return stopIn(message, settings) !== null
  })
  return (await Promise.all(said)).includes(true)
}

/**
 * Says once that it was done, inside the 24 hours that the message has opened. Only what changed something
 * is answered: who writes STOP again is not told again.
 */
async function answer(
  deps: WishDeps,
  db: AccountDb,
  { contactId, numberId, id: afterId, at }: Place,
  wamid: string,
  kind: AnswerKind,
  written: WordLanguage | null,
): Promise<void> {
  const { clock, keys, jobs } = deps
  const now = clock.now()
  const id = base32((await sha256(`answer:${wamid}`)).subarray(0, 16))
  const [entry, contact, known] = await Promise.all([
    findEntryOfMessage(db, contactId, wamid),
    findContactRow(db, contactId),
    findSingle(db, id),
  ])
  const identity = contact?.phone ?? contact?.bsuid
  if (!entry || !contact || !identity || known || !isWindowOpen(at, now)) return
  const { name } = await getAccount(deps.db.directory, db.accountId)
  const content = textContent(answerText(kind, answerLanguage(contact, written), name))
  const conversationId = await conversationIdOf(contactId, numberId)
  const place = { id, contactId, numberId, conversationId, afterId, now }
  // A webhook never sends by itself: the row waits for the job, and for the sweep if that is lost.
  const deliverOne = (accountId: string, messageId: string) =>
    jobs.chore({ type: 'message.deliver', accountId, messageId })
  await sendSingle(
    { clock, keys, deliverOne },
    db,
    { userId: 'system' },
    { id, contactId, numberId, identity, scope: 'all', content },
    await threadStatements(deps, db, null, place, { shown: content, file: null }),
  )
}
