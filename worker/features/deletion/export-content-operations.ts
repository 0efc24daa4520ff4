// The content of an export: which files there are, and what stands in each, page by page.

import { SEALED_COLUMNS, type SealedField } from '../../boundary/crypto/sealed-fields'
import { SealError } from '../../boundary/crypto/sealing'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { ZipFile } from '../../lib/zip'
import { peopleTitles } from '../contacts/people-file'
import { listFieldRows, listTagRows } from '../contacts/tag-queries'
import { countRows } from './erase-queries'
import { exportedColumns, personLine, README, toExportRow, toLine } from './export-files'
import { changeExport, listMemberRows, pageRows, type Row } from './export-queries'
import { DATA_TABLES, DIRECTORY_TABLES, LAST_TABLES, type OwnedTable } from './owned-tables'

type ContentDeps = Pick<Deps, 'clock' | 'db' | 'keys'>

const ROWS_PER_PAGE = 1000

export type Progress = { add(rows: number): Promise<void>; rows(): number }

const inData = [...DATA_TABLES, ...LAST_TABLES]

/** Counts what there is, and writes down how much of it is done. */
export async function openProgress(
  deps: ContentDeps,
  db: AccountDb,
  id: string,
): Promise<Progress> {
  let of = 0
  for (const table of inData) {
    if (exportedColumns(table).length > 0) of += 2 * (await countRows(db, table, db.accountId))
  }
  await changeExport(db, id, { of })
  let rows = 0
  return {
    rows: () => rows,
    add: async (more) => {
      rows += more
      await changeExport(db, id, { rows, updatedAt: deps.clock.now() })
    },
  }
}

/** Everything of an account, as the files of its archive. */
export async function* filesOf(
  deps: ContentDeps,
  db: AccountDb,
  progress: Progress,
): AsyncGenerator<ZipFile> {
  yield { name: 'README.txt', chunks: encoded(once(README)) }
  yield { name: 'people.csv', chunks: encoded(peopleOf(db)) }
  const members = await listMemberRows(deps.db.directory, db.accountId)
  yield { name: 'members.json', chunks: encoded(once(JSON.stringify(members, null, 1))) }
  const { directory } = deps.db
  for (const [from, tables] of [[db, inData] as const, [directory, DIRECTORY_TABLES] as const]) {
    for (const table of tables) {
      if (exportedColumns(table).length === 0) continue
      const rows = () => rowsOf(deps, db, from, table, progress)
      yield { name: `data/${table.name}.json`, chunks: encoded(jsonOf(rows())) }
      yield { name: `tables/${table.name}.csv`, chunks: encoded(csvOf(table, rows())) }
    }
  }
}

async function* rowsOf(
  deps: ContentDeps,
  db: AccountDb,
  from: AccountDb | Deps['db']['directory'],
  table: OwnedTable,
  progress: Progress,
): AsyncGenerator<Row[]> {
  for (let after: Row | null = null; ; ) {
    const page: Row[] = await pageRows(from, table, db.accountId, after, ROWS_PER_PAGE)
    if (page.length === 0) return
    const opened = await openSealed(deps, db, table, page)
    yield opened.map((row) => toExportRow(table, row))
    await progress.add(page.length)
    after = page.at(-1) ?? null
    if (page.length < ROWS_PER_PAGE) return
  }
}

/** Message texts and values are the account's own: in its export they are readable. */
async function openSealed(
  deps: ContentDeps,
  db: AccountDb,
  table: OwnedTable,
  rows: Row[],
): Promise<Row[]> {
  const shown = exportedColumns(table)
  // The record's keys are exactly these fields.
  const fields = Object.entries(SEALED_COLUMNS) as [
    SealedField,
    (typeof SEALED_COLUMNS)[keyof typeof SEALED_COLUMNS],
  ][]
  const sealed = fields.filter(([, at]) => at.table === table.name && shown.includes(at.column))
  if (sealed.length === 0) return rows
  const keys = await deps.keys.open(db)
  const open = async (row: Row): Promise<Row> => {
    const opened = { ...row }
    for (const [field, { column, keys: names, rowIdOf }] of sealed) {
      const value = row[column]
      if (typeof value !== 'string') continue
      // Keys of sealed rows are texts and numbers.
      const rowId = rowIdOf(names.map((name) => row[name] as string | number))
      opened[column] = await openOrSay(() => keys.open(field, rowId, value))
    }
    return opened
  }
  return Promise.all(rows.map(open))
}

/** One value that does not open must not keep all others from their owner. */
async function openOrSay(open: () => Promise<string>): Promise<unknown> {
  try {
    return meant(await open())
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    return null
  }
}

/** Most of it is JSON; notes and saved replies are what somebody wrote, and may begin like it. */
function meant(text: string): unknown {
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function* jsonOf(pages: AsyncIterable<Row[]>): AsyncGenerator<string> {
  let isFirst = true
  yield '['
  for await (const page of pages) {
    const text = page.map((row) => JSON.stringify(row)).join(',\n')
    yield isFirst ? `\n${text}` : `,\n${text}`
    isFirst = false
  }
  yield '\n]\n'
}

/** The mark tells spreadsheets that it is UTF-8. */
async function* csvOf(table: OwnedTable, pages: AsyncIterable<Row[]>): AsyncGenerator<string> {
  const columns = exportedColumns(table)
  yield `\ufeff${toLine(columns)}`
  for await (const page of pages) {
    yield page.map((row) => toLine(columns.map((column) => row[column]))).join('')
  }
}

async function* peopleOf(db: AccountDb): AsyncGenerator<string> {
  const [fields, tags] = await Promise.all([listFieldRows(db, 500), listTagRows(db, 10_000)])
  const tagNames = new Map(tags.map(({ id, name }) => [id, name]))
  const table = DATA_TABLES.find(({ name }) => name === 'contacts')
  if (!table) throw new Error('the registry has no contacts')
  yield `\ufeff${toLine(peopleTitles(fields, 'en'))}`
  for (let after: Row | null = null; ; ) {
    const page: Row[] = await pageRows(db, table, db.accountId, after, ROWS_PER_PAGE)
    yield page.map((row) => personLine(row, fields, tagNames)).join('')
    after = page.at(-1) ?? null
    if (page.length < ROWS_PER_PAGE) return
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of texts) if (text !== '') yield encoder.encode(text)
}
