import type { BatchItem } from 'drizzle-orm/batch'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { sendMessage } from '../../boundary/graph/messages'
import type { Member } from '../../boundary/http/context'
import { isSampleId } from '../../contract/samples'
import { randomId } from '../../lib/ids'
import type { Secret } from '../../lib/secret'
import { MINUTE_MS, SECOND_MS } from '../../lib/time'
import type { SuppressionScope } from '../contacts/tables'
import { connectionNotFound, isConnectionGone } from '../meta/errors'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { answerFor, singleAnswer } from './answers'
import { heed } from './consequence-operations'
import { broadcastNotFound, sampleNotSendable } from './errors'
import { countTemplate } from './ledger-operations'
import { uncountSingle } from './ledger-queries'
import {
  claimSingle,
  findSingle,
  insertSingle,
  LEAVES_WITHIN_MS,
  listOpenSingles,
  recordSingle,
  type Single,
  skipSingle,
  skipUnconnected,
  strandSingle,
} from './outbox-queries'
import { RANK } from './states'
import { formatSingleTag } from './tags'
import type { SendDeps } from './window-operations'

/** A crash between row and POST is noticed by the sweep after this. */
const STRANDED_MS = 2 * MINUTE_MS

export type NewSingle = {
  id: string
  contactId: string
  numberId: string
  /** What it goes to: a phone, or a BSUID. */
  identity: string
  /** `marketing`: a stop of marketing holds it back as well. */
  scope: SuppressionScope
  /** What it rests on, where it is marketing. */
  consentEntry?: string | null
  /** What `/messages` gets. */
  content: Record<string, unknown>
}

/**
 * Writes a message down, with whatever belongs to it, then has it sent at once, past every broadcast. The
 * same id twice is one message.
 */
export async function sendSingle(
  deps: Pick<Deps, 'clock' | 'keys' | 'deliverOne'>,
  db: AccountDb,
  member: Pick<Member, 'userId'>,
  { content, ...single }: NewSingle,
  also: readonly BatchItem<'sqlite'>[],
): Promise<Single> {
  const body = await (await deps.keys.open(db)).seal(
    'outbox.body',
    single.id,
    JSON.stringify(content),
  )
  return queueSingle(
    deps,
    db,
    newSingle(db.accountId, member, single, body, deps.clock.now()),
    also,
  )
}

/** The same for a message that is sealed already. Answers what became of it. */
export async function queueSingle(
  deps: Pick<Deps, 'deliverOne'>,
  db: AccountDb,
  single: Single,
  also: readonly BatchItem<'sqlite'>[] = [],
): Promise<Single> {
  if (isSampleId(single.contactId)) throw sampleNotSendable()
  await insertSingle(db, single, also)
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
  if (waiting?.state !== 'queued') return
  const number = await findNumber(db, waiting.numberId)
  try {
    if (!number) throw connectionNotFound()
    // The token is opened before the claim: a dead connection must not leave a claimed row behind.
    await withToken(deps, db, number.connectionId, (token) =>
      sendClaimed(deps, db, waiting, number, token),
    )
  } catch (error) {
    if (!isConnectionGone(error)) throw error
    // Whoever connects again days later would not expect it to leave then.
    await skipUnconnected(db, id)
  }
}

type Number = NonNullable<Awaited<ReturnType<typeof findNumber>>>

async function sendClaimed(
  deps: SendDeps,
  db: AccountDb,
  waiting: Single,
  { id: numberId, connectionId, throughputPerSecond }: Number,
  access: Secret,
): Promise<void> {
  const { id } = waiting
  // Sealed by sendSingle from an object.
  const text = await (await deps.keys.open(db)).open('outbox.body', id, waiting.body)
  const content = JSON.parse(text) as Record<string, unknown>
  // Only the claim stands between its place in time and the POST.
  const { waitMs } = await deps.pacer(db.accountId, numberId).reserveReply(throughputPerSecond)
  if (waitMs > 0) await deps.sleep(waitMs)
  if (content.type === 'template') await countTemplate(deps, db, numberId, waiting)
  const row = await claimSingle(db, id, randomId(), deps.clock.now())
  if (!row?.token) {
    await uncountSingle(db, id)
    return skipSingle(db, id, deps.clock.now())
  }
  const { token, identity, attempts } = row
  const tag = formatSingleTag({ id, token })
  const sent = await sendMessage(deps.graph, access, numberId, { identity, tag, content })
  const now = deps.clock.now()
  const heard = answerFor({ no: 0, token, attempts }, sent, now, deps.random())
  const answer = singleAnswer(heard)
  await recordSingle(db, id, answer)
  if (answer.state === 'failed' || answer.state === 'queued') await uncountSingle(db, id)
  await heed(deps, db, { connectionId, numberId }, [{ row, consequence: heard.consequence }])
  if (answer.state !== 'queued') return
  const delaySeconds = Math.max(1, Math.ceil(((answer.notBefore ?? now) - now) / SECOND_MS))
  const job = { type: 'message.deliver' as const, accountId: db.accountId, messageId: id }
  await deps.jobs.chore(job, { delaySeconds })
}

/** Picks up single messages that a crash left behind; what is too old does not leave any more. */
export async function sweepSingles(deps: Pick<Deps, 'clock' | 'db' | 'jobs'>): Promise<void> {
  const now = deps.clock.now()
  const before = now - STRANDED_MS
  for (const shard of deps.db.shards) {
    for (const { accountId, id, createdAt } of await listOpenSingles(
      deps.db.shard(shard),
      before,
    )) {
      const db = await deps.db.account(accountId, shard)
      await strandSingle(db, id, before)
      if (createdAt > now - LEAVES_WITHIN_MS) {
        await deps.jobs.chore({ type: 'message.deliver', accountId, messageId: id })
      } else {
        await skipSingle(db, id, now)
        await uncountSingle(db, id)
      }
    }
  }
}

/** A row that waits to be sent. */
export const newSingle = (
  accountId: string,
  member: Pick<Member, 'userId'>,
  single: Omit<NewSingle, 'content'>,
  body: string,
  now: number,
): Single => ({
  accountId,
  ...single,
  consentEntry: single.consentEntry ?? null,
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
