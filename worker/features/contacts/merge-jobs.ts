import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { MINUTE_MS } from '../../lib/time'
import { continueMerge } from './merge-history-operations'
import { UNDO_MS } from './merge-operations'
import type { MergeDeps, MergePart } from './merge-parts'
import { closeMerge, listOpenMerges, type OpenMerge } from './merge-slice-queries'

type JobDeps = MergeDeps & Pick<Deps, 'db' | 'jobs'>

/** One slice; a message that comes twice finds nothing left to move. */
export const mergeJob =
  (parts: readonly MergePart[]) =>
  async (deps: JobDeps, job: JobOf<'contacts.merge'>): Promise<Verdict> => {
    const db = await deps.db.account(job.accountId)
    if ((await continueMerge(deps, db, parts, job.mergeId)) === 'more') await deps.jobs.chore(job)
    return 'done'
  }

/** Without a sign of life for so long, the message is lost. */
const STRANDED_MS = 2 * MINUTE_MS
const MERGES_PER_SWEEP = 500

/** Wakes merges whose message was lost, and erases what undoing needs once it is too late for that. */
export async function sweepMerges(deps: JobDeps, parts: readonly MergePart[]): Promise<void> {
  for (const shard of deps.db.shards) {
    for (const merge of await listOpenMerges(deps.db.shard(shard), MERGES_PER_SWEEP)) {
      await sweepMerge(deps, parts, shard, merge)
    }
  }
}

async function sweepMerge(
  deps: JobDeps,
  parts: readonly MergePart[],
  shard: string,
  { accountId, id, keptId, droppedId, state, at, updatedAt }: OpenMerge,
): Promise<void> {
  const now = deps.clock.now()
  if (state === 'moving' || state === 'undoing') {
    const isStranded = now - updatedAt > STRANDED_MS
    if (isStranded) await deps.jobs.chore({ type: 'contacts.merge', accountId, mergeId: id })
    return
  }
  if (now < at + UNDO_MS) return
  const db = await deps.db.account(accountId, shard)
  if ((await continueMerge(deps, db, parts, id)) === 'more') return
  const pair = { id, keptId, droppedId }
  const last = parts.flatMap((part) => part.close?.(db, pair) ?? [])
  await closeMerge(db, pair, 'done', last, now)
}
