// Webhooks as Meta sends them about messages, signed.
import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

export type StatusOf = { to: string; wamid: string; tag: string; status: string }
export type Signed = { body: string; headers: Record<string, string> }

/** One webhook with these statuses. */
export function statusWebhook(statuses: StatusOf[], appSecret: string): Signed {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '972555550177', phone_number_id: '106540352242922' },
    statuses: statuses.map(itemOf),
  }
  const entry = [{ id: '102290129340398', changes: [{ field: 'messages', value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const hash = createHmac('sha256', appSecret).update(body).digest('hex')
  return { body, headers: { 'X-Hub-Signature-256': `sha256=${hash}` } }
}

const itemOf = ({ to, wamid, tag, status }: StatusOf) => ({
  id: wamid,
  status,
  timestamp: String(Math.floor(Date.now() / 1000)),
  recipient_id: to.replace('+', ''),
  biz_opaque_callback_data: tag,
  pricing: { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' },
})

/** POSTs all of them over so many connections that stay open; answers each one's milliseconds. */
export async function postAll(
  url: string,
  webhooks: Signed[],
  connections = 50,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const tookMs: number[] = []
  const queue = [...webhooks].reverse()
  const loop = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const startedAt = performance.now()
      await postOne(url, next, agent)
      tookMs.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
  agent.destroy()
  return tookMs
}

/** Fails unless it is taken. */
export const postOne = (url: string, { body, headers }: Signed, agent: Agent) =>
  new Promise<void>((resolve, reject) => {
    const length = { 'Content-Length': Buffer.byteLength(body) }
    const options = { method: 'POST', agent, headers: { ...headers, ...length } }
    const sent = request(url, options, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`a webhook was answered by ${response.statusCode}`))
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
