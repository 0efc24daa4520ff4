import { messageFor } from '../../boundary/http/errors'
import type { Language } from '../../contract/common'
import { IMPORT_PART_BYTES, type ImportProblemView, type ImportView } from '../../contract/imports'
import type { ImportRow } from './import-queries'
import type { RowProblem } from './import-rows'

export const toImportView = (row: ImportRow, language: Language): ImportView => ({
  id: row.id,
  fileName: row.fileName,
  size: row.size,
  state: row.state,
  problem: row.problem && messageFor(language, row.problem.code, row.problem.values),
  partBytes: IMPORT_PART_BYTES,
  uploadedParts: Object.keys(row.parts)
    .map(Number)
    .sort((a, b) => a - b),
  headers: row.headers,
  preview: row.preview,
  settings: row.settings,
  counts: row.counts,
  bytesRead: row.byteOffset,
  ratePerSecond: row.ratePerSecond,
  createdAt: row.createdAt,
  finishedAt: row.finishedAt,
})

export const reasonText = (language: Language, { reason }: RowProblem) =>
  messageFor(language, `import_problem.${reason}`)

export const toProblemView = (problem: RowProblem, language: Language): ImportProblemView => ({
  row: problem.row,
  reason: problem.reason,
  text: reasonText(language, problem),
  cells: problem.cells,
})
