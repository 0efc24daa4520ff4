// A file on its way up: parts that may be sent again after a break, then a look at its head.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { IMPORT_MAX_BYTES, IMPORT_PART_BYTES, type NewImport } from '../../contract/imports'
import { timeOrderedId } from '../../lib/ids'
import { getAccount } from '../accounts/account-operations'
import { HEAD_BYTES, isHeadProblem, readHead } from './csv-head'
import {
  fileProblem,
  importEmpty,
  importNotIn,
  importTooLarge,
  partNotExpected,
  partsMissing,
  tooManyOpenImports,
} from './errors'
import { FIELDS_PER_ACCOUNT } from './field-operations'
import { readRange, uploadKey } from './import-file-operations'
import { getImport } from './import-operations'
import {
  countOpenImports,
  type ImportRow,
  insertImport,
  markFailed,
  openMatching,
  recordPart,
} from './import-queries'
import { guessSettings } from './import-settings'
import { findFittingPreset } from './preset-operations'
import { listFieldRows } from './tag-queries'

/** Uploads of 100 MB add up; nobody matches ten files at a time. */
const OPEN_IMPORTS = 10
const MB = 1024 * 1024

export async function beginUpload(
  deps: Pick<Deps, 'files' | 'clock'>,
  db: AccountDb,
  member: Member,
  { fileName, size, delimiter }: NewImport,
): Promise<ImportRow> {
  if (size > IMPORT_MAX_BYTES) throw importTooLarge(IMPORT_MAX_BYTES / MB)
  if (size === 0) throw importEmpty()
  if ((await countOpenImports(db)) >= OPEN_IMPORTS) throw tooManyOpenImports(OPEN_IMPORTS)

  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const { uploadId } = await deps.files.createMultipartUpload(uploadKey(db.accountId, id))
  const file = { id, fileName, size, delimiter: delimiter ?? null, uploadId }
  await insertImport(db, { ...file, createdBy: member.userId, createdAt: now })
  return getImport(db, id)
}

/** Takes one part. Sent again, it takes the place of the first; the order does not matter. */
export async function receivePart(
  deps: Pick<Deps, 'files'>,
  db: AccountDb,
  importId: string,
  no: number,
  bytes: ArrayBuffer,
): Promise<ImportRow> {
  const row = await getImport(db, importId)
  if (row.state !== 'uploading' || !row.uploadId) throw importNotIn('uploading')
  const expected = partBytes(row.size, no)
  if (expected === 0 || bytes.byteLength !== expected) throw partNotExpected(no, expected)

  const upload = deps.files.resumeMultipartUpload(uploadKey(db.accountId, row.id), row.uploadId)
  const { etag } = await upload.uploadPart(no, bytes)
  const changed = await recordPart(db, row.id, no, etag)
  if (!changed) throw importNotIn('uploading')
  return changed
}

const partCount = (size: number) => Math.ceil(size / IMPORT_PART_BYTES)

/** All parts but the last have the same size; 0 for a part that the file does not have. */
function partBytes(size: number, no: number): number {
  const isPart = Number.isInteger(no) && no >= 1 && no <= partCount(size)
  return isPart ? Math.min(IMPORT_PART_BYTES, size - (no - 1) * IMPORT_PART_BYTES) : 0
}

/** Puts the parts together and reads the head. Asked again, it tells the same. */
export async function finishUpload(
  deps: Pick<Deps, 'files' | 'db' | 'clock'>,
  db: AccountDb,
  importId: string,
): Promise<ImportRow> {
  const row = await getImport(db, importId)
  if (row.state === 'failed' && row.problem) throw fileProblem(row.problem.code, row.problem.values)
  if (row.state !== 'uploading') return row

  await completeUpload(deps.files, db, row)
  const length = Math.min(HEAD_BYTES, row.size)
  const bytes = await readRange(deps.files, uploadKey(db.accountId, row.id), 0, length)
  const { country } = await getAccount(deps.db.directory, db.accountId)
  const head = readHead(new Uint8Array(bytes), length === row.size, country, row.delimiter)
  if (isHeadProblem(head)) {
    const values = 'values' in head ? head.values : {}
    await markFailed(db, row.id, { code: head.code, values }, deps.clock.now())
    throw fileProblem(head.code, values)
  }
  const { form, headers, preview, dataOffset, recordsBefore } = head
  const preset = await findFittingPreset(db, headers)
  const fields = preset ? [] : await listFieldRows(db, FIELDS_PER_ACCOUNT)
  const settings = preset?.settings ?? guessSettings(headers, preview, country, fields)
  const matched = { settings, preset: preset?.name ?? null }
  const found = { ...form, headers, preview, ...matched, dataOffset, recordsBefore }
  // No row back: another request was first, and found the same.
  return (await openMatching(db, row.id, found)) ?? getImport(db, row.id)
}

async function completeUpload(files: R2Bucket, db: AccountDb, row: ImportRow): Promise<void> {
  const key = uploadKey(db.accountId, row.id)
  const numbers = Array.from({ length: partCount(row.size) }, (_, at) => at + 1)
  const missing = numbers.filter((no) => !row.parts[no])
  if (missing.length > 0) throw partsMissing(missing)
  // Completed before, by a request that did not come to its end.
  if (!row.uploadId || (await files.head(key))) return
  const parts = numbers.map((partNumber) => ({ partNumber, etag: row.parts[partNumber] ?? '' }))
  await files.resumeMultipartUpload(key, row.uploadId).complete(parts)
}
