import { createHmac } from 'node:crypto'
import { APP, type Received } from './running'
import type { Change, Inbound, Status } from './webhook'

export const proofOf = (accessToken: string, secret = APP.META_APP_SECRET): string =>
  createHmac('sha256', secret).update(accessToken).digest('hex')

type Json = Record<string, unknown>
type Answer = { status: number; headers: Headers; json: Json; error: GraphFault }
type GraphFault = {
  code?: number
  error_subcode?: number
  message?: string
  error_data?: { details: string }
}

/** Calls the admin API of a running simulator. */
export async function admin(url: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${url}/admin/api/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  // Each caller knows the answer of the path it asked.
  return JSON.parse(text) as Json
}

export type Store = Awaited<ReturnType<typeof openStore>>

/** Everything at once, and nothing left to chance: what most tests want. */
export const QUICK = {
  latencyMs: 0,
  statusDelaysMs: { sent: 0, delivered: 0, read: 0, reply: 0, spread: 0 },
  shares: {
    delivered: 1,
    read: 1,
    replied: 0,
    tapped: 0,
    stop: 0,
    waIdDiffers: 0,
    failedByCode: {},
  },
}

type Business = {
  businessId: string
  wabaId: string
  numbers: { id: string; displayPhoneNumber: string }[]
  accessToken: string
  systemUserId: string
}

/** A running simulator, as much of it as a store needs. */
type Place = { url: string; product: { received: Received[] } }

/** A business at Meta with its token in hand, as the product has it after connecting. */
export async function openStore({ url, product }: Place, wish: Json = {}, dials: Json = {}) {
  // The admin API answers what its README says.
  const business = (await admin(url, 'POST', 'businesses', {
    subscribed: true,
    ...wish,
  })) as unknown as Business
  const number = business.numbers[0]
  if (!number) throw new Error('A store needs a number')
  const phoneNumberId = number.id
  const turn = (change: Json) => admin(url, 'PUT', 'dials', { phoneNumberId, dials: change })
  await turn({ ...QUICK, ...dials, shares: { ...QUICK.shares, ...(dials.shares ?? {}) } })

  const graph = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const link = new URL(`${url}/v26.0/${path}`)
    link.searchParams.set('appsecret_proof', proofOf(business.accessToken))
    return toAnswer(
      await fetch(link, {
        method,
        headers: { Authorization: `Bearer ${business.accessToken}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }
  const changes = (): Change[] =>
    product.received
      .flatMap(({ json }: Received) => json.entry)
      .filter(({ id }) => id === business.wabaId)
      .flatMap((entry) => entry.changes)
  return {
    ...business,
    url,
    phoneNumberId,
    turn,
    graph,
    send: (message: Json) =>
      graph('POST', `${phoneNumberId}/messages`, { messaging_product: 'whatsapp', ...message }),
    admin: (method: string, path: string, body?: unknown) => admin(url, method, path, body),
    /** Waits until nothing is left to be told. */
    told: async () => {
      await admin(url, 'POST', 'flush')
    },
    changes,
    statuses: (): Status[] => changes().flatMap(({ value }) => value.statuses ?? []),
    inbound: (): Inbound[] => changes().flatMap(({ value }) => value.messages ?? []),
    log: async () => {
      const { items } = await admin(url, 'GET', `log?phoneNumberId=${phoneNumberId}`)
      // The admin API answers what its README says.
      return items as { to: string; wamid: string; identity: string; callbackData: string | null }[]
    },
    summary: () => admin(url, 'GET', `summary?phoneNumberId=${phoneNumberId}`),
  }
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  // Graph answers objects; a test that breaks the body on purpose reads it by itself.
  const json = (text === '' ? {} : JSON.parse(text)) as Json
  return {
    status: response.status,
    headers: response.headers,
    json,
    error: (json.error ?? {}) as GraphFault,
  }
}

export const template = (name: string, language = 'en_US', components: unknown[] = []) => ({
  type: 'template',
  template: { name, language: { code: language }, components },
})

export const body = (...texts: string[]) => ({
  type: 'body',
  parameters: texts.map((text) => ({ type: 'text', text })),
})

/** An appointment with nothing missing: a utility template with two quick replies. */
export const reminder = (to: string, callbackData = 'bc:1') => ({
  to,
  biz_opaque_callback_data: callbackData,
  ...template('appointment_reminder', 'en_US', [body('Maya', '24 November', '10:30')]),
})

/** A marketing message with nothing missing. */
export const offer = (to: string) => ({
  to,
  ...template('weekend_offer', 'en_US', [body('Maya', 'Haifa')]),
})

export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + 10_000
  while (!(await check())) {
    if (Date.now() > until) throw new Error('It did not happen within ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
