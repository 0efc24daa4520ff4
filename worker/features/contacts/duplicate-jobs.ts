import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { askForDuplicates, compareContacts } from './duplicate-operations'
import { listDueScans } from './duplicate-queries'

type ScanDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

export async function duplicatesJob(
  deps: ScanDeps,
  job: JobOf<'contacts.duplicates'>,
): Promise<Verdict> {
  await compareContacts(deps, await deps.db.account(job.accountId))
  return 'done'
}

const SCANS_PER_SWEEP = 20

/** Accounts that look for duplicates have it done anew each day; a lost message is sent again. */
export async function sweepDuplicates(deps: ScanDeps): Promise<void> {
  for (const shard of deps.db.shards) {
    const due = await listDueScans(deps.db.shard(shard), deps.clock.now(), SCANS_PER_SWEEP)
    for (const { accountId } of due) {
      await askForDuplicates(deps, await deps.db.account(accountId, shard))
    }
  }
}
