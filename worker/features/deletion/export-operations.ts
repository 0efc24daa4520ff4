import { SEALED_COLUMNS, type SealedField } from '../../boundary/crypto/sealed-fields'
import { SealError } from '../../boundary/crypto/sealing'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { CodeSent } from '../../contract/auth'
import { timeOrderedId } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { type ZipFile, zip } from '../../lib/zip'
import { getAccount, getUser } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { sendCode } from '../accounts/code-operations'
import { requireRole } from '../accounts/roles'
import type { Visitor } from '../accounts/visitor'
import { listFieldRows, listTagRows } from '../contacts/tag-queries'
import { countRows } from './erase-queries'
import { exportNotFound, exportNotReady, exportRunning } from './errors'
import {
  exportedColumns,
  peopleHead,
  peopleLine,
  README,
  toExportRow,
  toLine,
} from './export-files'
import {
  changeExport,
  claimExport,
  type ExportJob,
  findExport,
  findRunningExport,
  insertExport,
  listExports,
  listExportsDue,
  listMemberRows,
  pageRows,
  type Row,
} from './export-queries'
import { exportCodeMail, exportNoticeMail } from './mails'
import { DATA_TABLES, DIRECTORY_TABLES, LAST_TABLES, type OwnedTable } from './owned-tables'
import { proveFresh, tellOwners } from './request-operations'

type ExportDeps = Pick<Deps, 'clock' | 'db' | 'files' | 'keys' | 'live'>
type Chunk = Uint8Array

const KEPT_MS = 7 * DAY_MS
/** An export that wrote nothing for so long was killed: it is begun again. */
const STILL_MS = 5 * MINUTE_MS
const MOST_ATTEMPTS = 3
const ROWS_PER_PAGE = 1000
/** Parts of the file lie in R2 one by one, so that a killed export leaves nothing unfinished there. */
const PART_BYTES = 8 * 1024 * 1024

/** A code first: a session alone must not carry everything away. */
export async function askToExport(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
): Promise<CodeSent> {
  requireRole(member, 'account.export')
  const { directory } = deps.db
  const [user, account] = await Promise.all([
    getUser(directory, member.userId),
    getAccount(directory, member.accountId),
  ])
  return sendCode(deps, visitor, {
    purpose: 'export_account',
    email: user.email,
    payload: { userId: user.id, accountId: account.id },
    mailWith: (code) => exportCodeMail(user, code, account.name),
  })
}

export async function requestExport(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer' | 'jobs'>,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  typed: string,
): Promise<ExportJob> {
  requireRole(member, 'account.export')
  if (await findRunningExport(db)) throw exportRunning()
  await proveFresh(deps, visitor, member, 'export_account', typed)
  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const { accountId } = db
  await insertExport(db, {
    accountId,
    id,
    state: 'running',
    createdBy: member.userId,
    createdAt: now,
    updatedAt: now,
  })
  await deps.jobs.chore({ type: 'account.export', accountId, exportId: id })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'account.exported',
    target: `export:${id}`,
  })
  const { name } = await getAccount(deps.db.directory, accountId)
  await tellOwners(deps, accountId, (owner) =>
    exportNoticeMail(owner, name, deps.config.SUPPORT_EMAIL),
  )
  return getExport(db, id)
}

export async function viewExports(db: AccountDb, member: Member): Promise<ExportJob[]> {
  requireRole(member, 'account.export')
  return listExports(db)
}

async function getExport(db: AccountDb, id: string): Promise<ExportJob> {
  const found = await findExport(db, id)
  if (!found) throw exportNotFound()
  return found
}

/** The file as a stream of its parts. */
export async function openExport(
  deps: Pick<Deps, 'files'>,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<{ body: ReadableStream<Uint8Array>; size: number }> {
  requireRole(member, 'account.export')
  const { state, size } = await getExport(db, id)
  if (state !== 'done' || size === null) throw exportNotReady()
  const { readable, writable } = new FixedLengthStream(size)
  const sending = sendParts(deps.files, folderOf(db.accountId, id), writable)
  sending.catch((error) => logFailure('export.not_sent', error))
  return { body: readable, size }
}

async function sendParts(files: R2Bucket, folder: string, to: WritableStream): Promise<void> {
  for (let part = 0; ; part++) {
    const object = await files.get(partKey(folder, part))
    if (!object) break
    await object.body.pipeTo(to, { preventClose: true })
  }
  await to.close()
}

/** Writes the archive. Killed half-way, it is begun again. */
export async function writeExport(deps: ExportDeps, db: AccountDb, id: string): Promise<void> {
  const now = deps.clock.now()
  const job = await claimExport(db, id, now, now - STILL_MS)
  if (!job) return
  const folder = folderOf(db.accountId, id)
  await deleteParts(deps.files, folder)
  if (job.attempts > MOST_ATTEMPTS) {
    const expiresAt = now + KEPT_MS
    return changeExport(db, id, { state: 'failed', finishedAt: now, expiresAt })
  }
  const progress = await openProgress(deps, db, id)
  const size = await storeParts(deps.files, folder, zip(filesOf(deps, db, progress)))
  const finishedAt = deps.clock.now()
  const end = { state: 'done', size, finishedAt, expiresAt: finishedAt + KEPT_MS } as const
  await changeExport(db, id, { ...end, rows: progress.rows() })
}

type Progress = { add(rows: number): Promise<void>; rows(): number }

const inData = [...DATA_TABLES, ...LAST_TABLES]

async function openProgress(deps: ExportDeps, db: AccountDb, id: string): Promise<Progress> {
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

async function* filesOf(
  deps: ExportDeps,
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
  deps: ExportDeps,
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
  deps: ExportDeps,
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
    const text = await open()
    return text.startsWith('{') ? JSON.parse(text) : text
  } catch (error) {
    if (!(error instanceof SealError || error instanceof SyntaxError)) throw error
    return null
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
  yield `\ufeff${peopleHead(fields)}`
  for (let after: Row | null = null; ; ) {
    const page: Row[] = await pageRows(db, table, db.accountId, after, ROWS_PER_PAGE)
    yield page.map((row) => peopleLine(row, fields, tagNames)).join('')
    after = page.at(-1) ?? null
    if (page.length < ROWS_PER_PAGE) return
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Chunk> {
  const encoder = new TextEncoder()
  for await (const text of texts) if (text !== '') yield encoder.encode(text)
}

async function storeParts(
  files: R2Bucket,
  folder: string,
  chunks: AsyncIterable<Chunk>,
): Promise<number> {
  let size = 0
  let part = 0
  let held: Chunk[] = []
  let heldBytes = 0
  const store = async () => {
    await files.put(partKey(folder, part++), new Blob(held))
    held = []
    heldBytes = 0
  }
  for await (const chunk of chunks) {
    held.push(chunk)
    heldBytes += chunk.byteLength
    size += chunk.byteLength
    if (heldBytes >= PART_BYTES) await store()
  }
  if (heldBytes > 0) await store()
  return size
}

async function deleteParts(files: R2Bucket, folder: string): Promise<void> {
  for (;;) {
    const { objects } = await files.list({ prefix: `${folder}/`, limit: 1000 })
    if (objects.length === 0) return
    await files.delete(objects.map(({ key }) => key))
  }
}

const folderOf = (accountId: string, id: string) => `exports/${accountId}/${id}`
const partKey = (folder: string, part: number) => `${folder}/${String(part).padStart(5, '0')}`

/** Begins killed exports again, and erases files that are past their week. */
export async function sweepExports(
  deps: Pick<Deps, 'clock' | 'db' | 'files' | 'jobs'>,
): Promise<void> {
  const now = deps.clock.now()
  for (const shard of deps.db.shards) {
    const due = await listExportsDue(deps.db.shard(shard), { stillSince: now - STILL_MS, now })
    for (const { accountId, id, state } of due) {
      if (state === 'running') {
        await deps.jobs.chore({ type: 'account.export', accountId, exportId: id })
        continue
      }
      await deleteParts(deps.files, folderOf(accountId, id))
      const db = await deps.db.account(accountId, shard)
      await changeExport(db, id, { state: 'gone', size: null })
    }
  }
}
