import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { log, logFailure } from '../../lib/log'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { type DisconnectDeps, disconnect } from './disconnect-operations'
import { listDue } from './health-queries'
import { forgetToken, listLeaving } from './queries'
import { deleteOldBodies } from './webhook-operations'

/** Asked once an hour; a token whose end Meta won't confirm in this time is destroyed all the same. */
const TRIED_FOR_MS = 30 * DAY_MS
const PER_SWEEP = 200

/** Asks Meta again about connections that were ended while it did not answer. */
export async function sweepConnections(
  deps: DisconnectDeps,
  _job: JobOf<'connections.sweep'>,
): Promise<Verdict> {
  for (const shard of deps.db.shards) {
    for (const { accountId, id, checkedAt } of await listLeaving(deps.db.shard(shard), PER_SWEEP)) {
      try {
        const db = await deps.db.account(accountId, shard)
        await disconnect(deps, db, id, { actor: 'system', cause: 'disconnected' })
        if (deps.clock.now() - checkedAt > TRIED_FOR_MS) await forgetToken(db, id)
      } catch (error) {
        logFailure('connection.not_given_back', error)
      }
    }
  }
  return 'done'
}

/** A message and its dead letter are gone from the queues after a day each; this is beyond both. */
const BODY_LIVES_MS = 3 * DAY_MS

/** Erases webhook bodies that no queue knows any more, such as one whose message was never stored. */
export async function sweepStoredBodies(
  deps: Pick<Deps, 'files' | 'clock'>,
  _job: JobOf<'webhooks.sweep'>,
): Promise<Verdict> {
  const bodiesDeleted = await deleteOldBodies(deps.files, deps.clock.now() - BODY_LIVES_MS)
  if (bodiesDeleted > 0) log('webhook.bodies_swept', { bodiesDeleted })
  return 'done'
}

/** A day, with a margin so that the hour in which it is asked stays about the same. */
const LOOKED_AT_EACH_MS = DAY_MS - 30 * MINUTE_MS

/** Each hour: has connections looked at that were not for a day. */
export async function sweepHealth(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  _job: JobOf<'connections.health'>,
): Promise<Verdict> {
  const before = deps.clock.now() - LOOKED_AT_EACH_MS
  for (const shard of deps.db.shards) {
    for (const { accountId, id } of await listDue(deps.db.shard(shard), before, PER_SWEEP)) {
      await deps.jobs.chore({ type: 'connection.check', accountId, connectionId: id })
    }
  }
  return 'done'
}
