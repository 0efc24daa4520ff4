import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { fetchMedia, uploadMedia } from '../../boundary/graph/media'
import { readMedia } from '../../boundary/graph/message-content'
import { Id } from '../../contract/common'
import type { UploadedFile } from '../../contract/messages'
import { AppError } from '../../lib/errors'
import { timeOrderedId } from '../../lib/ids'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { findConversation } from './conversation-queries'
import { conversationNotFound, fileGone, fileTooLarge, fileTypeWrong } from './errors'
import { type FileType, MOST_BYTES, MOST_FILE_BYTES, typeOf } from './file-types'
import { findById, findByWamids, listWithFiles, type MessageRow } from './queries'

type MediaDeps = Pick<Deps, 'keys' | 'clock' | 'live' | 'graph' | 'files'>
type Bytes = Uint8Array<ArrayBuffer>

/** Sealed with the account's key, under the id of the message or of the upload: in order of time. */
const keyOf = (db: AccountDb, id: string) => `media/${db.accountId}/${id}`

async function store(
  { files, keys }: MediaDeps,
  db: AccountDb,
  id: string,
  bytes: Bytes,
  metaId = '',
) {
  const sealed = await (await keys.open(db)).sealBytes('media.file', id, bytes)
  await files.put(keyOf(db, id), sealed, { customMetadata: { metaId } })
}

async function load(
  { files, keys }: MediaDeps,
  db: AccountDb,
  id: string,
): Promise<Uint8Array | null> {
  const stored = await files.get(keyOf(db, id))
  if (!stored) return null
  return (await keys.open(db)).openBytes('media.file', id, await stored.bytes())
}

/** Brings a file from Meta, which forgets it after a week. Repeatable. */
export async function keepMedia(
  deps: MediaDeps,
  db: AccountDb,
  contactId: string,
  messageId: string,
): Promise<void> {
  const row = await findById(db, contactId, messageId)
  if (row && !(await deps.files.head(keyOf(db, row.id)))) await bring(deps, db, row)
}

async function bring(deps: MediaDeps, db: AccountDb, row: MessageRow): Promise<Bytes | null> {
  const body = await bodyOf(deps, db, row)
  const media = readMedia(body)
  const number = await findNumber(db, row.numberId)
  if (!media || !number) return null
  const bytes = await withToken(deps, db, number.connectionId, (token) =>
    fetchMedia(deps.graph, token, row.numberId, media.id, MOST_FILE_BYTES),
  )
  if (bytes) await store(deps, db, row.id, bytes)
  return bytes
}

async function bodyOf({ keys }: MediaDeps, db: AccountDb, row: MessageRow) {
  const text = await (await keys.open(db)).open('messages.body', row.id, row.body)
  // Sealed by this feature from an object.
  return JSON.parse(text) as Record<string, unknown>
}

/** The file of an entry of a thread, with what it is by its content. */
export async function openFile(
  deps: MediaDeps,
  db: AccountDb,
  conversationId: string,
  key: string,
): Promise<{ bytes: Uint8Array; is: FileType | null }> {
  const place = v.is(Id, conversationId) ? await findConversation(db, conversationId) : undefined
  if (!place) throw conversationNotFound()
  const own = await findById(db, place.contactId, key)
  const row =
    own ?? (await findByWamids(db, [key])).find((one) => one.contactId === place.contactId)
  if (!row) throw fileGone()
  const body = await bodyOf(deps, db, row)
  const id = typeof body.file === 'string' ? body.file : row.id
  const bytes =
    (await load(deps, db, id)) ?? (row.direction === 'in' ? await bring(deps, db, row) : null)
  if (!bytes) throw fileGone()
  return { bytes, is: typeOf(bytes) }
}

/** Of one list; R2 deletes so many in one call. */
const FILES_AT_ONCE = 500

/** Erases the files of people, before their messages say no more which those were. Repeatable. */
export async function eraseFilesOf(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  contactIds: readonly string[],
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await listWithFiles(db, contactIds, after, FILES_AT_ONCE)
    const last = rows.at(-1)
    if (!last) return
    const account = await keys.open(db)
    const ids = rows.map(async ({ id, direction, body }) => {
      if (direction === 'in') return id
      // Sealed by this feature from an object.
      const sent = JSON.parse(await account.open('messages.body', id, body)) as { file?: unknown }
      return typeof sent.file === 'string' ? sent.file : id
    })
    await files.delete((await Promise.all(ids)).map((id) => keyOf(db, id)))
    after = last.place
  }
}

/** Takes a file that is to be sent, and gives it to Meta: by content and size what Meta takes. */
export async function takeFile(
  deps: MediaDeps,
  db: AccountDb,
  numberId: string,
  bytes: Bytes | null,
): Promise<UploadedFile> {
  if (!bytes) throw fileTooLarge(MOST_FILE_BYTES)
  const number = await findNumber(db, numberId)
  if (!number) throw new AppError('not_found', 404)
  const is = typeOf(bytes)
  if (!is || is.type === 'image/webp') throw fileTypeWrong()
  if (bytes.byteLength > MOST_BYTES[is.kind]) throw fileTooLarge(MOST_BYTES[is.kind])
  const metaId = await withToken(deps, db, number.connectionId, (token) =>
    uploadMedia(deps.graph, token, numberId, { type: is.type, bytes }),
  )
  const id = timeOrderedId(deps.clock.now())
  await store(deps, db, id, bytes, metaId)
  return { id, kind: is.kind, type: is.type, size: bytes.byteLength }
}

/** Meta's id of an upload of ours, and its kind. */
export async function findUpload(deps: MediaDeps, db: AccountDb, id: string) {
  const stored = await deps.files.head(keyOf(db, id))
  const metaId = stored?.customMetadata?.metaId
  if (!metaId) throw fileGone()
  return metaId
}
