import { expect, it } from 'vitest'
import { openSignedRequest } from '../../worker/boundary/crypto/signed-request'
import { Secret } from '../../worker/lib/secret'
import { aboutPerson, signedRequest } from '../support/callbacks'

const SECRET = 'example-app-secret-not-real'
const secrets = [new Secret(SECRET)]
const PERSON = aboutPerson('218471000000000', 1794300000)
/** As Meta would send it, made by another program. */
const VECTOR =
  'SfHi4HzBQmTQZe_sUEZM7n8Oohm1g2xhYwhLoA-q-u4.eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc5NDMwMDAwMCwiZXhwaXJlcyI6MTc5NDMwMzYwMCwidXNlcl9pZCI6IjIxODQ3MTAwMDAwMDAwMCJ9'

it('opens what Meta signed', async () => {
  expect(await openSignedRequest(VECTOR, secrets)).toEqual(PERSON)
})

it('opens it with the previous secret while one is being replaced', async () => {
  const both = [new Secret('the-new-one-0123456789'), new Secret(SECRET)]
  expect(await openSignedRequest(VECTOR, both)).toEqual(PERSON)
})

it('refuses every single changed character', async () => {
  for (let at = 0; at < VECTOR.length; at++) {
    const other = VECTOR[at] === 'A' ? 'B' : 'A'
    const changed = VECTOR.slice(0, at) + other + VECTOR.slice(at + 1)
    // The last character of 32 bytes in base64url holds two bits that mean nothing.
    const isSameBytes = at === VECTOR.indexOf('.') - 1
    if (!isSameBytes) expect(await openSignedRequest(changed, secrets), `at ${at}`).toBeNull()
  }
})

it('refuses what is truncated, padded, split otherwise or encoded anew', async () => {
  const [signature = '', payload = ''] = VECTOR.split('.')
  const spaced = btoa(JSON.stringify(PERSON, null, 1)).replace(/=+$/, '')
  const wrong = [
    '',
    '.',
    signature,
    `${signature}.`,
    `.${payload}`,
    payload,
    `${VECTOR}.`,
    `${VECTOR}.${payload}`,
    `${signature}=.${payload}`,
    `${signature}.${payload}=`,
    `${signature}.${payload} `,
    `${signature.slice(0, -1)}.${payload}`,
    `${signature}.${payload.slice(0, -4)}`,
    // The same content, but not the same text: what was signed is the text.
    `${signature}.${spaced}`,
    `${signature.replaceAll('_', '/').replaceAll('-', '+')}.${payload}`,
    'x'.repeat(5000),
  ]
  for (const text of wrong) expect(await openSignedRequest(text, secrets), text).toBeNull()
})

it('never lets the payload choose how it is checked', async () => {
  for (const algorithm of ['none', 'HMAC-SHA1', '', 'RS256']) {
    const signed = await signedRequest({ ...PERSON, algorithm }, SECRET)
    expect(await openSignedRequest(signed, secrets), algorithm).toBeNull()
  }
  const lower = await signedRequest({ ...PERSON, algorithm: 'hmac-sha256' }, SECRET)
  expect(await openSignedRequest(lower, secrets)).not.toBeNull()
})

it('refuses signed nonsense', async () => {
  const nonsense = [
    [],
    {},
    { ...PERSON, user_id: '' },
    { ...PERSON, user_id: { $gt: '' } },
    { ...PERSON, issued_at: 'now' },
    { ...PERSON, issued_at: -1 },
  ]
  for (const payload of nonsense) {
    const signed = await signedRequest(payload, SECRET)
    expect(await openSignedRequest(signed, secrets), JSON.stringify(payload)).toBeNull()
  }
})
