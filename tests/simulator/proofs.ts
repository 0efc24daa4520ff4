import { hex } from './ids'

export const hmacKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )

/** `appsecret_proof` by token. The same token comes with every message, so each is computed once. */
export class Proofs {
  private readonly known = new Map<string, string>()

  constructor(private readonly appSecret: string) {}

  async of(accessToken: string): Promise<string> {
    const known = this.known.get(accessToken)
    if (known !== undefined) return known

    const bytes = new TextEncoder().encode(accessToken)
    const mac = await crypto.subtle.sign('HMAC', await hmacKey(this.appSecret), bytes)
    const proof = hex(new Uint8Array(mac))
    this.known.set(accessToken, proof)
    return proof
  }
}
