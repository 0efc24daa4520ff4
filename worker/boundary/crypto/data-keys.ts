import { sql } from 'drizzle-orm'
import { base64Url, bytesFromBase64Url, randomId } from '../../lib/ids'
import type { Secret } from '../../lib/secret'
import { MINUTE_MS } from '../../lib/time'
import type { AccountDb } from '../db'
import { keyIdOf, lengthPrefixed, open, SealError, seal } from './sealing'

/**
 * One data key per account. Its halves, each wrapped by the key-encryption key, lie in D1 and in R2;
 * both are needed: key = HKDF(half in D1 XOR half in R2). D1 can be restored to any minute of the last
 * 30 days, R2 cannot: destroying the R2 half makes every sealed value unreadable, backups included.
 */
export type AccountKeys = {
  seal(field: SealedField, rowId: string, plain: string): Promise<string>
  open(field: SealedField, rowId: string, sealed: string): Promise<string>
}

/** `table.column` of everything that is sealed; part of what a value is bound to. */
export type SealedField =
  | 'connections.token'
  | 'idempotency_keys.body'
  | 'messages.body'
  | 'recipients.sealed_params'
  | 'outbox.body'
  | 'raw.body'

export type KeyStore = {
  /** Makes an account's first key: the R2 half first, so that a D1 half never stands alone. */
  create(db: AccountDb, now: number): Promise<void>
  open(db: AccountDb): Promise<AccountKeys>
}

const HALF_BYTES = 32
const CACHE_MS = MINUTE_MS
/** Opened keys an isolate holds at once. */
const CACHE_SIZE = 200

type Cached = { key: CryptoKey; expiresAt: number }
/** The only mutable module state: opened keys, by account and key id, for a minute at most. */
const cache = new Map<string, Cached>()

export const halfObjectKey = (accountId: string, keyId: string) => `keys/${accountId}/${keyId}`

export function openKeyStore(files: R2Bucket, keks: Map<string, Secret>, kekId: string): KeyStore {
  const kek = async (id: string) => {
    const secret = keks.get(id)
    if (!secret) throw new SealError(`the key-encryption key ${id} is not configured`)
    const bytes = Uint8Array.from(atob(secret.reveal()), (char) => char.charCodeAt(0))
    return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  }

  const create = async (db: AccountDb, now: number) => {
    const keyId = randomId()
    const wrapping = await kek(kekId)
    const wrapHalf = () =>
      wrap(wrapping, db.accountId, kekId, crypto.getRandomValues(new Uint8Array(HALF_BYTES)))
    await files.put(halfObjectKey(db.accountId, keyId), await wrapHalf())
    await db.run(sql`
      INSERT INTO data_keys (account_id, id, kek_id, half, created_at)
      VALUES (${db.accountId}, ${keyId}, ${kekId}, ${await wrapHalf()}, ${now})`)
  }

  const unwrapKey = async (accountId: string, row: KeyRow) => {
    const stored = await files.get(halfObjectKey(accountId, row.id))
    if (!stored) throw new SealError('the data key was destroyed')
    const wrapping = await kek(row.kek_id)
    const texts = [row.half, await stored.text()] as const
    const halves = await Promise.all([
      unwrap(wrapping, accountId, row.kek_id, texts[0]),
      unwrap(wrapping, accountId, row.kek_id, texts[1]),
    ])
    return deriveKey(accountId, row.id, ...halves)
  }

  const keyFor = async (accountId: string, row: KeyRow) => {
    const name = `${accountId}/${row.id}`
    const found = cache.get(name)
    if (found && found.expiresAt > Date.now()) return found.key
    // Shared only once it is there: a promise of a request that is cut off never settles for others.
    const key = await unwrapKey(accountId, row)
    if (cache.size >= CACHE_SIZE) cache.clear()
    cache.set(name, { key, expiresAt: Date.now() + CACHE_MS })
    return key
  }

  return {
    create,
    open: async (db) => {
      const { accountId } = db
      const rows = await db.all<KeyRow>(sql`
        SELECT k.id, k.kek_id, k.half FROM data_keys AS k
        JOIN tenants AS t ON t.account_id = k.account_id AND t.state = 'active'
        WHERE k.account_id = ${accountId} ORDER BY k.created_at DESC, k.id`)
      const newest = rows[0]
      if (!newest) {
        for (const name of cache.keys()) if (name.startsWith(`${accountId}/`)) cache.delete(name)
        throw new SealError('the account has no usable data key')
      }
      return {
        seal: async (field, rowId, plain) =>
          seal(
            await keyFor(accountId, newest),
            { accountId, field, rowId, keyId: newest.id },
            plain,
          ),
        open: async (field, rowId, sealed) => {
          const row = rows.find(({ id }) => id === keyIdOf(sealed))
          if (!row) throw new SealError('sealed with a key that is gone')
          return open(
            await keyFor(accountId, row),
            { accountId, field, rowId, keyId: row.id },
            sealed,
          )
        },
      }
    },
  }
}

type KeyRow = { id: string; kek_id: string; half: string }

const wrapParameters = (iv: Uint8Array<ArrayBuffer>, accountId: string, kekId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: lengthPrefixed(['proconnect', 'v1', 'dek', accountId, kekId]),
  tagLength: 128,
})

async function wrap(
  kek: CryptoKey,
  accountId: string,
  kekId: string,
  half: Uint8Array<ArrayBuffer>,
) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const wrapped = await crypto.subtle.encrypt(wrapParameters(iv, accountId, kekId), kek, half)
  return `${base64Url(iv)}.${base64Url(new Uint8Array(wrapped))}`
}

async function unwrap(kek: CryptoKey, accountId: string, kekId: string, text: string) {
  const [iv, wrapped] = text.split('.').map((part) => bytesFromBase64Url(part))
  if (!iv || !wrapped) throw new SealError('a data key half is damaged')
  try {
    const half = await crypto.subtle.decrypt(wrapParameters(iv, accountId, kekId), kek, wrapped)
    return new Uint8Array(half)
  } catch {
    throw new SealError('a data key half cannot be unwrapped')
  }
}

async function deriveKey(accountId: string, keyId: string, a: Uint8Array, b: Uint8Array) {
  const joined = Uint8Array.from(a, (byte, at) => byte ^ (b[at] ?? 0))
  const material = await crypto.subtle.importKey('raw', joined, 'HKDF', false, ['deriveKey'])
  const info = lengthPrefixed(['proconnect', 'v1', 'data', accountId, keyId])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
  const use = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(derivation, material, use, false, ['encrypt', 'decrypt'])
}
