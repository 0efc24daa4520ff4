import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { SECOND_MS } from '../../lib/time'
import { takeNextChunks } from './freeze-queries'
import { nextOpening } from './part-queries'
import { OPEN_REQUESTS } from './place-operations'
import { findBroadcast, findRate } from './queries'
import type { Chunk } from './send-queries'

/**
 * Messages of one broadcast that wait in the queue at once: enough that a consumer that is free finds one, few
 * enough that broadcasts take turns.
 */
const WAITING = 12

/** What Meta may take for an answer without the number becoming slower than it is allowed to be. */
const SLOW_ANSWER_MS = 400

/** As many consumers as a number of so many messages per second needs, and no fewer than may wait. */
export const consumersFor = (perSecond: number): number =>
  Math.max(WAITING, Math.ceil((perSecond * SLOW_ANSWER_MS) / (OPEN_REQUESTS * SECOND_MS)))

/** Fills the queue up with the next chunks of a broadcast. Repeatable. */
export async function enqueueChunks(
  deps: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  await enqueueNext(deps, db, { broadcastId, perSecond: await findRate(db, broadcastId) })
}

/**
 * The same where the number's rate is known; `begun` is the chunk whose message was just taken from the
 * queue. Returns how many messages were sent.
 */
export async function enqueueNext(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  { broadcastId, perSecond, begun = null }: Next,
): Promise<number> {
  const { accountId } = db
  const most = { waiting: WAITING, underWay: consumersFor(perSecond) }
  const taken = await takeNextChunks(db, broadcastId, most, clock.now(), begun)
  await jobs.sends(
    taken.map(({ chunk }) => ({ type: 'broadcast.send' as const, accountId, broadcastId, chunk })),
  )
  return taken.length
}

type Next = { broadcastId: string; perSecond: number; begun?: number | null }

/** A consumer that begins with a chunk of a fast number calls the next one, until there are enough of them. */
export async function callNextConsumer(
  deps: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  { broadcastId, chunk }: Pick<Chunk, 'broadcastId' | 'chunk'>,
  perSecond: number,
): Promise<void> {
  if (consumersFor(perSecond) <= WAITING) return
  await enqueueNext(deps, db, { broadcastId, perSecond, begun: chunk })
}

/** Longer waits are left to the sweep, which comes each minute and has time for one message more. */
const SHORT_WAIT_MS = 90 * SECOND_MS

/** Sends on what has opened meanwhile. Repeatable: what is under way already is not taken again. */
export async function openParts(
  deps: Pick<Deps, 'clock' | 'jobs' | 'live'>,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  const broadcast = await findBroadcast(db, broadcastId)
  if (broadcast?.state !== 'running') return
  await enqueueChunks(deps, db, broadcastId)
  await wakeAtOpening(deps, db, broadcastId)
  await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
}

/** What opens before the next sweep has surely come gets a message of its own, for that very second. */
export async function wakeAtOpening(
  { clock, jobs }: Pick<Deps, 'clock' | 'jobs'>,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  const now = clock.now()
  const at = await nextOpening(db, broadcastId, now)
  if (at === null || at - now > SHORT_WAIT_MS) return
  const job = { type: 'broadcast.open' as const, accountId: db.accountId, broadcastId }
  await jobs.chore(job, { delaySeconds: Math.ceil((at - now) / SECOND_MS) })
}
