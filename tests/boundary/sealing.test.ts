import { describe, expect, it } from 'vitest'
import {
  lengthPrefixed,
  open,
  type Place,
  SealError,
  seal,
} from '../../worker/boundary/crypto/sealing'
import { base64Url, bytesFromBase64Url } from '../../worker/lib/ids'

const PLACE: Place = {
  accountId: 'aaaaaaaaaaaaaaaaaaaaaaaaaa',
  field: 'connections.token',
  rowId: 'row-1',
  keyId: 'key-1',
}
const SECRET = 'EAAG-token-of-a-customer'

const newKey = async () =>
  // generateKey answers a pair for other algorithms only.
  (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])) as CryptoKey

async function sealed() {
  const key = await newKey()
  return { key, text: await seal(key, PLACE, SECRET) }
}

async function failureOf(opening: Promise<string>) {
  const error = await opening.catch((failure: unknown) => failure)
  expect(error).toBeInstanceOf(SealError)
  return (error as SealError).message
}

it('opens where it was sealed, whatever the text', async () => {
  const key = await newKey()
  for (const plain of ['', 'shalom', 'שלום, 👋', '\ufeffmark', 'x'.repeat(100_000)]) {
    expect(await open(key, PLACE, await seal(key, PLACE, plain))).toBe(plain)
  }
})

describe('moved to another place', () => {
  it.each([
    ['account', { accountId: 'bbbbbbbbbbbbbbbbbbbbbbbbbb' }],
    ['field', { field: 'messages.body' as const }],
    ['row', { rowId: 'row-2' }],
    ['key', { keyId: 'key-2' }],
  ])('of another %s, it does not open', async (_, other) => {
    const { key, text } = await sealed()

    const message = await failureOf(open(key, { ...PLACE, ...other }, text))
    expect(message).not.toContain(SECRET)
  })

  it('does not open where the parts only join to the same text', async () => {
    const key = await newKey()
    const text = await seal(key, { ...PLACE, field: 'a.b', rowId: 'c' }, SECRET)

    await failureOf(open(key, { ...PLACE, field: 'a.bc', rowId: '' }, text))
    expect(lengthPrefixed(['ab', 'c'])).not.toEqual(lengthPrefixed(['a', 'bc']))
    const gap = '\0\0\0\0'
    expect(lengthPrefixed(['a', `${gap}b`])).not.toEqual(lengthPrefixed([`a${gap}`, 'b']))
  })

  it('does not open under a key that pretends to be the same', async () => {
    const { text } = await sealed()

    await failureOf(open(await newKey(), PLACE, text))
  })

  it('does not open by changing the key id in the value itself', async () => {
    const { key, text } = await sealed()

    await failureOf(open(key, { ...PLACE, keyId: 'key-2' }, text.replace('key-1', 'key-2')))
  })
})

it('does not open when any single bit of it was changed', async () => {
  const { key, text } = await sealed()
  const [version, keyId, ...parts] = text.split('.')
  for (const at of [0, 1]) {
    const bytes = bytesFromBase64Url(parts[at] ?? '') ?? new Uint8Array()
    expect(bytes.length).toBeGreaterThan(11)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const pieces = parts.with(at, base64Url(changed))
      await failureOf(open(key, PLACE, [version, keyId, ...pieces].join('.')))
    }
  }
})

it('does not open when it is cut, longer, or of another form', async () => {
  const { key, text } = await sealed()
  const [, , iv = '', ciphertext = ''] = text.split('.')
  const wrong = [
    '',
    'v1',
    text.slice(0, -1),
    text.slice(0, -22),
    `${text}A`,
    `${text}.x`,
    text.replace('v1', 'v2'),
    `v1..${iv}.${ciphertext}`,
    `v1.key-1..${ciphertext}`,
    `v1.key-1.${iv}AAAA.${ciphertext}`,
    `v1.key-1.${iv}.`,
    `v1.key-1.${iv}.${ciphertext.slice(0, 8)}`,
    `v1.key-1.${iv}.=${ciphertext}`,
  ]
  for (const value of wrong) await failureOf(open(key, PLACE, value))
})

it('looks different each time and never shows what it holds', async () => {
  const key = await newKey()
  const values = await Promise.all(Array.from({ length: 500 }, () => seal(key, PLACE, SECRET)))

  const ivs = new Set(values.map((value) => value.split('.')[2]))
  expect(ivs.size).toBe(500)
  for (const value of values) {
    expect(value).toMatch(/^v1\.key-1\.[\w-]{16}\.[\w-]+$/)
    expect(value).not.toContain(SECRET)
  }
})
