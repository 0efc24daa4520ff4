import type { Secret } from '../../lib/secret'

const encoder = new TextEncoder()

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
}

export async function sha256Hex(text: string): Promise<string> {
  return hex(await sha256(text))
}

export function importHmacKey(secret: Secret): Promise<CryptoKey> {
  const bytes = encoder.encode(secret.reveal())
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ])
}

export async function hmacHex(key: CryptoKey, message: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(message))))
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Null when the text is not pairs of hex digits. */
export function bytesFromHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return null
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16)
  }
  return bytes
}

/** Compares two texts in a time that depends only on their length. */
export function isSameText(a: string, b: string): boolean {
  const [left, right] = [encoder.encode(a), encoder.encode(b)]
  // timingSafeEqual throws on unequal lengths; the length of a secret is not secret here.
  return left.byteLength === right.byteLength && crypto.subtle.timingSafeEqual(left, right)
}
