import { CompactSign, calculateJwkThumbprint, compactVerify, errors, type JWK } from 'jose'
import type { Secret } from '../../lib/secret'

/** Signs what anybody may check: Ed25519, the key's 32 bytes being the secret `RECEIPT_KEY`. */
export type ReceiptSigner = {
  sign(payload: object): Promise<string>
  /** The payload, or null when it is not ours or was changed. */
  verify(receipt: string): Promise<unknown | null>
  publicKey(): Promise<JWK>
}

const TYPE = 'deletion-receipt+jwt'
const ALGORITHM = 'EdDSA'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]

export function openReceiptSigner(secret: Secret): ReceiptSigner {
  const open = async () => {
    const seed = Uint8Array.from(atob(secret.reveal()), (char) => char.charCodeAt(0))
    const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...seed])
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
    // A private key in JWK; only its public half leaves this function.
    const { x } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey
    const jwk: JWK = { kty: 'OKP', crv: 'Ed25519', x: x ?? '' }
    return { key, jwk, kid: await calculateJwkThumbprint(jwk) }
  }
  return {
    sign: async (payload) => {
      const { key, kid } = await open()
      const bytes = new TextEncoder().encode(JSON.stringify(payload))
      return new CompactSign(bytes).setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid }).sign(key)
    },
    verify: async (receipt) => {
      const { jwk } = await open()
      try {
        const { payload, protectedHeader } = await compactVerify(receipt, jwk, {
          algorithms: [ALGORITHM],
        })
        return protectedHeader.typ === TYPE ? JSON.parse(new TextDecoder().decode(payload)) : null
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null
        throw error
      }
    },
    publicKey: async () => {
      const { jwk, kid } = await open()
      return { ...jwk, kid, alg: ALGORITHM, use: 'sig' }
    },
  }
}
