import { sha256Hex } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { AppError } from '../../lib/errors'
import { MINUTE_MS } from '../../lib/time'
import { claimStaleKey, deleteKey, findKey, insertKey, storeAnswer } from './idempotency-queries'

/** No request works this long; one that never answered was cut off with its worker. */
const STALE_MS = 2 * MINUTE_MS

/** What was asked, as far as two requests with one key must agree: by whom, where and with what. */
export type AskedRequest = { userId: string; path: string; body: string }

/** Null where there is no body. An answer that holds a secret is not kept: it is shown once. */
export type KeptAnswer = { status: number; body: string | null } | 'shown_once'

/** Stored in place of such an answer's status; only successes are kept, so it can't be one. */
const SHOWN_ONCE = 409

/** Null: nobody asked with this key before, the caller goes on. Otherwise the answer given then. */
export async function beginOnce(
  deps: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  key: string,
  { userId, path, body }: AskedRequest,
): Promise<KeptAnswer | null> {
  const now = deps.clock.now()
  const requestHash = await sha256Hex(JSON.stringify([userId, path, body]))
  if (await insertKey(db, key, requestHash, now)) return null

  const first = await findKey(db, key)
  if (!first) throw new AppError('request.in_progress', 409)
  if (first.requestHash !== requestHash) throw new AppError('request.key_reused', 409)
  if (first.status === null) {
    if (await claimStaleKey(db, key, now - STALE_MS, now)) return null
    throw new AppError('request.in_progress', 409)
  }
  if (first.status === SHOWN_ONCE) return 'shown_once'
  if (first.body === null) return { status: first.status, body: null }
  const keys = await deps.keys.open(db)
  return {
    status: first.status,
    body: await keys.open('idempotency_keys.body', key, first.body),
  }
}

/** Keeps the answer for a repeat of the request; sealed, since answers quote messages and people. */
export async function keepAnswer(
  deps: Pick<Deps, 'keys'>,
  db: AccountDb,
  key: string,
  answer: KeptAnswer,
): Promise<void> {
  if (answer === 'shown_once') {
    await storeAnswer(db, key, SHOWN_ONCE, null)
    return
  }
  const { status, body } = answer
  const sealed = body && (await (await deps.keys.open(db)).seal('idempotency_keys.body', key, body))
  await storeAnswer(db, key, status, sealed || null)
}

/** A refused or failed request changed nothing: the key is free for another try. */
export async function forgetKey(db: AccountDb, key: string): Promise<void> {
  await deleteKey(db, key)
}
