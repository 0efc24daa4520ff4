import { TEST_APP_SECRET } from './secrets'

const encoder = new TextEncoder()

const base64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

/** Meta's signature over a payload, written down here a second time: HMAC over the encoded text. */
export async function signedRequest(payload: object, secret = TEST_APP_SECRET): Promise<string> {
  const text = base64Url(encoder.encode(JSON.stringify(payload)))
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(text))
  return `${base64Url(new Uint8Array(signature))}.${text}`
}

/** What Meta says of a person now. */
export const aboutPerson = (userId: string, issuedAt = Math.floor(Date.now() / 1000)) => ({
  algorithm: 'HMAC-SHA256',
  issued_at: issuedAt,
  expires: issuedAt + 3600,
  user_id: userId,
})
