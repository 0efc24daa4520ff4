// Base32 with digits before letters, so that ids sort like their bytes.
const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** 128 random bits: for ids whose order tells nothing. */
export function randomId(): string {
  return base32(crypto.getRandomValues(new Uint8Array(16)))
}

/** 48 bits of milliseconds, then 80 random bits: sorts by creation, so lists page by id. */
export function timeOrderedId(now: number): string {
  return timeOrderedIdFrom(now, crypto.getRandomValues(new Uint8Array(10)))
}

/** As `timeOrderedId`, but from given bytes: the same event always gets the same id. */
export function timeOrderedIdFrom(at: number, bytes: Uint8Array): string {
  const whole = new Uint8Array(16)
  const view = new DataView(whole.buffer)
  view.setUint16(0, Math.floor(at / 2 ** 32) & 0xffff)
  view.setUint32(2, at >>> 0)
  whole.set(bytes.subarray(0, 10), 6)
  return base32(whole)
}

const NO_BYTES = new Uint8Array(10)

/** Time-ordered ids from before a moment are smaller, those from it on are not. */
export const firstIdAt = (at: number): string =>
  timeOrderedIdFrom(Math.min(Math.max(0, at), 2 ** 48 - 1), NO_BYTES)

/** 256 random bits as base64url: for secrets that travel (sessions, invitations). */
export function randomToken(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Arguments of one call lie on the stack: a long list of bytes is spelled in pieces. */
const BYTES_PER_CALL = 8192

export function base64Url(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += BYTES_PER_CALL) {
    binary += String.fromCharCode(...bytes.subarray(at, at + BYTES_PER_CALL))
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Null when the text is not base64url without padding. */
export function bytesFromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

/** A number as so many characters that sort like it; of 35 bits for 7 characters. */
export function digits32(number: number, length: number): string {
  let out = ''
  for (let rest = number; out.length < length; rest = Math.floor(rest / 32)) {
    out = ALPHABET[rest % 32] + out
  }
  return out
}

export function base32(bytes: Uint8Array): string {
  let out = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += ALPHABET[(buffer >>> bits) & 31]
    }
    buffer &= (1 << bits) - 1
  }
  if (bits > 0) out += ALPHABET[(buffer << (5 - bits)) & 31]
  return out
}
