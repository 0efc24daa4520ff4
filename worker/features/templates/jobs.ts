import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { refreshTemplate, syncTemplates } from './sync-operations'
import { listActiveConnections } from './sync-queries'

/** Hears of templates that can't be sent any more; broadcasts stand above templates. */
export type OnLost = (deps: Deps, accountId: string, templateIds: string[]) => Promise<void>

const nobody: OnLost = async () => {}

export async function syncTemplatesJob(
  deps: Deps,
  { accountId, connectionId }: JobOf<'templates.sync'>,
  onLost: OnLost = nobody,
): Promise<Verdict> {
  const lost = await syncTemplates(deps, await deps.db.account(accountId), connectionId)
  if (lost.length > 0) await onLost(deps, accountId, lost)
  return 'done'
}

export async function refreshTemplateJob(
  deps: Deps,
  { accountId, connectionId, templateId }: JobOf<'template.refresh'>,
  onLost: OnLost = nobody,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  const lost = await refreshTemplate(deps, db, connectionId, templateId)
  if (lost.length > 0) await onLost(deps, accountId, lost)
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
