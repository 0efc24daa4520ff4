import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { DAY_MS } from '../../lib/time'
import { deleteExpiredCodes } from './code-queries'
import { deleteOldKeys } from './idempotency-queries'
import { deleteOldInvitations } from './invitation-queries'
import { deleteOldCounters } from './limit-queries'
import { deleteForgottenUsers } from './member-queries'
import { liveSince } from './session-operations'
import { deleteDeadSessions } from './session-queries'

/** Keeps a statement's work small; what is left over goes with the next hour's purge. */
const KEYS_PER_STATEMENT = 5000

/** People without a workspace, and invitations that nobody took. */
const LEFT_KEPT_MS = 30 * DAY_MS

/** Erases what no longer counts: codes, sessions, counters, answers kept for repeated requests. */
export async function purgeAccounts(
  deps: Pick<Deps, 'db' | 'clock'>,
  _job: JobOf<'accounts.purge'>,
): Promise<Verdict> {
  const now = deps.clock.now()
  const { directory } = deps.db
  await directory.batch([
    deleteExpiredCodes(directory, now),
    deleteDeadSessions(directory, liveSince(now)),
    deleteOldInvitations(directory, now - LEFT_KEPT_MS),
  ])
  await deleteForgottenUsers(directory, now - LEFT_KEPT_MS)
  // The longest window of any limit is a day.
  await deleteOldCounters(directory, now - DAY_MS)
  for (const name of deps.db.shards) {
    await deleteOldKeys(deps.db.shard(name), now - DAY_MS, KEYS_PER_STATEMENT)
  }
  return 'done'
}
