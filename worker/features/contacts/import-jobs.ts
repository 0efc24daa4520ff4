import type { Deps } from '../../boundary/deps'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { inPieces } from '../../lib/lists'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { ENDED, listImportsWithFiles } from './import-queries'
import { continueImport, eraseImport, giveUpImport } from './import-run-operations'
import type { HistorySource } from './undo-operations'
import { forgetUndo, listOverOrUndoing, type Undoable } from './undo-queries'

type ImportDeps = Pick<Deps, 'db' | 'files' | 'clock' | 'live' | 'jobs'>

/** One slice; a message that comes twice finds the lease taken, or nothing left to read. */
export async function importSlice(
  deps: ImportDeps,
  job: JobOf<'contacts.import'>,
  history: readonly HistorySource[],
): Promise<Verdict> {
  const db = await deps.db.account(job.accountId)
  const end = await continueImport(deps, db, job.importId, history)
  if (end === 'more') await deps.jobs.chore(job)
  return 'done'
}

/** A lease that ended this long ago was not released: its slice, or the message after it, is lost. */
const STRANDED_MS = MINUTE_MS
/** People come back to a half-finished import within a day, or not at all. */
const ABANDONED_MS = DAY_MS
const IMPORTS_PER_SWEEP = 1000
const AT_ONCE = 20

/** Wakes imports whose slice died, and erases what nobody needs any more of those that ended. */
export async function sweepImports(deps: ImportDeps): Promise<Verdict> {
  for (const shard of deps.db.shards) {
    const open = await listImportsWithFiles(deps.db.shard(shard), IMPORTS_PER_SWEEP)
    for (const some of inPieces(open, AT_ONCE)) {
      await Promise.all(some.map((one) => sweepImport(deps, shard, one)))
    }
    const now = deps.clock.now()
    const ended = await listOverOrUndoing(deps.db.shard(shard), now, IMPORTS_PER_SWEEP)
    for (const one of ended) await sweepEnded(deps, shard, one)
  }
  return 'done'
}

async function sweepEnded(deps: ImportDeps, shard: string, one: Undoable): Promise<void> {
  const { accountId, id } = one
  const now = deps.clock.now()
  if (one.state !== 'undoing') return forgetUndo(await deps.db.account(accountId, shard), id, now)
  const isStranded = now - (one.leaseUntil ?? 0) > STRANDED_MS
  if (isStranded) await deps.jobs.chore({ type: 'contacts.import', accountId, importId: id })
}

type OpenImport = Awaited<ReturnType<typeof listImportsWithFiles>>[number]

async function sweepImport(deps: ImportDeps, shard: string, one: OpenImport): Promise<void> {
  const { accountId, id } = one
  const now = deps.clock.now()
  if (ENDED.includes(one.state)) {
    // A slice that is still under way might write a file after it was erased.
    if ((one.leaseUntil ?? 0) > now) return
    return eraseImport(deps, await deps.db.account(accountId, shard), one)
  }
  const isAtWork = one.state === 'running' || one.state === 'checking'
  if (isAtWork && now - (one.startedAt ?? one.createdAt) < ABANDONED_MS) {
    const isStranded = now - (one.leaseUntil ?? 0) > STRANDED_MS
    if (isStranded) await deps.jobs.chore({ type: 'contacts.import', accountId, importId: id })
    return
  }
  if (now - one.createdAt < ABANDONED_MS) return
  const db = await deps.db.account(accountId, shard)
  await giveUpImport(deps, db, one)
}
