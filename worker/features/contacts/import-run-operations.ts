// What the queue and the sweep do with an import.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { AppError } from '../../lib/errors'
import { randomToken } from '../../lib/ids'
import type { CsvForm } from './csv-records'
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

/** Runs one slice under a lease; `lost` when somebody else has it or nothing is left to do. */
export async function continueImport(
  deps: SliceDeps,
  db: AccountDb,
  importId: string,
): Promise<SliceEnd> {
  const { clock } = deps
  const token = randomToken()
  const row = await claimSlice(db, importId, token, clock.now(), clock.now() + LEASE_MS)
  if (!row) return 'lost'
  try {
    const end = await runSlice(deps, db, toRun(row, token))
    if (end === 'more') await releaseSlice(db, importId, token, clock.now())
    if (end === 'finished') await eraseImport(deps, db, row)
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

function toRun(row: ImportRow, token: string): Run {
  const { id, size, delimiter, newline, settings, createdBy, startedAt, counts } = row
  if (!delimiter || !newline || !settings || !startedAt) throw new Error('an import ran unmatched')
  return {
    id,
    token,
    size,
    // Written by `finishUpload`, which knows only these two.
    form: { delimiter, newline: newline as CsvForm['newline'] },
    settings,
    createdBy,
    startedAt,
    start: { byteOffset: row.dataOffset, rowNo: row.recordsBefore },
    progress: { byteOffset: row.byteOffset, rowNo: row.rowNo, counts },
  }
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
  if (one.state === 'running') {
    await markFailed(db, one.id, { code: 'import.stopped', values: {} }, now)
  } else {
    await markCancelled(db, one.id, now)
  }
  await eraseImport(deps, db, one)
}
