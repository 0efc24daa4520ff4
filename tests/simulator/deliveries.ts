import { hex } from './ids'
import type { RegisteredApp } from './meta'
import { type Change, toBytes } from './payloads'
import { hmacKey } from './proofs'

export type Webhook = { entries: { id: string; changes: Change[]; time?: number }[] }

/** One POST to the product, as the admin page shows it. */
export type Delivery = {
  at: number
  items: number
  bytes: number
  status: number
  ms: number
  body: string
}

/** Meta gives up on a slow server; the rows are then tried again. */
const TIMEOUT_MS = 20_000
const SHOWN = 50
const SHOWN_CHARACTERS = 2000

/** The product's webhook address as Meta calls it. */
export class Callback {
  /** The last POSTs, newest first, for a person to look at: no test relies on it. */
  readonly recent: Delivery[] = []
  private key: Promise<CryptoKey> | undefined

  constructor(
    private readonly app: RegisteredApp,
    private readonly product: Fetcher | undefined,
  ) {}

  get isThere(): boolean {
    return this.product !== undefined
  }

  /** True when the product took it: anything but 200 is a failure. */
  async send({ entries }: Webhook, items: number): Promise<boolean> {
    const bytes = toBytes({
      object: 'whatsapp_business_account',
      entry: entries.map(({ id, time, changes }) =>
        time === undefined ? { id, changes } : { id, time, changes },
      ),
    })
    return (await this.post(bytes, await this.sign(bytes), items)) === 200
  }

  async sign(bytes: Uint8Array): Promise<string> {
    this.key ??= hmacKey(this.app.secret)
    return `sha256=${hex(new Uint8Array(await crypto.subtle.sign('HMAC', await this.key, bytes)))}`
  }

  /** The status the product answered, 0 when nobody did. */
  async post(bytes: Uint8Array, signature: string | null, items: number): Promise<number> {
    const startedAt = Date.now()
    const status = await this.statusOf(bytes, signature)
    this.recent.unshift({
      at: startedAt,
      items,
      bytes: bytes.length,
      status,
      ms: Date.now() - startedAt,
      body: new TextDecoder().decode(bytes.subarray(0, SHOWN_CHARACTERS)),
    })
    this.recent.length = Math.min(this.recent.length, SHOWN)
    return status
  }

  /** The handshake by which Meta learns that the address is ours. */
  async shakeHands(challenge: string): Promise<{ status: number; body: string }> {
    if (!this.product) return { status: 0, body: '' }
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': this.app.verifyToken,
    })
    const response = await this.product.fetch(`https://app/webhooks/meta?${query}`)
    return { status: response.status, body: await response.text() }
  }

  private async statusOf(bytes: Uint8Array, signature: string | null): Promise<number> {
    if (!this.product) return 0
    try {
      const response = await this.product.fetch('https://app/webhooks/meta', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'facebookexternalua',
          ...(signature === null ? {} : { 'X-Hub-Signature-256': signature }),
        },
        body: bytes,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return 0
    }
  }
}
