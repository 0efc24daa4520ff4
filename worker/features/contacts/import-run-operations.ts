// What the queue and the sweep do with an import.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { ImportSettings } from '../../contract/imports'
import { AppError } from '../../lib/errors'
import { randomToken } from '../../lib/ids'
import type { CsvForm } from './csv-records'
import { NO_COUNTS } from './import-counts'
import { deleteFiles } from './import-file-operations'
import {
  claimSlice,
  type ImportRow,
  markCancelled,
  markErased,
  markFailed,
  releaseSlice,
} from './import-queries'
import {
  LEASE_MS,
  type Run,
  runSlice,
  type SliceDeps,
  type SliceEnd,
} from './import-slice-operations'
import { MOST_EDITS } from './review-operations'
import { listEdits } from './review-queries'
import { type HistorySource, undoSlice } from './undo-operations'

/** Runs one slice under a lease; `lost` when somebody else has it or nothing is left to do. */
export async function continueImport(
  deps: SliceDeps,
  db: AccountDb,
  importId: string,
  history: readonly HistorySource[],
): Promise<SliceEnd> {
  const { clock } = deps
  const token = randomToken()
  const row = await claimSlice(db, importId, token, clock.now(), clock.now() + LEASE_MS)
  if (!row) return 'lost'
  try {
    const end =
      row.state === 'undoing'
        ? await undoSlice(deps, db, row, token, history)
        : await runSlice(deps, db, await toRun(db, row, token))
    if (end === 'more') await releaseSlice(db, importId, token, clock.now())
    if (end === 'finished' && row.state === 'running') await eraseImport(deps, db, row)
    return end
  } catch (error) {
    if (isFileProblem(error)) {
      await failImport(deps, db, row, error)
      return 'finished'
    }
    // The queue tries again; it should not have to wait for the lease to end.
    await releaseSlice(db, importId, token, clock.now())
    throw error
  }
}

const isFileProblem = (error: unknown): error is AppError =>
  error instanceof AppError && error.code.startsWith('import.')

async function toRun(db: AccountDb, row: ImportRow, token: string): Promise<Run> {
  const { id, size, delimiter, newline, settings, createdBy, counts } = row
  if (!delimiter || !newline || !settings) throw new Error('an import ran unmatched')
  const state = row.state === 'checking' ? 'checking' : 'running'
  return {
    id,
    token,
    state,
    size,
    // Written by `finishUpload`, which knows only these two.
    form: { delimiter, newline: newline as CsvForm['newline'] },
    settings,
    edits: state === 'running' ? await editsFor(db, id, settings) : null,
    createdBy,
    startedAt: row.startedAt ?? row.createdAt,
    start: { byteOffset: row.dataOffset, rowNo: row.recordsBefore },
    progress: { byteOffset: row.byteOffset, rowNo: row.rowNo, counts: { ...NO_COUNTS, ...counts } },
  }
}

async function editsFor(db: AccountDb, id: string, { columns }: ImportSettings) {
  const edits = await listEdits(db, id, MOST_EDITS)
  if (edits.length === 0) return null
  const phones = new Map(edits.map(({ rowNo, phone }) => [rowNo, phone]))
  return { column: columns.indexOf('phone'), phones }
}

async function failImport(
  deps: SliceDeps,
  db: AccountDb,
  row: ImportRow,
  { code, values }: AppError,
): Promise<void> {
  await markFailed(db, row.id, { code, values }, deps.clock.now())
  await eraseImport(deps, db, row)
  await deps.live.changed(db.accountId, [`import:${row.id}`])
}

/** Deletes the files of an import that ended, then says so. */
export async function eraseImport(
  { files }: Pick<Deps, 'files'>,
  db: AccountDb,
  { id, uploadId }: Pick<ImportRow, 'id' | 'uploadId'>,
): Promise<void> {
  await deleteFiles(files, db.accountId, id, uploadId)
  await markErased(db, id)
}

/** Ends what nobody came back to, or what got stuck for a day. */
export async function giveUpImport(
  deps: Pick<Deps, 'files' | 'clock'>,
  db: AccountDb,
  one: Pick<ImportRow, 'id' | 'uploadId' | 'state'>,
): Promise<void> {
  const now = deps.clock.now()
  if (one.state === 'running' || one.state === 'checking') {
    await markFailed(db, one.id, { code: 'import.stopped', values: {} }, now)
  } else {
    await markCancelled(db, one.id, now)
  }
  await eraseImport(deps, db, one)
}
