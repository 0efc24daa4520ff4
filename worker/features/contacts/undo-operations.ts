// Taking a whole import back: whom it created goes, whom it changed is as before. Whatever happened with a
// person since stays with them.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { UndoCounts } from '../../contract/imports'
import { SECOND_MS, sleep } from '../../lib/time'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { undoNotPossible } from './errors'
import { deleteFiles } from './import-file-operations'
import { getImport } from './import-operations'
import type { ImportRow } from './import-queries'
import { BREATH_MS, LEASE_MS, type SliceEnd } from './import-slice-operations'
import { readKnownById } from './known-queries'
import {
  type CreatedPerson,
  claimUndo,
  finishUndo,
  type Lease,
  nextUndo,
  pageCreated,
  removeCreated,
  restoreChanged,
} from './undo-queries'
import { restore, type UndoEntry } from './undoing'

const SLICE_MS = 5 * SECOND_MS
const PEOPLE_AT_ONCE = 500
/** A batch meets others' changes at most so often before it is left to a later try. */
const STALE_TRIES = 5

/**
 * When each of these people last stood in a broadcast or a conversation; whoever never did is missing.
 * The features that know stand above this one.
 */
export type HistorySource = (db: AccountDb, ids: string[]) => Promise<ReadonlyMap<string, number>>

/** Begins to take an import back. Asked twice, it goes on. */
export async function undoImport(
  deps: Pick<Deps, 'files' | 'jobs' | 'clock'>,
  db: AccountDb,
  member: Pick<Member, 'userId'>,
  importId: string,
): Promise<ImportRow> {
  const before = await getImport(db, importId)
  if (before.state === 'undoing' || before.state === 'undone') return before
  const { meta } = await claimUndo(db, importId, deps.clock.now())
  if (meta.changes === 0) throw undoNotPossible()
  if (before.hasFiles === 1) await deleteFiles(deps.files, db.accountId, importId, before.uploadId)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'import.undone',
    target: `import:${importId}`,
  })
  await deps.jobs.chore({ type: 'contacts.import', accountId: db.accountId, importId })
  return getImport(db, importId)
}

export async function undoSlice(
  deps: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  row: ImportRow,
  token: string,
  history: readonly HistorySource[],
): Promise<SliceEnd> {
  const { clock } = deps
  const lease = { id: row.id, token }
  const begunAt = clock.now()
  const state: State = { row, cursor: row.undoCursor ?? '', counts: row.undone ?? NOTHING }
  for (const step of [removeSome, restoreSome]) {
    for (;;) {
      const end = await step(deps, db, lease, state, history)
      if (end === 'lost') return 'lost'
      if (end === 'finished') break
      await deps.live.changed(db.accountId, [`import:${row.id}`])
      await sleep(BREATH_MS)
      if (clock.now() - begunAt >= SLICE_MS) return 'more'
    }
  }
  const made = { from: row.startedAt ?? row.createdAt, until: row.finishedAt ?? begunAt }
  const isDone = await finishUndo(db, lease, made)
  await deps.live.changed(db.accountId, [`import:${row.id}`])
  return isDone ? 'finished' : 'lost'
}

const NOTHING: UndoCounts = { removed: 0, restored: 0, kept: 0 }

type State = { row: ImportRow; cursor: string; counts: UndoCounts }
type StepDeps = Pick<Deps, 'clock'>

async function removeSome(
  { clock }: StepDeps,
  db: AccountDb,
  lease: Lease,
  state: State,
  history: readonly HistorySource[],
): Promise<SliceEnd> {
  const page = await pageCreated(db, lease.id, state.cursor, PEOPLE_AT_ONCE)
  const last = page.at(-1)
  if (!last) return 'finished'
  const known = await historyOf(
    db,
    history,
    page.map(({ id }) => id),
  )
  const endedAt = state.row.finishedAt ?? clock.now()
  const isUntouched = (one: CreatedPerson) =>
    one.updatedAt <= endedAt &&
    one.lastInboundAt === null &&
    one.hasNotes === 0 &&
    !known.has(one.id)
  const removable = page.filter(isUntouched)
  state.cursor = last.id
  state.counts = {
    ...state.counts,
    removed: state.counts.removed + removable.length,
    kept: state.counts.kept + page.length - removable.length,
  }
  const { cursor, counts } = state
  const move = { cursor, counts, leaseUntil: clock.now() + LEASE_MS }
  return (await removeCreated(db, lease, removable, move)) ? 'more' : 'lost'
}

async function restoreSome(
  { clock }: StepDeps,
  db: AccountDb,
  lease: Lease,
  state: State,
  history: readonly HistorySource[],
): Promise<SliceEnd> {
  const batch = await nextUndo(db, lease.id)
  if (!batch) return 'finished'
  const ids = batch.people.map(({ id }) => id)
  const since = state.row.startedAt ?? 0
  const known = await historyOf(db, history, ids)
  const isReliedOn = (id: string) => (known.get(id) ?? -1) >= since
  for (let tries = 0; tries < STALE_TRIES; tries++) {
    const people = await restored(db, batch.people, isReliedOn)
    const counts = { ...state.counts, restored: state.counts.restored + people.length }
    const now = clock.now()
    const times = { now, leaseUntil: now + LEASE_MS, actor: `user:${state.row.createdBy}` }
    const move = { lastRow: batch.lastRow, counts, ...times }
    const written = await restoreChanged(db, lease, people, move)
    if (written === 'lost') return 'lost'
    if (written === 'stale') continue
    state.counts = counts
    return 'more'
  }
  throw new Error('contacts keep changing while an import is undone')
}

async function restored(
  db: AccountDb,
  entries: readonly UndoEntry[],
  isReliedOn: (id: string) => boolean,
) {
  const known = await readKnownById(
    db,
    entries.map(({ id }) => id),
  )
  return entries.flatMap((entry) => {
    const now = known.get(entry.id)
    const back = now && restore(now.person, entry, isReliedOn(entry.id))
    return back
      ? [{ ...back, updatedAt: now.updatedAt, entryId: entry.consent?.entryId ?? '' }]
      : []
  })
}

async function historyOf(
  db: AccountDb,
  sources: readonly HistorySource[],
  ids: string[],
): Promise<ReadonlyMap<string, number>> {
  const all = await Promise.all(sources.map((source) => source(db, ids)))
  const latest = new Map<string, number>()
  for (const [id, at] of all.flatMap((one) => [...one])) {
    latest.set(id, Math.max(at, latest.get(id) ?? 0))
  }
  return latest
}
