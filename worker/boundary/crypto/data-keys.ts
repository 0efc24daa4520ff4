import { sql } from 'drizzle-orm'
import { randomId } from '../../lib/ids'
import { MINUTE_MS } from '../../lib/time'
import type { AccountDb } from '../db'
import type { SealedField } from './sealed-fields'
import { keyIdOf, keyIdOfBytes, open, openBytes, SealError, seal, sealBytes } from './sealing'
import { openServiceSeal, type ServiceSeal } from './service-seal'
import { deriveDataKey, type Keks, kekIdOf, unwrap, wrap } from './wrapping'

/**
 * One data key per account. Its halves, each wrapped by the key-encryption key, lie in D1 and in R2;
 * both are needed: key = HKDF(half in D1 XOR half in R2). D1 can be restored to any minute of the last
 * 30 days, R2 cannot: destroying the R2 half makes every sealed value unreadable, backups included.
 */
export type AccountKeys = {
  /** The key that seals from now on. */
  currentId: string
  seal(field: SealedField, rowId: string, plain: string): Promise<string>
  open(field: SealedField, rowId: string, sealed: string): Promise<string>
  /** The same for whole files. */
  sealBytes(field: SealedField, rowId: string, plain: Uint8Array): Promise<Blob>
  openBytes(field: SealedField, rowId: string, sealed: Uint8Array): Promise<Uint8Array>
}

export type KeyStore = {
  /** Makes a key that seals from now on: the R2 half first, so that a D1 half never stands alone. */
  create(db: AccountDb, now: number): Promise<void>
  /** The keys of an active account; of any other one they stay shut. */
  open(db: AccountDb): Promise<AccountKeys>
  /** Also of an account that is closed: to give its access at Meta back, and for nothing else. */
  openToEnd(db: AccountDb): Promise<AccountKeys>
  /** Wraps a key's halves with the current key-encryption key; the key itself stays. Repeatable. */
  rewrap(db: AccountDb, keyId: string): Promise<void>
  /** Destroys a key and with it all that it sealed, in restore points too. Repeatable. */
  destroy(db: AccountDb, keyId: string): Promise<void>
  keks: Keks
  ofService: ServiceSeal
}

const HALF_BYTES = 32
const CACHE_MS = MINUTE_MS
/** Opened keys an isolate holds at once. */
const CACHE_SIZE = 200

type Cached = { key: CryptoKey; expiresAt: number }
/** The only mutable module state: opened keys, by account and key id, for a minute at most. */
const cache = new Map<string, Cached>()

type KeyRow = { id: string; half: string }

export const halfObjectKey = (accountId: string, keyId: string) => `keys/${accountId}/${keyId}`

export function openKeyStore(files: R2Bucket, keks: Keks): KeyStore {
  const readHalf = async (accountId: string, keyId: string) => {
    const stored = await files.get(halfObjectKey(accountId, keyId))
    if (!stored) throw new SealError('the data key was destroyed')
    return stored.text()
  }

  const keyFor = async (accountId: string, row: KeyRow) => {
    const name = `${accountId}/${row.id}`
    const found = cache.get(name)
    if (found && found.expiresAt > Date.now()) return found.key
    const texts = [row.half, await readHalf(accountId, row.id)]
    const [a, b] = await Promise.all(texts.map((text) => unwrap(keks, accountId, text)))
    if (!a || !b) throw new SealError('a data key half is damaged')
    // Shared only once it is there: a promise of a request that is cut off never settles for others.
    const key = await deriveDataKey(accountId, row.id, a, b)
    if (cache.size >= CACHE_SIZE) cache.clear()
    cache.set(name, { key, expiresAt: Date.now() + CACHE_MS })
    return key
  }

  const keysFrom = (accountId: string, rows: KeyRow[]): AccountKeys => {
    const newest = rows[0]
    if (!newest) {
      for (const name of cache.keys()) if (name.startsWith(`${accountId}/`)) cache.delete(name)
      throw new SealError('the account has no usable data key')
    }
    const rowOf = (keyId: string) => {
      const row = rows.find(({ id }) => id === keyId)
      if (!row) throw new SealError('sealed with a key that is gone')
      return row
    }
    const at = (row: KeyRow, field: SealedField, rowId: string) => ({
      ...{ accountId, field, rowId },
      keyId: row.id,
    })
    return {
      currentId: newest.id,
      seal: async (field, rowId, plain) =>
        seal(await keyFor(accountId, newest), at(newest, field, rowId), plain),
      open: async (field, rowId, sealed) => {
        const row = rowOf(keyIdOf(sealed))
        return open(await keyFor(accountId, row), at(row, field, rowId), sealed)
      },
      sealBytes: async (field, rowId, plain) =>
        sealBytes(await keyFor(accountId, newest), at(newest, field, rowId), plain),
      openBytes: async (field, rowId, sealed) => {
        const row = rowOf(keyIdOfBytes(sealed))
        return openBytes(await keyFor(accountId, row), at(row, field, rowId), sealed)
      },
    }
  }

  return {
    keks,
    ofService: openServiceSeal(keks),
    create: async (db, now) => {
      const keyId = randomId()
      const wrapHalf = () =>
        wrap(keks, db.accountId, crypto.getRandomValues(new Uint8Array(HALF_BYTES)))
      await files.put(halfObjectKey(db.accountId, keyId), await wrapHalf())
      await db.run(sql`
        INSERT INTO data_keys (account_id, id, kek_id, half, created_at)
        VALUES (${db.accountId}, ${keyId}, ${keks.current}, ${await wrapHalf()}, ${now})`)
    },
    open: async (db) =>
      keysFrom(
        db.accountId,
        await db.all<KeyRow>(sql`
          SELECT k.id, k.half FROM data_keys AS k
          JOIN tenants AS t ON t.account_id = k.account_id AND t.state = 'active'
          WHERE k.account_id = ${db.accountId} ORDER BY k.created_at DESC, k.id`),
      ),
    openToEnd: async (db) =>
      keysFrom(
        db.accountId,
        await db.all<KeyRow>(sql`
          SELECT id, half FROM data_keys WHERE account_id = ${db.accountId}
          ORDER BY created_at DESC, id`),
      ),
    rewrap: async (db, keyId) => {
      const { accountId } = db
      const row = await db.get<KeyRow | undefined>(sql`
        SELECT id, half FROM data_keys WHERE account_id = ${accountId} AND id = ${keyId}`)
      if (!row) return
      const again = async (text: string) =>
        wrap(keks, accountId, await unwrap(keks, accountId, text))
      // Each half names its own key-encryption key, so a stop in between leaves both readable.
      const inFiles = await readHalf(accountId, keyId)
      if (kekIdOf(inFiles) !== keks.current) {
        await files.put(halfObjectKey(accountId, keyId), await again(inFiles))
      }
      await db.run(sql`
        UPDATE data_keys SET half = ${await again(row.half)}, kek_id = ${keks.current}
        WHERE account_id = ${accountId} AND id = ${keyId}`)
    },
    destroy: async (db, keyId) => {
      await files.delete(halfObjectKey(db.accountId, keyId))
      await db.run(sql`
        DELETE FROM data_keys WHERE account_id = ${db.accountId} AND id = ${keyId}`)
      cache.delete(`${db.accountId}/${keyId}`)
    },
  }
}
