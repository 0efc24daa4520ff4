// Files of conversations, beside the archive of an export: packed while somebody downloads, because
// ten gigabytes are more than one run of a worker can seal a second time.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { FilesPart } from '../../contract/deletion'
import { firstIdAt } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { type ZipFile, zip } from '../../lib/zip'
import { requireRole } from '../accounts/roles'
import { typeOf } from '../inbox/file-types'
import { load } from '../inbox/media-operations'
import { listFileIds, listParts } from '../inbox/media-queries'
import { getDoneExport } from './export-operations'

/** A request may open 1,000 objects, and compute for 30 seconds. */
const PART_BYTES = 200_000_000
const MOST_FILES = 500
const LIMITS = { partBytes: PART_BYTES, leastBytes: PART_BYTES / MOST_FILES }

/** The archives of files that belong to an export: of what was there when it was ordered. */
export async function viewFilesParts(
  db: AccountDb,
  member: Member,
  exportId: string,
): Promise<FilesPart[]> {
  requireRole(member, 'account.export')
  const { createdAt } = await getDoneExport(db, exportId)
  return listParts(db, firstIdAt(createdAt), LIMITS)
}

export async function openFilesPart(
  deps: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  member: Member,
  exportId: string,
  { from, to }: { from: string; to: string },
): Promise<ReadableStream<Uint8Array>> {
  requireRole(member, 'account.export')
  await getDoneExport(db, exportId)
  const ids = await listFileIds(db, { from, to, most: MOST_FILES + 1 })
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const sending = send(zip(filesOf(deps, db, ids)), writable)
  sending.catch((error) => logFailure('export.not_sent', error))
  return readable
}

async function* filesOf(
  deps: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  ids: string[],
): AsyncGenerator<ZipFile> {
  for (const id of ids) {
    const bytes = await load(deps, db, id)
    // Erased since the list was made, with its message.
    if (!bytes) continue
    const ending = typeOf(bytes)?.ending ?? 'bin'
    yield { name: `files/${id}.${ending}`, chunks: whole(bytes) }
  }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function send(chunks: AsyncIterable<Uint8Array>, to: WritableStream<Uint8Array>) {
  const writer = to.getWriter()
  try {
    for await (const chunk of chunks) await writer.write(chunk)
    await writer.close()
  } catch (error) {
    await writer.abort(error)
    throw error
  }
}
