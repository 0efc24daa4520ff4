import { base64Url, bytesFromBase64Url } from '../../lib/ids'
import type { Secret } from '../../lib/secret'
import { ConfigError } from '../config'
import { lengthPrefixed, SealError } from './sealing'

/** The key-encryption keys of this deployment: what wraps the halves of data keys. */
export type Keks = {
  /** Its id; new halves are wrapped with it. */
  current: string
  ids: string[]
  /** Throws a ConfigError that names the secret when it is not configured. */
  find(id: string): Secret
}

export const openKeks = (keks: Map<string, Secret>, current: string): Keks => ({
  current,
  ids: [...keks.keys()],
  find: (id) => {
    const secret = keks.get(id)
    if (!secret) {
      throw new ConfigError(`KEK_${id} is not set, and stored keys are still wrapped with it`)
    }
    return secret
  },
})

const bytesOf = (secret: Secret) =>
  Uint8Array.from(atob(secret.reveal()), (char) => char.charCodeAt(0))

const IV_BYTES = 12

/** A half of a data key under a key-encryption key, whose id it names: `<kek id>.<iv>.<wrapped>`. */
export async function wrap(
  keks: Keks,
  accountId: string,
  half: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const key = await wrappingKey(keks, keks.current)
  const wrapped = await crypto.subtle.encrypt(parameters(iv, accountId, keks.current), key, half)
  return [keks.current, base64Url(iv), base64Url(new Uint8Array(wrapped))].join('.')
}

export async function unwrap(keks: Keks, accountId: string, text: string) {
  const { kekId, iv, wrapped } = partsOf(text)
  const key = await wrappingKey(keks, kekId)
  try {
    const half = await crypto.subtle.decrypt(parameters(iv, accountId, kekId), key, wrapped)
    return new Uint8Array(half)
  } catch {
    throw new SealError('a data key half cannot be unwrapped')
  }
}

/** The id of the key-encryption key that a half is wrapped with. */
export const kekIdOf = (text: string) => partsOf(text).kekId

function partsOf(text: string) {
  const [kekId, ivText, wrappedText, ...rest] = text.split('.')
  const iv = bytesFromBase64Url(ivText ?? '')
  const wrapped = bytesFromBase64Url(wrappedText ?? '')
  if (!kekId || iv?.length !== IV_BYTES || !wrapped?.length || rest.length > 0) {
    throw new SealError('a data key half is damaged')
  }
  return { kekId, iv, wrapped }
}

const wrappingKey = (keks: Keks, id: string) =>
  crypto.subtle.importKey('raw', bytesOf(keks.find(id)), 'AES-GCM', false, ['encrypt', 'decrypt'])

const parameters = (iv: Uint8Array<ArrayBuffer>, accountId: string, kekId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: lengthPrefixed(['proconnect', 'v1', 'dek', accountId, kekId]),
  tagLength: 128,
})

/** An account's data key out of both halves; neither alone tells anything of it. */
export function deriveDataKey(accountId: string, keyId: string, a: Uint8Array, b: Uint8Array) {
  const joined = Uint8Array.from(a, (byte, at) => byte ^ (b[at] ?? 0))
  return derive(joined, ['data', accountId, keyId])
}

/** A key for what belongs to no account's key, straight from a key-encryption key. */
export const deriveServiceKey = (keks: Keks, kekId: string, purpose: string) =>
  derive(bytesOf(keks.find(kekId)), ['service', purpose, kekId])

async function derive(material: Uint8Array<ArrayBuffer>, info: string[]): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey'])
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(32),
    info: lengthPrefixed(['proconnect', 'v1', ...info]),
  }
  const use = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(derivation, base, use, false, ['encrypt', 'decrypt'])
}
