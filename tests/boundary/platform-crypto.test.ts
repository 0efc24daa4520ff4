import { describe, expect, it } from 'vitest'
import { bytesFromHex, hex, isSameText } from '../../worker/boundary/crypto/hash'

// What the product builds on, asked of the platform itself: published vectors must come out right, and
// every wrong input must be refused (in the manner of project Wycheproof).

const bytes = (text: string) => bytesFromHex(text) ?? new Uint8Array()
const aesKey = (key: string) =>
  crypto.subtle.importKey('raw', bytes(key), 'AES-GCM', false, ['encrypt', 'decrypt'])

type Vector = { key: string; iv: string; aad: string; plain: string; cipher: string; tag: string }

/** AES-256-GCM: test cases 13 to 16 of the GCM specification (McGrew and Viega). */
const GCM: Record<string, Vector> = {
  'nothing at all': {
    key: '00'.repeat(32),
    iv: '00'.repeat(12),
    aad: '',
    plain: '',
    cipher: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  'one block': {
    key: '00'.repeat(32),
    iv: '00'.repeat(12),
    aad: '',
    plain: '00'.repeat(16),
    cipher: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  'four blocks': {
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    iv: 'cafebabefacedbaddecaf888',
    aad: '',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
    cipher:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  'with associated data': {
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    iv: 'cafebabefacedbaddecaf888',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    cipher:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
}

const parametersOf = ({ iv, aad }: Pick<Vector, 'iv' | 'aad'>, tagLength = 128) => ({
  name: 'AES-GCM',
  iv: bytes(iv),
  additionalData: bytes(aad),
  tagLength,
})

async function open({ key, ...vector }: Vector, whole = vector.cipher + vector.tag) {
  const plain = await crypto.subtle.decrypt(parametersOf(vector), await aesKey(key), bytes(whole))
  return hex(new Uint8Array(plain))
}

const flipped = (text: string, bit: number) => {
  const out = bytes(text)
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return hex(out)
}

describe.each(Object.entries(GCM))('AES-256-GCM over %s', (_, vector) => {
  it('gives the published result, and opens it', async () => {
    const key = await aesKey(vector.key)
    const sealed = await crypto.subtle.encrypt(parametersOf(vector), key, bytes(vector.plain))
    expect(hex(new Uint8Array(sealed))).toBe(vector.cipher + vector.tag)
    expect(await open(vector)).toBe(vector.plain)
  })

  it('refuses each changed bit of the tag', async () => {
    for (let bit = 0; bit < 128; bit++) {
      await expect(open(vector, vector.cipher + flipped(vector.tag, bit))).rejects.toThrow()
    }
  })

  it('refuses tags that published attacks tried', async () => {
    const tags = [
      '00'.repeat(16),
      'ff'.repeat(16),
      '80'.repeat(16),
      flipped(flipped(vector.tag, 0), 127),
      vector.tag.slice(16) + vector.tag.slice(0, 16),
    ]
    for (const tag of tags) await expect(open(vector, vector.cipher + tag)).rejects.toThrow()
  })

  it('refuses what is cut or longer', async () => {
    const whole = vector.cipher + vector.tag
    for (let cut = 1; cut <= 16; cut++) {
      await expect(open(vector, whole.slice(0, -2 * cut))).rejects.toThrow()
    }
    await expect(open(vector, `${whole}00`)).rejects.toThrow()
    await expect(open(vector, `00${whole}`)).rejects.toThrow()
  })

  it('refuses other associated data, another nonce, another key', async () => {
    await expect(open({ ...vector, aad: `${vector.aad}00` })).rejects.toThrow()
    if (vector.aad) await expect(open({ ...vector, aad: vector.aad.slice(2) })).rejects.toThrow()
    for (let bit = 0; bit < 96; bit++) {
      await expect(open({ ...vector, iv: flipped(vector.iv, bit) })).rejects.toThrow()
    }
    await expect(open({ ...vector, key: flipped(vector.key, 77) })).rejects.toThrow()
  })

  it('refuses an empty nonce, and takes one of another length for another nonce', async () => {
    await expect(open({ ...vector, iv: '' })).rejects.toThrow()
    for (const length of [1, 8, 11, 13, 16]) {
      const iv = vector.iv.repeat(2).slice(0, length * 2)
      await expect(open({ ...vector, iv })).rejects.toThrow()
    }
  })
})

it('AES-256-GCM refuses keys of a wrong length', async () => {
  for (const length of [0, 1, 15, 17, 31, 33, 64]) {
    await expect(aesKey('ab'.repeat(length))).rejects.toThrow()
  }
})

/** HMAC-SHA-256: RFC 4231, test cases 1, 2, 3, 6 and 7. */
const HMAC: [key: string, message: string, tag: string][] = [
  [
    '0b'.repeat(20),
    '4869205468657265',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    '4a656665',
    '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'aa'.repeat(20),
    'dd'.repeat(50),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    'aa'.repeat(131),
    hex(new TextEncoder().encode('Test Using Larger Than Block-Size Key - Hash Key First')),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'aa'.repeat(131),
    hex(
      new TextEncoder().encode(
        'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      ),
    ),
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
]

describe.each(HMAC)('HMAC-SHA-256 with key %s', (key, message, tag) => {
  const importKey = () =>
    crypto.subtle.importKey('raw', bytes(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ])

  it('gives the published tag, and takes no other', async () => {
    const hmac = await importKey()
    expect(hex(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, bytes(message))))).toBe(tag)
    const verify = (text: string) => crypto.subtle.verify('HMAC', hmac, bytes(text), bytes(message))
    expect(await verify(tag)).toBe(true)
    for (let bit = 0; bit < 256; bit++) expect(await verify(flipped(tag, bit))).toBe(false)
    for (const wrong of ['', tag.slice(0, -2), tag.slice(0, 32), `${tag}00`, '00'.repeat(32)]) {
      expect(await verify(wrong)).toBe(false)
    }
  })
})

/** HKDF-SHA-256: RFC 5869, test cases 1 and 3. */
it.each([
  [
    '000102030405060708090a0b0c',
    'f0f1f2f3f4f5f6f7f8f9',
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  ['', '', '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'],
])('HKDF-SHA-256 with salt "%s" gives the published key', async (salt, info, expected) => {
  const base = await crypto.subtle.importKey('raw', bytes('0b'.repeat(22)), 'HKDF', false, [
    'deriveBits',
  ])
  const use = { name: 'HKDF', hash: 'SHA-256', salt: bytes(salt), info: bytes(info) }
  expect(hex(new Uint8Array(await crypto.subtle.deriveBits(use, base, 42 * 8)))).toBe(expected)
})

it('texts are compared without telling where they differ, and never by half', () => {
  expect(isSameText('secret', 'secret')).toBe(true)
  for (const other of ['', 'secre', 'secret ', 'Secret', 'secrets', 'terces']) {
    expect(isSameText('secret', other)).toBe(false)
  }
  expect(isSameText('', '')).toBe(true)
})

it('a hundred thousand nonces are all different', () => {
  const seen = new Set<string>()
  for (let at = 0; at < 100_000; at++) seen.add(hex(crypto.getRandomValues(new Uint8Array(12))))
  expect(seen.size).toBe(100_000)
})
