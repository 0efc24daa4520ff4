import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { log } from '../../lib/log'
import { type Broadcast, listRunningIds, moveBroadcast } from './queries'
import { tellOwners } from './telling-operations'

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
  const now = clock.now()
  const stopped = await moveBroadcast(db, broadcastId, ['running'], 'paused', now, {
    ...change,
    stateReason: reason,
    untoldSince: now,
  })
  if (!stopped) return
  log('broadcast.stopped', {}, { code: reason })
  await live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
  await tellOwners(deps, db, stopped)
}
