import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { fetchMedia } from '../../boundary/graph/media'
import { readMedia } from '../../boundary/graph/message-content'
import { Id } from '../../contract/common'
import { findMergeInto } from '../contacts/merge-queries'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { findConversation } from './conversation-queries'
import { conversationNotFound, fileGone } from './errors'
import { type FileType, MOST_FILE_BYTES, typeOf } from './file-types'
import { deleteFiles, insertFile } from './media-queries'
import { findById, findByWamids, listWithFiles, type MessageRow } from './queries'
import { hasRoom, mediaFolder } from './storage-operations'

type MediaDeps = Pick<Deps, 'keys' | 'clock' | 'live' | 'graph' | 'files'>
type Bytes = Uint8Array<ArrayBuffer>

/** Sealed with the account's key, under the id of the message or of the upload: in order of time. */
const keyOf = (db: AccountDb, id: string) => mediaFolder(db) + id

/** How a file is kept: its row first, so that nothing lies in R2 that no sum knows of. */
export async function store(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  file: { id: string; bytes: Bytes; waitingSince: number | null },
  customMetadata: Record<string, string> = {},
) {
  const { id, bytes, waitingSince } = file
  await insertFile(db, { id, bytes: bytes.byteLength, waitingSince })
  const sealed = await (await keys.open(db)).sealBytes('media.file', id, bytes)
  await files.put(keyOf(db, id), sealed, { customMetadata })
}

export async function load(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  id: string,
): Promise<Bytes | null> {
  const stored = await files.get(keyOf(db, id))
  if (!stored) return null
  const bytes = await (await keys.open(db)).openBytes('media.file', id, await stored.bytes())
  return bytes.slice()
}

export const findStored = ({ files }: Pick<Deps, 'files'>, db: AccountDb, id: string) =>
  files.head(keyOf(db, id))

export async function erase({ files }: Pick<Deps, 'files'>, db: AccountDb, ids: string[]) {
  await files.delete(ids.map((id) => keyOf(db, id)))
  await deleteFiles(db, ids)
}

/** The file of a message is brought at once: Meta keeps it for a week. */
export async function orderFile(
  { jobs }: Pick<Deps, 'jobs'>,
  db: AccountDb,
  { contactId, id }: { contactId: string; id: string },
  message: Record<string, unknown>,
): Promise<void> {
  if (!readMedia(message)) return
  await jobs.chore({ type: 'media.keep', accountId: db.accountId, contactId, messageId: id })
}

/** Brings a file from Meta, which forgets it after a week. Repeatable. */
export async function keepMedia(
  deps: MediaDeps,
  db: AccountDb,
  contactId: string,
  messageId: string,
): Promise<void> {
  const find = async () =>
    (await findById(db, contactId, messageId)) ?? findMoved(db, contactId, messageId)
  const row = await find()
  if (!row || (await findStored(deps, db, row.id))) return
  await bring(deps, db, row)
  // Deleted with its person while it was on its way: nothing else would find it.
  if (!(await find())) await erase(deps, db, [row.id])
}

/** The person has become one with somebody since. */
async function findMoved(db: AccountDb, contactId: string, messageId: string) {
  const into = await findMergeInto(db, contactId)
  return into && findById(db, into.keptId, messageId)
}

async function bring(deps: MediaDeps, db: AccountDb, row: MessageRow): Promise<Bytes | null> {
  const body = await bodyOf(deps, db, row)
  const media = readMedia(body)
  const number = await findNumber(db, row.numberId)
  if (!media || !number) return null
  const bytes = await withToken(deps, db, number.connectionId, (token) =>
    fetchMedia(deps.graph, token, row.numberId, media.id, MOST_FILE_BYTES),
  )
  // Where there is no room left it is shown as long as Meta has it.
  if (bytes && (await hasRoom(db, bytes.byteLength))) {
    await store(deps, db, { id: row.id, bytes, waitingSince: null })
  }
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
  const ours = typeof body.file === 'string' ? body.file : null
  // What people send, and what is sent from the phone, Meta still has for a while.
  const bytes =
    (await load(deps, db, ours ?? row.id)) ?? (ours === null ? await bring(deps, db, row) : null)
  if (!bytes) throw fileGone()
  return { bytes, is: typeOf(bytes) }
}

/** Of one list; R2 deletes so many in one call. */
const FILES_AT_ONCE = 500

/** Erases the files of people, before their messages say no more which those were. Repeatable. */
export async function eraseFilesOf(
  deps: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  contactIds: readonly string[],
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await listWithFiles(db, contactIds, after, FILES_AT_ONCE)
    const last = rows.at(-1)
    if (!last) return
    const account = await deps.keys.open(db)
    const ids = rows.map(async ({ id, direction, body }) => {
      if (direction === 'in') return id
      // Sealed by this feature from an object.
      const sent = JSON.parse(await account.open('messages.body', id, body)) as { file?: unknown }
      return typeof sent.file === 'string' ? sent.file : id
    })
    await erase(deps, db, await Promise.all(ids))
    after = last.place
  }
}
