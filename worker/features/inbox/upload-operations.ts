import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { uploadMedia } from '../../boundary/graph/media'
import type { UploadedFile } from '../../contract/messages'
import { AppError } from '../../lib/errors'
import { timeOrderedId } from '../../lib/ids'
import { DAY_MS } from '../../lib/time'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { fileGone, fileTooLarge, fileTypeWrong, storageFull } from './errors'
import { canBeVoice, MOST_BYTES, MOST_FILE_BYTES, typeOf } from './file-types'
import { erase, findStored, store } from './media-operations'
import { listAbandoned } from './media-queries'
import { hasRoom, MOST_STORED_GB } from './storage-operations'

type UploadDeps = Pick<Deps, 'keys' | 'clock' | 'live' | 'graph' | 'files'>

/** Takes a file that is to be sent, and gives it to Meta: by content and size what Meta takes. */
export async function takeFile(
  deps: UploadDeps,
  db: AccountDb,
  numberId: string,
  bytes: Uint8Array<ArrayBuffer> | null,
): Promise<UploadedFile> {
  if (!bytes) throw fileTooLarge(MOST_FILE_BYTES)
  const number = await findNumber(db, numberId)
  if (!number) throw new AppError('not_found', 404)
  const is = typeOf(bytes)
  if (!is || is.type === 'image/webp') throw fileTypeWrong()
  if (bytes.byteLength > MOST_BYTES[is.kind]) throw fileTooLarge(MOST_BYTES[is.kind])
  if (!(await hasRoom(db, bytes.byteLength))) throw storageFull(MOST_STORED_GB)
  const metaId = await withToken(deps, db, number.connectionId, (token) =>
    uploadMedia(deps.graph, token, numberId, { type: is.type, bytes }),
  )
  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const isVoice = canBeVoice(bytes)
  await store(
    deps,
    db,
    { id, bytes, waitingSince: now },
    { metaId, ...(isVoice && { voice: 'yes' }) },
  )
  return { id, kind: is.kind, type: is.type, size: bytes.byteLength, canBeVoice: isVoice }
}

/** An upload of ours, as Meta knows it. */
export async function findUpload(
  deps: Pick<Deps, 'files'>,
  db: AccountDb,
  id: string,
): Promise<{ metaId: string; canBeVoice: boolean }> {
  const { metaId, voice } = (await findStored(deps, db, id))?.customMetadata ?? {}
  if (!metaId) throw fileGone()
  return { metaId, canBeVoice: voice === 'yes' }
}

const WAITS_MS = DAY_MS
const AT_ONCE = 100

/** Erases what was chosen and never sent. */
export async function eraseAbandoned(deps: Pick<Deps, 'clock' | 'db' | 'files'>): Promise<void> {
  const before = deps.clock.now() - WAITS_MS
  for (const shard of deps.db.shards) {
    for (const { accountId, id } of await listAbandoned(deps.db.shard(shard), before, AT_ONCE)) {
      await erase(deps, await deps.db.account(accountId, shard), [id])
    }
  }
}
