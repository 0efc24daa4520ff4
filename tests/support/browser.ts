import { SELF } from 'cloudflare:test'

export const ORIGIN = 'https://proconnect.test'

type Sent = { headers?: Record<string, string>; body?: unknown }

/**
 * A browser as the app sees one: keeps cookies, and says where requests come from as browsers do.
 * Each has its own network address, so that tests do not use up each other's limits.
 */
export class Browser {
  readonly cookies = new Map<string, string>()

  constructor(readonly address = randomAddress()) {}

  get = (path: string, headers?: Record<string, string>) =>
    this.send('GET', path, headers ? { headers } : {})
  post = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send('POST', path, { body, ...(headers && { headers }) })
  patch = (path: string, body: unknown) => this.send('PATCH', path, { body })
  delete = (path: string) => this.send('DELETE', path)

  /** The body of an answer that must be a success. */
  async read<T>(answer: Promise<Response>): Promise<T> {
    const response = await answer
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  async send(method: string, path: string, { headers = {}, body }: Sent = {}): Promise<Response> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await SELF.fetch(ORIGIN + path, {
      method,
      redirect: 'manual',
      headers: {
        'cf-connecting-ip': this.address,
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36',
        ...(method !== 'GET' && { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.cookies.size > 0 && { cookie: this.#cookieHeader() }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    })
    this.#keep(response)
    return response
  }

  #cookieHeader = () => [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  #keep(response: Response) {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

function randomAddress(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(3))
  return `10.${bytes.join('.')}`
}
