import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { SECOND_MS } from '../../lib/time'
import { takeNextChunks } from './freeze-queries'
import { nextOpening } from './part-queries'
import { findBroadcast } from './queries'

/**
 * Chunks of one broadcast that have a message in the queue at once: enough for the fastest number, few
 * enough that broadcasts take turns and that a message waits minutes, not hours.
 */
const CHUNKS_UNDER_WAY = 12

/** Fills the queue up with the next chunks of a broadcast. Repeatable. */
export async function enqueueChunks(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  const { accountId } = db
  const taken = await takeNextChunks(db, broadcastId, CHUNKS_UNDER_WAY, clock.now())
  await jobs.sends(
    taken.map(({ chunk }) => ({ type: 'broadcast.send' as const, accountId, broadcastId, chunk })),
  )
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
