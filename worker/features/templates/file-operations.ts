import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { UploadFile } from '../../boundary/graph/uploads'
import { Id } from '../../contract/common'
import {
  HEADER_FILE_BYTES,
  HEADER_FILE_TYPES,
  HEADER_FORMATS,
  type HeaderFile,
  type HeaderFormat,
} from '../../contract/template-drafts'
import { timeOrderedId } from '../../lib/ids'
import { DAY_MS } from '../../lib/time'
import { fileMissing, fileTooLarge, fileTypeWrong } from './errors'
import { listUsedFiles } from './file-queries'

const folderOf = (db: AccountDb) => `templates/${db.accountId}/`
const keyOf = (db: AccountDb, id: string) => folderOf(db) + id

const MB = 1024 * 1024
export const MOST_FILE_BYTES = Math.max(...Object.values(HEADER_FILE_BYTES))

/** How files of each type begin: the name and the type that a browser says are not believed. */
const HEADS: [string, (head: Uint8Array) => boolean][] = [
  ['image/jpeg', (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff],
  ['image/png', (head) => textAt(head, 1, 3) === 'PNG'],
  ['application/pdf', (head) => textAt(head, 0, 5) === '%PDF-'],
  ['video/mp4', (head) => textAt(head, 4, 4) === 'ftyp'],
]

const textAt = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length))

/** Keeps the sample of a header until its template goes to Meta, and for copies after that. */
export async function storeHeaderFile(
  { files, clock }: Pick<Deps, 'files' | 'clock'>,
  db: AccountDb,
  name: string,
  bytes: Uint8Array<ArrayBuffer> | null,
): Promise<HeaderFile> {
  if (!bytes) throw fileTooLarge(MOST_FILE_BYTES / MB)
  const type = HEADS.find(([, isIt]) => isIt(bytes))?.[0]
  const format = HEADER_FORMATS.find((one) => type && HEADER_FILE_TYPES[one].includes(type))
  if (!type || !format) throw fileTypeWrong()
  if (bytes.byteLength > HEADER_FILE_BYTES[format]) throw fileTooLarge(mbOf(format))
  const id = timeOrderedId(clock.now())
  await files.put(keyOf(db, id), bytes, {
    httpMetadata: { contentType: type },
    customMetadata: { name: encodeURIComponent(name) },
  })
  // Its kind of file is one of the four that HEADS knows, which is what the contract names.
  return { id, name, type: type as HeaderFile['type'], size: bytes.byteLength }
}

const mbOf = (format: HeaderFormat) => HEADER_FILE_BYTES[format] / MB

export async function openHeaderFile(
  { files }: Pick<Deps, 'files'>,
  db: AccountDb,
  id: string,
): Promise<{ body: ReadableStream; type: string }> {
  const found = v.is(Id, id) ? await files.get(keyOf(db, id)) : null
  if (!found) throw fileMissing()
  return { body: found.body, type: found.httpMetadata?.contentType ?? 'application/octet-stream' }
}

/** The same as Meta's upload wants it: from wherever it broke off. */
export const toUpload = (
  { files }: Pick<Deps, 'files'>,
  db: AccountDb,
  { id, name, type, size }: HeaderFile,
): UploadFile => ({
  name,
  type,
  size,
  from: async (offset) => {
    const found = await files.get(keyOf(db, id), { range: { offset } })
    return found?.body ?? null
  },
})

/** An open page may hold a draft that was not saved since. */
const UNUSED_MS = 7 * DAY_MS

/** Erases samples that no template and no draft has any more. */
export async function eraseUnusedFiles(
  { files, clock }: Pick<Deps, 'files' | 'clock'>,
  db: AccountDb,
): Promise<void> {
  const oldest = clock.now() - UNUSED_MS
  const prefix = folderOf(db)
  for (let cursor: string | undefined; ; ) {
    const page = await files.list({ prefix, ...(cursor && { cursor }) })
    const old = page.objects.filter(({ uploaded }) => uploaded.getTime() < oldest)
    if (old.length > 0) {
      const used = await listUsedFiles(db)
      const unused = old.filter(({ key }) => !used.has(key.slice(prefix.length)))
      if (unused.length > 0) await files.delete(unused.map(({ key }) => key))
    }
    if (!page.truncated) return
    cursor = page.cursor
  }
}
