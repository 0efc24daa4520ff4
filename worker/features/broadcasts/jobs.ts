import type { Deps } from '../../boundary/deps'
import { GraphError, NoAnswerError } from '../../boundary/graph/errors'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { AppError } from '../../lib/errors'
import { refreshNumbers } from '../meta/operations'
import { freezeAudience } from './freeze-operations'
import { deliverSingle, sweepSingles } from './outbox-operations'
import { openParts } from './part-operations'
import { sendChunk } from './send-operations'
import { foldWaiting } from './status-operations'
import { stopAll } from './stop-operations'
import { finishCancelling, sweepBroadcasts, sweepWaiting } from './sweep-operations'
import type { SendDeps } from './window-operations'

export async function sendChunkJob(
  deps: Deps & SendDeps,
  { accountId, broadcastId, chunk }: JobOf<'broadcast.send'>,
): Promise<Verdict> {
  await sendChunk(deps, await deps.db.account(accountId), broadcastId, chunk)
  return 'done'
}

export async function freezeJob(deps: Deps, job: JobOf<'broadcast.freeze'>): Promise<Verdict> {
  const db = await deps.db.account(job.accountId)
  const result = await freezeAudience(deps, db, job.broadcastId)
  if (result === 'more') await deps.jobs.chore(job)
  // The queue's clock was a little ahead of the one that the hold was written with.
  return result === 'early' ? { retryAfterSeconds: 1 } : 'done'
}

export async function openPartsJob(
  deps: Deps,
  { accountId, broadcastId }: JobOf<'broadcast.open'>,
): Promise<Verdict> {
  await openParts(deps, await deps.db.account(accountId), broadcastId)
  return 'done'
}

export async function cancelJob(deps: Deps, job: JobOf<'broadcast.cancel'>): Promise<Verdict> {
  const db = await deps.db.account(job.accountId)
  const result = await finishCancelling(deps, db, job.broadcastId)
  // Rows under way are recorded within seconds; a crashed consumer's are settled by the sweep.
  if (result === 'wait') await deps.jobs.chore(job, { delaySeconds: 2 })
  return 'done'
}

export async function deliverSingleJob(
  deps: Deps & SendDeps,
  { accountId, messageId }: JobOf<'message.deliver'>,
): Promise<Verdict> {
  try {
    await deliverSingle(deps, await deps.db.account(accountId), messageId)
  } catch (error) {
    // Without a token nothing leaves; the sweep looks again as long as it makes sense.
    if (!(error instanceof AppError)) throw error
  }
  return 'done'
}

export async function foldStatusesJob(
  deps: Deps,
  { accountId }: JobOf<'statuses.fold'>,
): Promise<Verdict> {
  await foldWaiting(deps, await deps.db.account(accountId))
  return 'done'
}

export async function sweepBroadcastsJob(deps: Deps): Promise<Verdict> {
  await sweepBroadcasts(deps)
  await sweepWaiting(deps)
  await sweepSingles(deps)
  return 'done'
}

/** Looks at the numbers' health; a number that Meta rates RED stops what it is sending. */
export async function refreshNumbersJob(
  deps: Deps,
  { accountId, connectionId }: JobOf<'numbers.refresh'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  try {
    for (const { id, qualityRating } of await refreshNumbers(deps, db, connectionId)) {
      if (qualityRating === 'RED') await stopAll(deps, db, { numberId: id }, 'quality_red')
    }
  } catch (error) {
    // A dead token was noted by withToken; Meta being away is asked again at the next sweep.
    if (
      !(error instanceof AppError || error instanceof GraphError || error instanceof NoAnswerError)
    ) {
      throw error
    }
  }
  return 'done'
}
