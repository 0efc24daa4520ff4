import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { log } from '../../lib/log'
import { mailOwners } from '../accounts/owner-mail-operations'
import { stoppedMail } from './mails'
import { type Broadcast, listRunningIds, moveBroadcast } from './queries'

type StopDeps = Pick<Deps, 'clock' | 'db' | 'live' | 'mailer'>

/** Stops whatever is being sent with a template, a connection or a number. */
export async function stopAll(
  deps: StopDeps,
  db: AccountDb,
  of: Parameters<typeof listRunningIds>[1],
  reason: string,
): Promise<void> {
  for (const id of await listRunningIds(db, of)) await stopBroadcast(deps, db, id, reason)
}

/**
 * Pauses a broadcast by itself, for a reason a person must know: on its page and by e-mail to the
 * owners. It can be resumed exactly where it stopped. Repeatable: only the first stop tells.
 */
export async function stopBroadcast(
  deps: StopDeps,
  db: AccountDb,
  broadcastId: string,
  reason: string,
  change: Partial<Broadcast> = {},
): Promise<void> {
  const { clock, live } = deps
  const stopped = await moveBroadcast(db, broadcastId, ['running'], 'paused', clock.now(), {
    ...change,
    stateReason: reason,
  })
  if (!stopped) return
  log('broadcast.stopped', {}, { code: reason })
  await live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
  await mailOwners(deps, db, (owner) => stoppedMail(owner, stopped.name, reason))
}
