import { join } from 'node:path'
import { bundleWorkers, ROOT } from '../../../scripts/build.mjs'
import type { Webhook } from './webhook'

export const APP = {
  META_APP_ID: '770000000000001',
  META_APP_SECRET: 'simulator-app-secret-0123456789',
  META_VERIFY_TOKEN: 'simulator-verify-token',
}

/** One POST that the simulator made to the product. */
export type Received = { body: string; signature: string | null; json: Webhook }

type Request = {
  url: string
  headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** Stands in for the product: notes what it is told, and can be slow or out of order. */
class Product {
  readonly received: Received[] = []
  status = 200

  async hear(request: Request): Promise<{ status: number; body: string }> {
    const query = new URL(request.url).searchParams
    const challenge = query.get('hub.challenge')
    if (challenge !== null) {
      const isMeta = query.get('hub.verify_token') === APP.META_VERIFY_TOKEN
      return { status: isMeta ? 200 : 403, body: challenge }
    }
    const body = await request.text()
    if (this.status === 200) {
      const signature = request.headers.get('X-Hub-Signature-256')
      this.received.push({ body, signature, json: JSON.parse(body) })
    }
    return { status: this.status, body: '' }
  }
}

const BUNDLE = join(ROOT, 'dist/workers/simulator')

/** A worker that sends a mail as the product does: by a binding with the shape of `send_email`. */
const MAILER = `export default {
  fetch: async (request, env) => Response.json(await env.EMAIL.send(await request.json())),
}`

export type Running = Awaited<ReturnType<typeof startSimulator>>

/** The simulator in workerd; with `persist`, its state stays in that folder. */
export async function startSimulator({ persist }: { persist?: string } = {}) {
  await bundleWorkers(['simulator'])
  const { Miniflare, convertV4MiniflareOptions, Response, Log, LogLevel } = await import(
    'miniflare'
  )
  const product = new Product()
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      log: new Log(LogLevel.ERROR),
      ...(persist && { resourcePersistencePath: persist }),
      workers: [
        {
          name: 'proconnect-simulator',
          compatibilityDate: '2026-10-23',
          rootPath: BUNDLE,
          modules: [{ type: 'ESModule', path: join(BUNDLE, 'index.js') }],
          bindings: APP,
          durableObjects: { META: { className: 'MetaState', useSQLite: true } },
          serviceBindings: {
            APP: async (request: Request) => {
              const { status, body } = await product.hear(request)
              return new Response(body, { status })
            },
          },
        },
        {
          name: 'mailer',
          compatibilityDate: '2026-10-23',
          modules: true,
          script: MAILER,
          serviceBindings: { EMAIL: { name: 'proconnect-simulator', entrypoint: 'Mailbox' } },
        },
      ],
    }),
  )
  const url = (await miniflare.ready).origin
  return { url, product, miniflare, stop: () => miniflare.dispose() }
}
