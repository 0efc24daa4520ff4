import type { Secret } from '../../lib/secret'
import { bytesFromHex, importHmacKey } from './hash'

const SIGNATURE = /^sha256=([0-9a-f]{64})$/

/** Checks Meta's X-Hub-Signature-256 over the exact bytes received; a missing header is a wrong one. */
export async function isSignedByMeta(
  body: BufferSource,
  header: string | undefined,
  appSecrets: Secret[],
): Promise<boolean> {
  const signature = bytesFromHex(SIGNATURE.exec(header ?? '')?.[1] ?? '')
  if (!signature) return false
  // During a rotation of the app secret the previous one counts too.
  for (const secret of appSecrets) {
    if (await crypto.subtle.verify('HMAC', await importHmacKey(secret), signature, body))
      return true
  }
  return false
}
