import { createHash, createHmac } from 'node:crypto'
import type { Random } from './random'

/**
 * The part of WebCrypto that the product uses, answered at once instead of from a pool of threads: the
 * order of answers would be the machine's, not the seed's. Random bytes come from the seed too. Sealing
 * hides nothing here, it only fails where it must: with another key, another place, or changed bytes.
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
    return { name: use.name, bytes: mixed([material.bytes, salt, info], use.length / 8) }
  },

  encrypt: async ({ iv, additionalData }: AesParameters, key: Key, plain: ArrayBufferView) => {
    const bytes = bytesOf(plain)
    const sealed = new Uint8Array(bytes.length + TAG_BYTES)
    sealed.set(masked(bytes, key))
    sealed.set(mixed([key.bytes, iv, additionalData, bytes], TAG_BYTES), bytes.length)
    return sealed.buffer
  },

  decrypt: async ({ iv, additionalData }: AesParameters, key: Key, sealed: ArrayBufferView) => {
    const bytes = bytesOf(sealed)
    const plain = masked(bytes.subarray(0, -TAG_BYTES), key)
    const tag = mixed([key.bytes, iv, additionalData, plain], TAG_BYTES)
    if (Buffer.compare(tag, bytes.subarray(-TAG_BYTES)) !== 0) {
      throw new DOMException('The operation failed', 'OperationError')
    }
    return plain.buffer
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

/** A few bytes that depend on every byte of all parts, and on where each part ends. */
function mixed(parts: Uint8Array[], count: number): Uint8Array<ArrayBuffer> {
  let a = 0x811c9dc5
  let b = 0x1b873593
  const stir = (byte: number) => {
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul((b ^ a) + byte, 0x85ebca6b) ^ (b >>> 13)
  }
  for (const part of parts) {
    stir(part.length)
    for (const byte of part) stir(byte)
  }
  const bytes = new Uint8Array(count)
  for (let at = 0; at < count; at++) {
    stir(at)
    bytes[at] = (a ^ b) >>> 24
  }
  return bytes
}

function masked(bytes: Uint8Array, key: Key): Uint8Array<ArrayBuffer> {
  const other = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) {
    other[at] = (bytes[at] ?? 0) ^ (key.bytes[at % key.bytes.length] ?? 0)
  }
  return other
}

const hmac = (key: Key, data: ArrayBuffer | ArrayBufferView) =>
  Uint8Array.from(createHmac('sha256', key.bytes).update(bytesOf(data)).digest())

/** Bytes that can be read at once, where a real one takes a turn of the machine's. */
export class SimulatedBlob {
  readonly content: Uint8Array

  constructor(parts: (string | Uint8Array | ArrayBuffer)[]) {
    const bytes = parts.map((part) =>
      typeof part === 'string' ? new TextEncoder().encode(part) : bytesOf(part),
    )
    this.content = new Uint8Array(Buffer.concat(bytes))
  }
}

/** Puts seeded ids, answers-at-once crypto and a simulated wall clock in place; the result undoes it. */
export function installDeterminism(random: Random, now: () => number): () => void {
  const real = {
    crypto: Object.getOwnPropertyDescriptor(globalThis, 'crypto') ?? {},
    Blob: Object.getOwnPropertyDescriptor(globalThis, 'Blob') ?? {},
  }
  const { now: realNow } = Date
  const getRandomValues = (into: Uint8Array) => {
    random.bytes(into)
    return into
  }
  Object.defineProperty(globalThis, 'crypto', {
    configurable: true,
    value: { subtle, getRandomValues },
  })
  Date.now = now
  // All that the product does with one is to put it into a file.
  Object.defineProperty(globalThis, 'Blob', { configurable: true, value: SimulatedBlob })
  return () => {
    Object.defineProperties(globalThis, real)
    Date.now = realNow
  }
}
