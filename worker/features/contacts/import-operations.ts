// What people do with an import once its file is there: match columns, start, watch, stop.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language, List } from '../../contract/common'
import type { ImportSettings, ImportView } from '../../contract/imports'
import { csvRecord } from './cells'
import { importNotFound, importNotIn, tooManyFields } from './errors'
import {
  claimStart,
  findImport,
  type ImportRow,
  listImportRows,
  markCancelled,
  pageProblemBatches,
  saveSettings,
} from './import-queries'
import type { RowProblem } from './import-rows'
import { checkColumns, checkReady, newFieldsOf } from './import-settings'
import { toImportView } from './import-views'
import { insertFields, listFieldRows } from './tag-queries'

const LISTED_IMPORTS = 20
export const FIELDS_PER_ACCOUNT = 200

export async function getImport(db: AccountDb, importId: string): Promise<ImportRow> {
  const row = await findImport(db, importId)
  if (!row) throw importNotFound()
  return row
}

/** The latest, newest first. */
export const listImports = (db: AccountDb): Promise<ImportRow[]> =>
  listImportRows(db, LISTED_IMPORTS)

export async function changeImport(
  db: AccountDb,
  importId: string,
  settings: ImportSettings,
): Promise<ImportRow> {
  const row = await getImport(db, importId)
  checkColumns(settings, row.headers)
  const changed = await saveSettings(db, importId, settings)
  if (!changed) throw importNotIn('matching')
  return changed
}

/** Makes the fields that the file brings along, and starts. A second start is refused. */
export async function startImport(
  deps: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  importId: string,
): Promise<ImportRow> {
  const { settings, headers, state } = await getImport(db, importId)
  if (state !== 'matching' || !settings) throw importNotIn('matching')
  const fields = await listFieldRows(db, FIELDS_PER_ACCOUNT)
  const knownFields = new Set(fields.map(({ key }) => key))
  checkColumns(settings, headers)
  checkReady(settings, knownFields)
  const added = newFieldsOf(settings).filter(({ key }) => !knownFields.has(key))
  if (fields.length + added.length > FIELDS_PER_ACCOUNT) throw tooManyFields(FIELDS_PER_ACCOUNT)

  const now = deps.clock.now()
  await insertFields(db, added, now)
  const started = await claimStart(db, importId, now)
  if (!started) throw importNotIn('matching')
  await deps.jobs.chore({ type: 'contacts.import', accountId: db.accountId, importId })
  return started
}

/** Stops where it is: people who are in stay in. */
export async function cancelImport(
  deps: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  importId: string,
): Promise<ImportRow> {
  await getImport(db, importId)
  const cancelled = await markCancelled(db, importId, deps.clock.now())
  if (!cancelled) throw importNotIn('open')
  await deps.live.changed(db.accountId, [`import:${importId}`])
  return cancelled
}

const BATCHES_AT_ONCE = 4

/** Rows that were not imported, in the order of the file. */
export async function* problemsAfter(
  db: AccountDb,
  importId: string,
  afterRow: number,
): AsyncGenerator<RowProblem> {
  for (let row = afterRow; ; ) {
    const batches = await pageProblemBatches(db, importId, row, BATCHES_AT_ONCE)
    const problems = batches.flatMap((batch) => batch.problems)
    yield* problems.filter((problem) => problem.row > row)
    const last = problems.at(-1)
    if (!last || batches.length < BATCHES_AT_ONCE) return
    row = last.row
  }
}

export async function pageProblems(
  db: AccountDb,
  importId: string,
  afterRow: number,
  limit: number,
): Promise<List<RowProblem>> {
  await getImport(db, importId)
  const items: RowProblem[] = []
  for await (const problem of problemsAfter(db, importId, afterRow)) {
    if (items.length === limit) return { items, next: `${items.at(-1)?.row}` }
    items.push(problem)
  }
  return { items, next: null }
}

/** The rows as a file to mend and to import again, with what is wrong with each beside it. */
export function problemsFile(
  db: AccountDb,
  row: ImportRow,
  titles: { row: string; reason: string },
  reasonOf: (problem: RowProblem) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const problems = problemsAfter(db, row.id, 0)
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

/** What a live frame about an import tells: the same as its GET. */
export async function importFrame(
  deps: Pick<Deps, 'db'>,
  accountId: string,
  importId: string,
  language: Language,
): Promise<ImportView | null> {
  const row = await findImport(await deps.db.account(accountId), importId)
  return row ? toImportView(row, language) : null
}
