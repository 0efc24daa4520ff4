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

/** The 16 bytes that an id spells. */
export function bytesOfId(id: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16)
  let buffer = 0
  let bits = 0
  let at = 0
  for (const letter of id) {
    buffer = (buffer << 5) | ALPHABET.indexOf(letter)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = buffer >>> bits
    buffer &= (1 << bits) - 1
  }
  return bytes
}

/** 256 random bits as base64url: for secrets that travel (sessions, invitations). */
export function randomToken(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)))
}

const CODES = new TextEncoder().encode(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
)
const ascii = new TextDecoder()

/** Without padding. Files of megabytes are spelled too, so it goes over the bytes once and makes one text. */
export function base64Url(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  // What a last group lacks is written past the end, where it is dropped.
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    codes[to] = CODES[bits >>> 18] ?? 0
    codes[to + 1] = CODES[(bits >>> 12) & 63] ?? 0
    codes[to + 2] = CODES[(bits >>> 6) & 63] ?? 0
    codes[to + 3] = CODES[bits & 63] ?? 0
  }
  return ascii.decode(codes)
}

/** Null when the text is not base64url without padding. */
export function bytesFromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
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
