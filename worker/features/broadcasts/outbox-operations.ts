import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { sendMessage } from '../../boundary/graph/messages'
import type { Member } from '../../boundary/http/context'
import type { NewMessage } from '../../contract/messages'
import { AppError } from '../../lib/errors'
import { randomId } from '../../lib/ids'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { findContactRow } from '../contacts/identity-queries'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { answerFor } from './answers'
import { broadcastNotFound } from './errors'
import {
  claimSingle,
  findSingle,
  insertSingle,
  listOpenSingles,
  recordSingle,
  type Single,
  skipSingle,
  strandSingle,
} from './outbox-queries'
import { RANK } from './states'
import { formatSingleTag } from './tags'
import type { SendDeps } from './window-operations'

/** A crash between row and POST is noticed by the sweep after this. */
const STRANDED_MS = 2 * MINUTE_MS

/**
 * Writes a reply down, then has it sent at once, past every broadcast. The same id twice is one
 * message. Outside the 24 hours after the person's last message Meta takes only templates.
 */
export async function sendReply(
  deps: Pick<Deps, 'clock' | 'keys' | 'deliverOne'>,
  db: AccountDb,
  member: Member,
  { id, contactId, numberId, text }: NewMessage,
): Promise<Single> {
  const known = await findSingle(db, id)
  if (known) return known
  const [contact, number] = await Promise.all([
    findContactRow(db, contactId),
    findNumber(db, numberId),
  ])
  const identity = contact?.phone ?? contact?.bsuid
  if (!contact || !number || !identity) throw new AppError('not_found', 404)
  const now = deps.clock.now()
  if (now - (contact.lastInboundAt ?? 0) >= DAY_MS) throw new AppError('message.window_closed', 409)

  const content = JSON.stringify({ type: 'text', text: { body: text } })
  const body = await (await deps.keys.open(db)).seal('outbox.body', id, content)
  const of = { id, contactId, numberId }
  return queueSingle(deps, db, newSingle(db.accountId, member, of, identity, body, now))
}

/** Writes a single message down, then has it sent at once. Answers what became of it. */
export async function queueSingle(
  deps: Pick<Deps, 'deliverOne'>,
  db: AccountDb,
  single: Single,
): Promise<Single> {
  await insertSingle(db, single)
  await deps.deliverOne(db.accountId, single.id)
  return getSingle(db, single.id)
}

export async function getSingle(db: AccountDb, id: string): Promise<Single> {
  const row = await findSingle(db, id)
  if (!row) throw broadcastNotFound()
  return row
}

/** Claim, place in time, POST, record: once. A repetition finds nothing to claim. */
export async function deliverSingle(deps: SendDeps, db: AccountDb, id: string): Promise<void> {
  const waiting = await findSingle(db, id)
  const number = waiting ? await findNumber(db, waiting.numberId) : undefined
  if (waiting?.state !== 'queued' || !number) return
  const keys = await deps.keys.open(db)
  // The token is opened before the claim: a dead connection must not leave a claimed row behind.
  await withToken(deps, db, number.connectionId, async (access) => {
    // Only the claim stands between its place in time and the POST.
    const { waitMs } = await deps
      .pacer(db.accountId, number.id)
      .reserveReply(number.throughputPerSecond)
    if (waitMs > 0) await deps.sleep(waitMs)
    const row = await claimSingle(db, id, randomId(), deps.clock.now())
    if (!row?.token) return skipSingle(db, id)
    const { token, identity, attempts, body } = row
    // Sealed by sendReply from an object.
    const content = JSON.parse(await keys.open('outbox.body', id, body)) as Record<string, unknown>
    const tag = formatSingleTag({ id, token })
    const sent = await sendMessage(deps.graph, access, number.id, { identity, tag, content })
    const { answer } = answerFor({ no: 0, token, attempts }, sent, deps.clock.now(), deps.random())
    await recordSingle(db, id, answer)
  })
}

/** Picks up single messages that a crash left behind. */
export async function sweepSingles(deps: Pick<Deps, 'clock' | 'db' | 'jobs'>): Promise<void> {
  const before = deps.clock.now() - STRANDED_MS
  for (const shard of deps.db.shards) {
    for (const { accountId, id } of await listOpenSingles(deps.db.shard(shard), before)) {
      await strandSingle(await deps.db.account(accountId, shard), id, before)
      await deps.jobs.chore({ type: 'message.deliver', accountId, messageId: id })
    }
  }
}

/** A row that waits to be sent. */
export const newSingle = (
  accountId: string,
  member: Member,
  { id, contactId, numberId }: Pick<NewMessage, 'id' | 'contactId' | 'numberId'>,
  identity: string,
  body: string,
  now: number,
): Single => ({
  accountId,
  id,
  contactId,
  numberId,
  identity,
  state: 'queued',
  rank: RANK.queued,
  token: null,
  attempts: 0,
  wamid: null,
  code: null,
  body,
  pricing: null,
  createdBy: member.userId,
  createdAt: now,
  claimedAt: null,
  acceptedAt: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
})
