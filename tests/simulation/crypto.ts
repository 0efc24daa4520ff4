import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import type { Random } from './random'

/**
 * The part of WebCrypto that the product uses, answered at once instead of from a pool of threads: the
 * order of answers would be the machine's, not the seed's. Random bytes come from the seed too.
 */
type Key = { name: string; bytes: Uint8Array }

type AesParameters = { iv: Uint8Array; additionalData: Uint8Array }
type HkdfParameters = { salt: Uint8Array; info: Uint8Array }

const TAG_BYTES = 16

const bytesOf = (data: ArrayBuffer | ArrayBufferView) =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

const nameOf = (algorithm: string | { name: string }) =>
  typeof algorithm === 'string' ? algorithm : algorithm.name

const subtle = {
  importKey: async (
    _format: 'raw',
    bytes: ArrayBuffer | ArrayBufferView,
    algorithm: string | { name: string },
  ): Promise<Key> => ({ name: nameOf(algorithm), bytes: Uint8Array.from(bytesOf(bytes)) }),

  deriveKey: async (
    { salt, info }: HkdfParameters,
    material: Key,
    use: { name: string; length: number },
  ): Promise<Key> => {
    const bytes = hkdfSync('sha256', material.bytes, salt, info, use.length / 8)
    return { name: use.name, bytes: new Uint8Array(bytes) }
  },

  encrypt: async ({ iv, additionalData }: AesParameters, key: Key, plain: ArrayBufferView) => {
    const cipher = createCipheriv('aes-256-gcm', key.bytes, iv)
    cipher.setAAD(additionalData)
    const sealed = [cipher.update(bytesOf(plain)), cipher.final(), cipher.getAuthTag()]
    return Uint8Array.from(Buffer.concat(sealed)).buffer
  },

  decrypt: async ({ iv, additionalData }: AesParameters, key: Key, sealed: ArrayBufferView) => {
    const bytes = bytesOf(sealed)
    const opener = createDecipheriv('aes-256-gcm', key.bytes, iv)
    opener.setAAD(additionalData)
    opener.setAuthTag(bytes.subarray(-TAG_BYTES))
    const plain = [opener.update(bytes.subarray(0, -TAG_BYTES)), opener.final()]
    return Uint8Array.from(Buffer.concat(plain)).buffer
  },

  sign: async (_algorithm: string, key: Key, data: ArrayBuffer | ArrayBufferView) =>
    hmac(key, data).buffer,

  verify: async (
    _algorithm: string,
    key: Key,
    signature: ArrayBufferView,
    data: ArrayBuffer | ArrayBufferView,
  ) => Buffer.compare(hmac(key, data), bytesOf(signature)) === 0,

  digest: async (_algorithm: string, data: ArrayBuffer | ArrayBufferView) =>
    Uint8Array.from(createHash('sha256').update(bytesOf(data)).digest()).buffer,
}

const hmac = (key: Key, data: ArrayBuffer | ArrayBufferView) =>
  Uint8Array.from(createHmac('sha256', key.bytes).update(bytesOf(data)).digest())

/** Puts seeded ids, answers-at-once crypto and a simulated wall clock in place; the result undoes it. */
export function installDeterminism(random: Random, now: () => number): () => void {
  const real = { crypto: Object.getOwnPropertyDescriptor(globalThis, 'crypto'), now: Date.now }
  const getRandomValues = (into: Uint8Array) => {
    random.bytes(into)
    return into
  }
  Object.defineProperty(globalThis, 'crypto', {
    configurable: true,
    value: { subtle, getRandomValues },
  })
  Date.now = now
  return () => {
    if (real.crypto) Object.defineProperty(globalThis, 'crypto', real.crypto)
    Date.now = real.now
  }
}
