import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { logFailure } from '../../lib/log'
import { DAY_MS } from '../../lib/time'
import { type DisconnectDeps, disconnect } from './disconnect-operations'
import { forgetToken, listLeaving } from './queries'

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
