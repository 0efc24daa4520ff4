import type { Deps } from '../../boundary/deps'
import type { Verdict } from '../../boundary/queues/jobs'
import { wakeSnoozed } from './conversation-operations'

export async function sweepInbox(deps: Deps): Promise<Verdict> {
  await wakeSnoozed(deps)
  return 'done'
}
