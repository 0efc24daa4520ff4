import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { continueBulkEdit, type Erase } from './bulk-operations'
import { closeBulkEdit, listOpenBulkEdits } from './bulk-queries'

type BulkDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'files' | 'keys' | 'live'>

/** One slice; a message that comes twice finds the step done. */
export const bulkJob =
  (erase: Erase) =>
  async (deps: BulkDeps, job: JobOf<'contacts.bulk'>): Promise<Verdict> => {
    const db = await deps.db.account(job.accountId)
    const end = await continueBulkEdit(deps, db, job.editId, erase)
    if (end === 'more') await deps.jobs.chore(job)
    return 'done'
  }

/** Without a sign of life for so long, the message is lost. */
const STRANDED_MS = 2 * MINUTE_MS
/** How long an edit can be undone. */
const UNDO_MS = DAY_MS
const EDITS_PER_SWEEP = 500

/** Wakes edits whose message was lost, and forgets whom the older ones changed. */
export async function sweepBulkEdits({
  db,
  clock,
  jobs,
}: Pick<BulkDeps, 'db' | 'clock' | 'jobs'>): Promise<void> {
  const now = clock.now()
  for (const shard of db.shards) {
    for (const edit of await listOpenBulkEdits(db.shard(shard), EDITS_PER_SWEEP)) {
      const { accountId, id, state, updatedAt } = edit
      const isWorking = state === 'running' || state === 'undoing'
      if (isWorking && now - updatedAt > STRANDED_MS) {
        await jobs.chore({ type: 'contacts.bulk', accountId, editId: id })
      } else if (!isWorking && now - updatedAt > UNDO_MS) {
        await closeBulkEdit(await db.account(accountId, shard), id)
      }
    }
  }
}
