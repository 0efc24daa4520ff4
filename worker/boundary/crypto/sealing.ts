import { base64Url, bytesFromBase64Url } from '../../lib/ids'

/**
 * AES-256-GCM over text, bound to its place: account, field, row and key (security: a value moved to
 * another row, column or account must not open). Form: `v1.<key id>.<iv>.<ciphertext and tag>`.
 */
export type Place = { accountId: string; field: string; rowId: string; keyId: string }

const IV_BYTES = 12
const TAG_BITS = 128
const encoder = new TextEncoder()
// fatal: bytes that are no UTF-8 are a fault, not a question mark.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class SealError extends Error {
  override name = 'SealError'
}

export async function seal(key: CryptoKey, place: Place, plain: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt(parameters(iv, place), key, encoder.encode(plain))
  return `v1.${place.keyId}.${base64Url(iv)}.${base64Url(new Uint8Array(sealed))}`
}

/** Throws a SealError that tells neither the value nor the key. */
export async function open(key: CryptoKey, place: Place, sealed: string): Promise<string> {
  const [, keyId, iv, ciphertext] = splitSealed(sealed)
  if (keyId !== place.keyId) throw new SealError('sealed with another key')
  try {
    const plain = await crypto.subtle.decrypt(parameters(iv, place), key, ciphertext)
    return decoder.decode(plain)
  } catch {
    throw new SealError('cannot be opened here')
  }
}

/** The id of the key that a sealed value names. */
export const keyIdOf = (sealed: string) => splitSealed(sealed)[1]

/** The same for bytes that lie in files: `v1.<key id>.`, then 12 bytes of iv, ciphertext and tag. */
export async function sealBytes(key: CryptoKey, place: Place, plain: Uint8Array): Promise<Blob> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt(parameters(iv, place), key, plain)
  return new Blob([`v1.${place.keyId}.`, iv, sealed])
}

export async function openBytes(
  key: CryptoKey,
  place: Place,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const { keyId, from } = headOf(sealed)
  if (keyId !== place.keyId) throw new SealError('sealed with another key')
  const iv = sealed.slice(from, from + IV_BYTES)
  const ciphertext = sealed.subarray(from + IV_BYTES)
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, place), key, ciphertext))
  } catch {
    throw new SealError('cannot be opened here')
  }
}

/** The id of the key that sealed bytes name. */
export const keyIdOfBytes = (sealed: Uint8Array) => headOf(sealed).keyId

/** Key ids are far shorter. */
const MOST_HEAD_BYTES = 64

function headOf(sealed: Uint8Array) {
  const head = String.fromCharCode(...sealed.subarray(0, MOST_HEAD_BYTES))
  const [version, keyId, rest] = head.split('.', 3)
  const from = `${version}.${keyId}.`.length
  const isWhole = version === 'v1' && keyId && rest !== undefined
  if (!isWhole || sealed.length < from + IV_BYTES + TAG_BITS / 8) {
    throw new SealError('not a sealed value')
  }
  return { keyId, from }
}

function splitSealed(sealed: string) {
  const [version, keyId, ivText, textText, ...rest] = sealed.split('.')
  const iv = bytesFromBase64Url(ivText ?? '')
  const ciphertext = bytesFromBase64Url(textText ?? '')
  const isWhole = version === 'v1' && keyId && iv?.length === IV_BYTES && rest.length === 0
  if (!isWhole || !ciphertext || ciphertext.length < TAG_BITS / 8) {
    throw new SealError('not a sealed value')
  }
  return [version, keyId, iv, ciphertext] as const
}

function parameters(iv: Uint8Array<ArrayBuffer>, { accountId, field, rowId, keyId }: Place) {
  const additionalData = lengthPrefixed(['proconnect', 'v1', accountId, field, rowId, keyId])
  return { name: 'AES-GCM', iv, additionalData, tagLength: TAG_BITS }
}

/** Each part behind its length, so that no two lists of parts give the same bytes. */
export function lengthPrefixed(parts: string[]): Uint8Array<ArrayBuffer> {
  const encoded = parts.map((part) => encoder.encode(part))
  const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + 4 + part.length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const part of encoded) {
    view.setUint32(at, part.length)
    bytes.set(part, at + 4)
    at += 4 + part.length
  }
  return bytes
}
