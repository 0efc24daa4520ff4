// Looking at what a check found, and correcting it.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { List } from '../../contract/common'
import { IMPORT_NOTES, IMPORT_PROBLEMS, type RowKind } from '../../contract/imports'
import { csvRecord } from './cells'
import { importNotIn, rowNotListed, tooManyEdits } from './errors'
import { readKnown } from './import-batch-queries'
import { decide } from './import-deciding'
import { loadSeen } from './import-file-operations'
import { getImport } from './import-operations'
import type { ImportRow } from './import-queries'
import { type RowFinding, rowReader } from './import-rows'
import { sortRows } from './import-sorting'
import { spellingsOf } from './phone'
import {
  countEdits,
  deleteEdit,
  findBatchOf,
  listEdits,
  pageProblemBatches,
  pageReasons,
  type RowEditRow,
  saveEdit,
} from './review-queries'
import { SeenPhones } from './seen-phones'
import type { RowOutcome } from './tables'

/** Whoever has more to correct does it in a spreadsheet. */
export const MOST_EDITS = 1000

const NOTES: readonly string[] = IMPORT_NOTES
const REASONS_BY_KIND: Record<RowKind, readonly string[]> = {
  blank: ['blank_phone'],
  duplicate: ['duplicate_in_file'],
  invalid: IMPORT_PROBLEMS.filter((one) => one !== 'blank_phone' && one !== 'duplicate_in_file'),
  ready: ['ready'],
  already_here: ['already_here'],
  opted_out: ['opted_out'],
  zero_restored: ['zero_restored'],
}

export type FoundRow = RowFinding & { edit: RowEditRow | null }

/** Rows of a kind, or all that are a problem, with what was corrected in them. */
export async function pageFindings(
  db: AccountDb,
  importId: string,
  { kind, after, limit }: { kind: RowKind | undefined; after: number; limit: number },
): Promise<List<FoundRow> & { row: ImportRow }> {
  const row = await getImport(db, importId)
  const reasons = kind ? REASONS_BY_KIND[kind] : IMPORT_PROBLEMS
  const found = await pageReasons(db, importId, reasons, after, limit + 1)
  const edits = await editsByRow(db, importId)
  const items = found.slice(0, limit).map((one) => ({ ...one, edit: edits.get(one.row) ?? null }))
  return { items, next: found.length > limit ? `${items.at(-1)?.row}` : null, row }
}

async function editsByRow(db: AccountDb, importId: string): Promise<Map<number, RowEditRow>> {
  const edits = await listEdits(db, importId, MOST_EDITS)
  return new Map(edits.map((edit) => [edit.rowNo, edit]))
}

/** Puts another number in place of a bad one, and tells what the row is with it. */
export async function editRow(
  deps: Pick<Deps, 'files' | 'clock'>,
  db: AccountDb,
  importId: string,
  rowNo: number,
  phone: string,
): Promise<FoundRow> {
  const row = await getImport(db, importId)
  if (row.state !== 'checked' || !row.settings) throw importNotIn('checked')
  const finding = await findFinding(db, importId, rowNo)
  const edits = await editsByRow(db, importId)
  if (!edits.has(rowNo) && (await countEdits(db, importId)) >= MOST_EDITS) {
    throw tooManyEdits(MOST_EDITS)
  }
  const was = outcomeOf(finding.reason)
  const others = [...edits.values()].filter((other) => other.rowNo !== rowNo)
  const now = deps.clock.now()
  const become = await readCorrected(deps, db, row, finding, phone, others)
  const edit = { importId, rowNo, phone, was, ...become, at: now }
  if (!(await saveEdit(db, edit))) throw importNotIn('checked')
  return { ...finding, edit: { ...edit, accountId: db.accountId } }
}

/** Takes a correction back. */
export async function undoEdit(db: AccountDb, importId: string, rowNo: number): Promise<FoundRow> {
  const row = await getImport(db, importId)
  if (row.state !== 'checked') throw importNotIn('checked')
  const finding = await findFinding(db, importId, rowNo)
  await deleteEdit(db, importId, rowNo)
  return { ...finding, edit: null }
}

const isNote = (reason: string) => NOTES.includes(reason)

async function findFinding(db: AccountDb, importId: string, row: number): Promise<RowFinding> {
  const batch = await findBatchOf(db, importId, row)
  const found = batch?.problems.find((one) => one.row === row && !isNote(one.reason))
  if (!found) throw rowNotListed(row)
  return found
}

function outcomeOf(reason: RowFinding['reason']): RowOutcome {
  if (reason === 'blank_phone') return 'blank'
  return reason === 'duplicate_in_file' ? 'duplicates' : 'invalid'
}

/** The row with its new number, held against the file, the other corrections and everybody known. */
async function readCorrected(
  deps: Pick<Deps, 'files' | 'clock'>,
  db: AccountDb,
  row: ImportRow,
  finding: RowFinding,
  phone: string,
  others: RowEditRow[],
): Promise<Pick<RowEditRow, 'outcome' | 'problem'>> {
  const { settings } = row
  if (!settings) throw importNotIn('checked')
  const column = settings.columns.indexOf('phone')
  const readRow = rowReader(settings, deps.clock.now())
  const edits = { column, phones: new Map([[finding.row, phone]]) }
  const seen =
    (await loadSeen(deps.files, db.accountId, row.id, 'checking'))?.seen ?? new SeenPhones()
  for (const other of others) {
    const read = readRow(Array(column + 1).fill(other.phone), other.rowNo)
    if (read.kind === 'person') seen.add(read.person.phone)
  }
  const rows = sortRows([finding.cells], finding.row - 1, readRow, seen, edits)
  const problem = rows.problems[0]?.reason
  if (problem) return { outcome: outcomeOf(problem), problem }
  const phones = rows.people.flatMap((person) => spellingsOf(person.phone))
  const { counts } = decide({ id: row.id, settings }, rows, {
    ...(await readKnown(db, phones)),
    tags: new Map(),
  })
  return {
    outcome: counts.created ? 'created' : counts.updated ? 'updated' : 'unchanged',
    problem: null,
  }
}

const BATCHES_AT_ONCE = 4

/** Rows that were not imported, or that a check found, in the order of the file. */
export async function* findingsAfter(
  db: AccountDb,
  importId: string,
  kind: RowKind | undefined,
): AsyncGenerator<RowFinding> {
  const reasons: readonly string[] = kind ? REASONS_BY_KIND[kind] : IMPORT_PROBLEMS
  for (let row = 0; ; ) {
    const batches = await pageProblemBatches(db, importId, row, BATCHES_AT_ONCE)
    const problems = batches.flatMap((batch) => batch.problems)
    yield* problems.filter((one) => one.row > row && reasons.includes(one.reason))
    const last = problems.at(-1)
    if (!last || batches.length < BATCHES_AT_ONCE) return
    row = last.row
  }
}

/** The rows as a file to mend and to import again, with what is wrong with each beside it. */
export function problemsFile(
  db: AccountDb,
  row: ImportRow,
  kind: RowKind | undefined,
  titles: { row: string; reason: string },
  reasonOf: (problem: RowFinding) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const problems = findingsAfter(db, row.id, kind)
  const filled = (cells: string[]) => row.headers.map((_, at) => cells[at] ?? '')
  return new ReadableStream({
    start: (stream) => {
      const head = csvRecord([...row.headers, titles.row, titles.reason])
      // Excel takes a file for UTF-8 by its byte order mark.
      stream.enqueue(encoder.encode(`\ufeff${head}`))
    },
    pull: async (stream) => {
      const { value, done } = await problems.next()
      if (done) return stream.close()
      const cells = [...filled(value.cells), `${value.row}`, reasonOf(value)]
      stream.enqueue(encoder.encode(csvRecord(cells)))
    },
  })
}
