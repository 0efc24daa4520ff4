import { expect, it } from 'vitest'
import { base64Url, bytesFromBase64Url } from '../../worker/lib/ids'

/** What the platform makes of bytes, in the alphabet of URLs and without padding. */
const spelled = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

it('bytes of every length and value are spelled as base64url, and read again', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 89 + length) % 256)
    expect(base64Url(bytes)).toBe(spelled(bytes))
    expect(bytesFromBase64Url(base64Url(bytes))).toEqual(bytes)
  }
})

it('what is no base64url is no bytes', () => {
  for (const text of ['a', 'ab=', 'a+b/', 'שלום', 'abcde']) {
    expect(bytesFromBase64Url(text), text).toBeNull()
  }
})
