import { messageFor } from '../../boundary/http/errors'
import type { Language } from '../../contract/common'
import { IMPORT_PART_BYTES, type ImportProblemView, type ImportView } from '../../contract/imports'
import { fixesFor } from './fixes'
import { fixedIn, type Moves, withMoves } from './import-counts'
import type { ImportRow } from './import-queries'
import type { RowFinding } from './import-rows'
import type { FoundRow } from './review-operations'

export const toImportView = (row: ImportRow, moves: Moves, language: Language): ImportView => ({
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
  delimiter: row.delimiter,
  preset: row.preset,
  counts: withMoves(row.counts, moves),
  fixed: fixedIn(moves),
  bytesRead: row.byteOffset,
  ratePerSecond: row.ratePerSecond,
  createdAt: row.createdAt,
  finishedAt: row.finishedAt,
  undoUntil: row.state === 'undoing' ? null : row.undoUntil,
  undone: row.undone,
})

export const reasonText = (language: Language, { reason }: Pick<RowFinding, 'reason'>) =>
  messageFor(language, `import_problem.${reason}`)

/** A row of the review. What has been corrected needs no suggestions. */
export function toProblemView(
  { row, reason, cells, edit }: FoundRow,
  { settings, state }: Pick<ImportRow, 'settings' | 'state'>,
  language: Language,
): ImportProblemView {
  const typed = settings ? (cells[settings.columns.indexOf('phone')] ?? '') : ''
  const isOpen = state === 'checked' && edit?.problem !== null
  return {
    row,
    reason,
    text: reasonText(language, { reason }),
    cells,
    edit: edit && {
      phone: edit.phone,
      text: edit.problem && reasonText(language, { reason: edit.problem }),
    },
    fixes: isOpen && settings ? fixesFor(edit?.phone ?? typed, settings.country) : [],
  }
}
