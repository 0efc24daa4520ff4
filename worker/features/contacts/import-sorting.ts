// Rows of a file told apart: people, problems, and those who come again.

import type { ImportCounts } from '../../contract/imports'
import { NO_COUNTS } from './import-counts'
import type { ImportedPerson, RowProblem, rowReader } from './import-rows'
import type { SeenPhones } from './seen-phones'

export type ReadRow = ReturnType<typeof rowReader>

export type SortedRows = { people: ImportedPerson[]; problems: RowProblem[]; counts: ImportCounts }

/** Numbers that a person typed instead of those in the file, by row. */
export type Edits = { column: number; phones: ReadonlyMap<number, string> }

/** Tells people from problems, and those who come again from those who come first. */
export function sortRows(
  records: string[][],
  rowsBefore: number,
  readRow: ReadRow,
  seen: SeenPhones,
  edits: Edits | null,
): SortedRows {
  const people: ImportedPerson[] = []
  const problems: RowProblem[] = []
  let blank = 0
  let duplicates = 0
  let zeroRestored = 0
  for (const [at, record] of records.entries()) {
    const row = rowsBefore + at + 1
    const read = readRow(edited(record, row, edits), row)
    if (read.kind === 'problem') {
      problems.push(read.problem)
      if (read.problem.reason === 'blank_phone') blank++
    } else if (read.kind === 'person') {
      if (!seen.add(read.person.phone)) {
        problems.push({ row, reason: 'duplicate_in_file', cells: read.cells })
        duplicates++
        continue
      }
      people.push(read.person)
      if (read.person.isZeroRestored) zeroRestored++
    }
  }
  const invalid = problems.length - blank - duplicates
  const rows = people.length + problems.length
  return {
    people,
    problems,
    counts: { ...NO_COUNTS, rows, duplicates, invalid, blank, zeroRestored },
  }
}

function edited(record: string[], row: number, edits: Edits | null): string[] {
  const phone = edits?.phones.get(row)
  if (!edits || phone === undefined) return record
  const cells = [...record]
  while (cells.length <= edits.column) cells.push('')
  return cells.with(edits.column, phone)
}
