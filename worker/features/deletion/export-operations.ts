import { EXPORTS_PREFIX } from '../../boundary/crypto/sealed-fields'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { CodeSent } from '../../contract/auth'
import { timeOrderedId } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { zip } from '../../lib/zip'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { askFresh, proveFresh, tellOwners } from '../accounts/fresh-operations'
import { requireRole } from '../accounts/roles'
import type { Visitor } from '../accounts/visitor'
import { findUnknownFiles } from '../inbox/storage-operations'
import { exportNotFound, exportNotReady, exportRunning } from './errors'
import { filesOf, openProgress } from './export-content-operations'
import {
  changeExport,
  claimExport,
  type ExportJob,
  findExport,
  findRunningExport,
  insertExport,
  listExports,
  listExportsDue,
} from './export-queries'
import { exportCodeMail, exportNoticeMail } from './mails'

type ExportDeps = Pick<Deps, 'clock' | 'db' | 'files' | 'keys' | 'live'>
type Chunk = Uint8Array

const KEPT_MS = 7 * DAY_MS
/** An export that wrote nothing for so long was killed: it is begun again. */
const STILL_MS = 5 * MINUTE_MS
const MOST_ATTEMPTS = 3
/** Parts of the file lie in R2 one by one, so that a killed export leaves nothing unfinished there. */
const PART_BYTES = 8 * 1024 * 1024

/** A code first: a session alone must not carry everything away. */
export async function askToExport(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
): Promise<CodeSent> {
  requireRole(member, 'account.export')
  return askFresh(deps, visitor, member, 'export_account', exportCodeMail)
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

/** With its size: what is not done, or gone again, can't be taken. */
export async function getDoneExport(
  db: AccountDb,
  id: string,
): Promise<ExportJob & { size: number }> {
  const { state, size, ...job } = await getExport(db, id)
  if (state !== 'done' || size === null) throw exportNotReady()
  return { ...job, state, size }
}

async function getExport(db: AccountDb, id: string): Promise<ExportJob> {
  const found = await findExport(db, id)
  if (!found) throw exportNotFound()
  return found
}

/** The file as a stream of its parts. */
export async function openExport(
  deps: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<{ body: ReadableStream<Uint8Array>; size: number }> {
  requireRole(member, 'account.export')
  const { size } = await getDoneExport(db, id)
  const { readable, writable } = new FixedLengthStream(size)
  const sending = sendParts(deps, db, id, writable)
  sending.catch((error) => logFailure('export.not_sent', error))
  return { body: readable, size }
}

/** Each part is opened whole before any of it leaves: its tag stands at its end. */
async function sendParts(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  id: string,
  to: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = to.getWriter()
  try {
    for (let part = 0; ; part++) {
      const object = await files.get(folderOf(db.accountId, id) + nameOf(part))
      if (!object) break
      // Asked for anew each time: a rotation may change keys while somebody downloads.
      const opened = await keys.open(db)
      const rowId = id + nameOf(part)
      await writer.write(await opened.openBytes('exports.part', rowId, await object.bytes()))
    }
    await writer.close()
  } catch (error) {
    await writer.abort(error)
    throw error
  }
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
  await findUnknownFiles(deps, db)
  const progress = await openProgress(deps, db, id)
  const size = await storeParts(deps, db, id, zip(filesOf(deps, db, progress)))
  const finishedAt = deps.clock.now()
  const end = { state: 'done', size, finishedAt, expiresAt: finishedAt + KEPT_MS } as const
  await changeExport(db, id, { ...end, rows: progress.rows() })
}

/** The parts lie sealed: message texts are in them. */
async function storeParts(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  id: string,
  chunks: AsyncIterable<Chunk>,
): Promise<number> {
  let size = 0
  let part = 0
  let held: Chunk[] = []
  let heldBytes = 0
  const store = async () => {
    const name = nameOf(part++)
    const plain = await new Blob(held).bytes()
    const sealed = await (await keys.open(db)).sealBytes('exports.part', id + name, plain)
    await files.put(folderOf(db.accountId, id) + name, sealed)
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

const folderOf = (accountId: string, id: string) => `${EXPORTS_PREFIX}/${accountId}/${id}`
const nameOf = (part: number) => `/${String(part).padStart(5, '0')}`

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
