import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { logFailure } from '../../lib/log'
import { HOUR_MS } from '../../lib/time'
import { askMeta } from './meta-operations'
import { tellNotices } from './notice-operations'
import { rebuildUsage } from './rollup-operations'
import { findState, pageConnected } from './rollup-queries'
import { noteStanding } from './standing-operations'

const ACCOUNTS_PER_PAGE = 500

/** Every account that is connected counts anew what changed. */
export async function sweepUsage(
  { db, jobs }: Pick<Deps, 'db' | 'jobs'>,
  _job: JobOf<'usage.sweep'>,
): Promise<Verdict> {
  for (const shard of db.shards) {
    for (let after = ''; ; ) {
      const page = await pageConnected(db.shard(shard), after, ACCOUNTS_PER_PAGE)
      for (const accountId of page) await jobs.chore({ type: 'usage.rebuild', accountId })
      const last = page.at(-1)
      if (!last || page.length < ACCOUNTS_PER_PAGE) break
      after = last
    }
  }
  return 'done'
}

const META_EVERY_MS = 6 * HOUR_MS

type RebuildDeps = Pick<Deps, 'db' | 'jobs' | 'clock' | 'mailer' | 'keys' | 'live' | 'graph'>

/** Counts one slice; the next one goes on where it is found. Meta is asked some times a day. */
export async function rebuildJob(
  deps: RebuildDeps,
  { accountId }: JobOf<'usage.rebuild'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  if (!(await rebuildUsage(deps, db))) {
    await deps.jobs.chore({ type: 'usage.rebuild', accountId })
    return 'done'
  }
  const askedAt = (await findState(db))?.metaAskedAt ?? 0
  if (deps.clock.now() - askedAt >= META_EVERY_MS) {
    await askMeta(deps, db).catch((error) => logFailure('usage.meta_not_asked', error))
  }
  await tellNotices(deps, db)
  await noteStanding(deps, db)
  return 'done'
}
