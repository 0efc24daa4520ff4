import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { syncTemplates } from './operations'

export async function syncTemplatesJob(
  deps: Deps,
  { accountId, connectionId }: JobOf<'templates.sync'>,
): Promise<Verdict> {
  await syncTemplates(deps, await deps.db.account(accountId), connectionId)
  return 'done'
}
