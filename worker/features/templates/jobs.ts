import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { refreshTemplate, type StopLost, syncTemplates } from './sync-operations'
import { type Lost, listActiveConnections } from './sync-queries'

/** Hears of templates that can't be sent any more as they were; broadcasts stand above templates. */
export type OnLost = (deps: Deps, accountId: string, lost: Lost[]) => Promise<void>

const nobody: OnLost = async () => {}

const stopWith =
  (onLost: OnLost, deps: Deps, accountId: string): StopLost =>
  async (lost) => {
    if (lost.length > 0) await onLost(deps, accountId, lost)
  }

export async function syncTemplatesJob(
  deps: Deps,
  { accountId, connectionId }: JobOf<'templates.sync'>,
  onLost: OnLost = nobody,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  await syncTemplates(deps, db, connectionId, stopWith(onLost, deps, accountId))
  return 'done'
}

export async function refreshTemplateJob(
  deps: Deps,
  { accountId, connectionId, templateId }: JobOf<'template.refresh'>,
  onLost: OnLost = nobody,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  await refreshTemplate(deps, db, connectionId, templateId, stopWith(onLost, deps, accountId))
  return 'done'
}

/** Spreads the hour's syncs over some minutes, so that Meta and the queue see no wave. */
const SPREAD_SECONDS = 600

/** Each hour: a sync of everything, for webhooks that were lost. */
export async function sweepTemplatesJob(deps: Deps): Promise<Verdict> {
  for (const shard of deps.db.shards) {
    for (const { accountId, connectionId } of await listActiveConnections(deps.db.shard(shard))) {
      const delaySeconds = Math.floor(deps.random() * SPREAD_SECONDS)
      await deps.jobs.chore({ type: 'templates.sync', accountId, connectionId }, { delaySeconds })
    }
  }
  return 'done'
}
