import type { AccountKeys } from '../../boundary/crypto/data-keys'
import {
  SEALED_BYTES_PREFIXES,
  SEALED_COLUMNS,
  type SealedColumn,
  type SealedField,
} from '../../boundary/crypto/sealed-fields'
import { keyIdOfBytes, SealError } from '../../boundary/crypto/sealing'
import type { AccountDb } from '../../boundary/db'
import { inPieces } from '../../lib/lists'
import { log } from '../../lib/log'
import { MINUTE_MS } from '../../lib/time'
import { recordAudit } from './audit-operations'
import { type KeyDeps, SLICE_MS } from './key-operations'
import { findRotation, type Rotation, saveRotation } from './key-queries'
import { listSealedRows, storeResealed } from './reseal-queries'
import type { Walk } from './tables'

/**
 * How long somebody who opened the keys before the new one was made may still seal with the old one: a
 * queue consumer lives for fifteen minutes at most.
 */
const SETTLE_MS = 20 * MINUTE_MS
const ROWS_PER_STATEMENT = 500
const UPDATES_PER_BATCH = 50
/** Files may hold megabytes each. */
const FILES_PER_PAGE = 10

/** The places that a walk visits, in order. */
type Stop = { name: string } & (
  | { column: SealedColumn; field: SealedField }
  | { prefix: string; field: SealedField }
)
const STOPS: Stop[] = [
  // Object.entries forgets which keys its object has.
  ...(Object.entries(SEALED_COLUMNS) as [SealedField, SealedColumn][]).map(([field, column]) => ({
    name: field,
    field,
    column,
  })),
  // The same of this one.
  ...(Object.entries(SEALED_BYTES_PREFIXES) as [string, SealedField][]).map(([prefix, field]) => ({
    name: `${prefix}/`,
    prefix,
    field,
  })),
]

/**
 * One slice of sealing anew what an old key sealed. A walk that began after everybody had let go of the
 * old key and found nothing under it ends the rotation: only then is the key destroyed. Repeatable.
 * Answers whether there is more to do at once.
 */
export async function resealSlice(
  deps: KeyDeps,
  db: AccountDb,
  keyId: string,
): Promise<'more' | 'later' | 'finished'> {
  const rotation = await findRotation(db, keyId)
  if (!rotation || rotation.finishedAt !== null) return 'finished'
  const keys = await deps.keys.open(db)
  if (keys.currentId === keyId) throw new Error('the key in use cannot be retired')

  const until = deps.clock.now() + SLICE_MS
  let walk = rotation.cursor ?? beginWalk(deps.clock.now())
  let { resealed } = rotation
  while (walk.stop < STOPS.length) {
    const stop = STOPS[walk.stop]
    if (!stop) break
    const page =
      'prefix' in stop
        ? await resealFiles(deps, db, keys, keyId, stop, walk.after)
        : await resealRows(db, keys, keyId, stop, walk.after)
    resealed += page.resealed
    walk = {
      ...walk,
      stop: page.after === null ? walk.stop + 1 : walk.stop,
      after: page.after,
      found: walk.found + page.resealed,
      unreadable: walk.unreadable + page.unreadable,
    }
    const now = deps.clock.now()
    await saveRotation(db, keyId, { field: stop.name, cursor: walk, resealed, updatedAt: now })
    if (now > until) return 'more'
  }
  return endWalk(deps, db, rotation, walk)
}

const beginWalk = (now: number): Walk => ({
  stop: 0,
  after: null,
  startedAt: now,
  found: 0,
  unreadable: 0,
})

async function endWalk(
  deps: KeyDeps,
  db: AccountDb,
  { keyId, startedAt }: Rotation,
  walk: Walk,
): Promise<'later' | 'finished'> {
  const now = deps.clock.now()
  const isSettled = walk.startedAt >= startedAt + SETTLE_MS
  if (!isSettled || walk.found > 0) {
    // The sweep comes back; what was found last time may have had a late companion.
    if (now >= startedAt + SETTLE_MS) {
      await saveRotation(db, keyId, { cursor: beginWalk(now), updatedAt: now })
    }
    return 'later'
  }
  if (walk.unreadable > 0) {
    // A value that does not open is kept as it is, and its key too: a person has to look.
    log('keys.values_unreadable', { unreadable: walk.unreadable })
    await saveRotation(db, keyId, { cursor: beginWalk(now), updatedAt: now })
    return 'later'
  }
  await deps.keys.destroy(db, keyId)
  await saveRotation(db, keyId, { field: null, cursor: null, updatedAt: now, finishedAt: now })
  await recordAudit(db, deps.clock, {
    actor: 'system',
    action: 'keys.rotation_finished',
    target: `account:${db.accountId}`,
  })
  return 'finished'
}

/** `after` is where the next page begins; null at the end of this stop. */
type Page = { resealed: number; unreadable: number; after: Walk['after'] }

async function resealRows(
  db: AccountDb,
  keys: AccountKeys,
  keyId: string,
  { column, field }: { column: SealedColumn; field: SealedField },
  after: Walk['after'],
): Promise<Page> {
  // Rows' cursors are lists, files' are text.
  const from = Array.isArray(after) ? after : null
  const rows = await listSealedRows(db, column, from, ROWS_PER_STATEMENT)
  const changes: Parameters<typeof storeResealed>[2] = []
  let unreadable = 0
  for (const row of rows) {
    if (row.sealed === null || !isUnder(row.sealed, keyId)) continue
    const sealed = await reseal(keys, field, column.rowIdOf(row.keys), row.sealed)
    if (sealed === null) unreadable++
    else changes.push({ keys: row.keys, old: row.sealed, sealed })
  }
  for (const piece of inPieces(changes, UPDATES_PER_BATCH)) await storeResealed(db, column, piece)
  const isEnd = rows.length < ROWS_PER_STATEMENT
  return { resealed: changes.length, unreadable, after: isEnd ? null : (rows.at(-1)?.keys ?? null) }
}

async function resealFiles(
  { files }: KeyDeps,
  db: AccountDb,
  keys: AccountKeys,
  keyId: string,
  { prefix, field }: { prefix: string; field: SealedField },
  after: Walk['after'],
): Promise<Page> {
  const folder = `${prefix}/${db.accountId}/`
  const page = await files.list({
    prefix: folder,
    limit: FILES_PER_PAGE,
    ...(typeof after === 'string' && { startAfter: after }),
  })
  let [resealed, unreadable] = [0, 0]
  for (const { key } of page.objects) {
    const stored = await files.get(key)
    if (!stored) continue
    const sealed = await bytesAgain(keys, keyId, { field, name: key.slice(folder.length) }, stored)
    if (sealed === 'unreadable') unreadable++
    else if (sealed !== 'other_key') {
      // Whatever erased or replaced it meanwhile wins.
      await files.put(key, sealed, { onlyIf: { etagMatches: stored.etag } })
      resealed++
    }
  }
  const isEnd = !page.truncated
  return { resealed, unreadable, after: isEnd ? null : (page.objects.at(-1)?.key ?? null) }
}

/** A file sealed anew; it is bound to its name behind the account's id. */
async function bytesAgain(
  keys: AccountKeys,
  keyId: string,
  { field, name }: { field: SealedField; name: string },
  stored: R2ObjectBody,
): Promise<Blob | 'unreadable' | 'other_key'> {
  const bytes = await stored.bytes()
  try {
    if (keyIdOfBytes(bytes) !== keyId) return 'other_key'
    return await keys.sealBytes(field, name, await keys.openBytes(field, name, bytes))
  } catch (error) {
    if (error instanceof SealError) return 'unreadable'
    throw error
  }
}

const isUnder = (sealed: string, keyId: string) => sealed.startsWith(`v1.${keyId}.`)

/** Null where the value does not open. */
async function reseal(
  keys: AccountKeys,
  field: SealedField,
  rowId: string,
  sealed: string,
): Promise<string | null> {
  try {
    return await keys.seal(field, rowId, await keys.open(field, rowId, sealed))
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}
