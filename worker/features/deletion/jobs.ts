import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { logFailure } from '../../lib/log'
import { alarmOperator } from './alarm-operations'
import { closeDeauthorized } from './callback-operations'
import { sweepExports, writeExport } from './export-operations'
import { tellConcerned } from './person-operations'
import { resumeDeletions } from './request-operations'
import { eraseOldFiles, orderRetention, retainSlice } from './retention-operations'
import type { WorkflowDeps } from './run'
import { replayTombstones } from './tombstone-operations'

export async function closeDeauthorizedJob(
  deps: Deps,
  { accountId, connectionId }: JobOf<'connection.deauthorized'>,
): Promise<Verdict> {
  await closeDeauthorized(deps, accountId, connectionId)
  return 'done'
}

export async function tellConcernedJob(
  deps: Deps,
  { caseId }: JobOf<'people.tell'>,
): Promise<Verdict> {
  await tellConcerned(deps, caseId)
  return 'done'
}

export async function exportJob(
  deps: Deps,
  { accountId, exportId }: JobOf<'account.export'>,
): Promise<Verdict> {
  await writeExport(deps, await deps.db.account(accountId), exportId)
  return 'done'
}

export async function retainJob(deps: Deps, job: JobOf<'account.retain'>): Promise<Verdict> {
  const end = await retainSlice(deps, await deps.db.account(job.accountId))
  if (end === 'more') await deps.jobs.chore(job)
  return 'done'
}

/** Each ten minutes: wakes what was lost, tells of what is late, deletes again what a restore brought back. */
export async function sweepDeletions(
  deps: WorkflowDeps,
  _job: JobOf<'deletions.sweep'>,
): Promise<Verdict> {
  const works = [
    () => resumeDeletions(deps),
    () => alarmOperator(deps),
    () => replayTombstones(deps),
    () => sweepExports(deps),
  ]
  for (const work of works) {
    try {
      await work()
    } catch (error) {
      // One of them must not keep the others from their work; the next sweep tries again.
      logFailure('deletions.sweep_failed', error)
    }
  }
  return 'done'
}

/** Each day: what is past its time. */
export async function sweepRetention(deps: Deps, _job: JobOf<'retention.sweep'>): Promise<Verdict> {
  await eraseOldFiles(deps)
  await orderRetention(deps)
  return 'done'
}
