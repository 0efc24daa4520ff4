import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { HOUR_MS, SECOND_MS } from '../../lib/time'
import { mailOwners } from '../accounts/owner-mail-operations'
import { missedStartMail } from './mails'
import { type Broadcast, moveBroadcast } from './queries'
import { noteMissedStart } from './schedule-queries'
import { ASK_AFTER_MS } from './start'

/** Queues keep a message back for so long at most; a start further away is queued by the sweep. */
const LONGEST_DELAY_MS = 12 * HOUR_MS

/** A queue's clock may be so much ahead of the one that a start was written with. */
const EARLY_MS = 5 * SECOND_MS

/** Queues the start of a scheduled broadcast, unless it is too far away. Repeatable. */
export async function queueStart(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  { accountId }: AccountDb,
  broadcastId: string,
  startsAt: number,
): Promise<void> {
  const inMs = startsAt - clock.now()
  if (inMs > LONGEST_DELAY_MS) return
  const delaySeconds = Math.max(0, Math.ceil(inMs / SECOND_MS))
  await jobs.chore({ type: 'broadcast.freeze', accountId, broadcastId }, { delaySeconds })
}

/**
 * A scheduled broadcast begins at its time, or later where nothing ran then; from some hours on it asks
 * instead. It comes back as it is while it is a little too early, and not at all where it has been put off.
 */
export async function beginScheduled(
  deps: Pick<Deps, 'clock' | 'db' | 'live' | 'mailer'>,
  db: AccountDb,
  broadcast: Broadcast,
): Promise<Broadcast | undefined> {
  const now = deps.clock.now()
  const { id, startsAt } = broadcast
  if (startsAt === null || startsAt - now > EARLY_MS) return undefined
  if (startsAt > now) return broadcast
  if (now - startsAt > ASK_AFTER_MS) {
    await askAboutMissed(deps, db, broadcast, now)
    return undefined
  }
  // People and prices are those of now; what was confirmed stays the limit.
  const change = { launchedAt: now, stateReason: null }
  return moveBroadcast(db, id, ['scheduled'], 'freezing', now, change, { startsBy: now })
}

/** Told before it is noted: who is killed between tells it twice, and not never. */
async function askAboutMissed(
  deps: Pick<Deps, 'clock' | 'db' | 'live' | 'mailer'>,
  db: AccountDb,
  { id, name, stateReason }: Broadcast,
  now: number,
): Promise<void> {
  if (stateReason === 'start_missed') return
  await mailOwners(deps, db, (owner) => missedStartMail(owner, name))
  await noteMissedStart(db, id, now - ASK_AFTER_MS, now)
  await deps.live.changed(db.accountId, [`broadcast:${id}`, 'broadcasts'])
}
