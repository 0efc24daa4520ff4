import * as v from 'valibot'
import { bytesFromBase64Url } from '../../lib/ids'
import type { Secret } from '../../lib/secret'
import { importHmacKey } from './hash'

/** What Meta's callbacks about a person say; other members are not ours to read. */
const Payload = v.object({
  algorithm: v.pipe(
    v.string(),
    v.check((name) => name.toUpperCase() === 'HMAC-SHA256'),
  ),
  user_id: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^\d{1,30}$/)),
  issued_at: v.pipe(v.number(), v.integer(), v.minValue(0)),
  expires: v.optional(v.number()),
})
export type SignedRequest = v.InferOutput<typeof Payload>

/** Meta's are a few hundred characters long. */
const MOST_CHARACTERS = 4096

/**
 * Meta's `signed_request`: signature, dot, payload, both base64url without padding. The HMAC is over the
 * second part as it came, and is checked before anything in it is looked at. Null when it is not Meta's.
 */
export async function openSignedRequest(
  text: string,
  appSecrets: Secret[],
): Promise<SignedRequest | null> {
  const [signatureText = '', payloadText = '', ...more] = text.split('.')
  const isShaped = text.length <= MOST_CHARACTERS && more.length === 0 && payloadText !== ''
  const signature = isShaped ? bytesFromBase64Url(signatureText) : null
  if (signature?.byteLength !== 32) return null
  if (!(await isSigned(payloadText, signature, appSecrets))) return null
  const parsed = v.safeParse(Payload, parseJson(payloadText))
  return parsed.success ? parsed.output : null
}

async function isSigned(
  text: string,
  signature: Uint8Array<ArrayBuffer>,
  appSecrets: Secret[],
): Promise<boolean> {
  const bytes = new TextEncoder().encode(text)
  for (const secret of appSecrets) {
    const key = await importHmacKey(secret)
    if (await crypto.subtle.verify('HMAC', key, signature, bytes)) return true
  }
  return false
}

function parseJson(payloadText: string): unknown {
  const bytes = bytesFromBase64Url(payloadText)
  if (!bytes) return null
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    return null
  }
}
