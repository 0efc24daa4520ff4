import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { freezeAudience } from './freeze-operations'
import { type SendDeps, sendChunk } from './send-operations'
import { finishCancelling, sweepBroadcasts } from './sweep-operations'

export async function sendChunkJob(
  deps: Deps & SendDeps,
  { accountId, broadcastId, chunk }: JobOf<'broadcast.send'>,
): Promise<Verdict> {
  await sendChunk(deps, await deps.db.account(accountId), broadcastId, chunk)
  return 'done'
}

export async function freezeJob(deps: Deps, job: JobOf<'broadcast.freeze'>): Promise<Verdict> {
  const db = await deps.db.account(job.accountId)
  if ((await freezeAudience(deps, db, job.broadcastId)) === 'more') await deps.jobs.chore(job)
  return 'done'
}

export async function cancelJob(deps: Deps, job: JobOf<'broadcast.cancel'>): Promise<Verdict> {
  const db = await deps.db.account(job.accountId)
  const result = await finishCancelling(deps, db, job.broadcastId)
  // Rows under way are recorded within seconds; a crashed consumer's are settled by the sweep.
  if (result === 'wait') await deps.jobs.chore(job, { delaySeconds: 2 })
  return 'done'
}

export async function sweepBroadcastsJob(deps: Deps): Promise<Verdict> {
  await sweepBroadcasts(deps)
  return 'done'
}
