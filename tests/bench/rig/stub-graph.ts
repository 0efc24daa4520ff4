// Graph as far as one sender needs it, in a process of its own: answers after a fixed time and counts.
// `/stats` tells what came, `/reset` forgets it; after `/tell-statuses` it sends statuses of each message.
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { postOne, statusWebhook } from './status-webhooks.ts'

export type SentMessage = { to: string; wamid: string; tag: string }
export type Stats = {
  sent: SentMessage[]
  mostOpen: number
  /** When each message arrived, in milliseconds. */
  arrivals: number[]
  /** From the first request's arrival to the last answer's end. */
  tookMs: number
}
export type StatusTarget = { url: string; appSecret: string }

const [latencyMs = '50', appId = '', throughput = 'HIGH'] = process.argv.slice(2)
const MESSAGES = /\/messages$/

/** When each status comes after the answer, give or take a half; as in tests/simulator/dials.ts. */
const STATUS_DELAYS_MS = { sent: 300, delivered: 1200, read: 4000 }
const SPREAD = 0.5

let sent: SentMessage[] = []
let arrivals: number[] = []
let target: StatusTarget | undefined
const agent = new Agent({ keepAlive: true, maxSockets: 50 })
let open = 0
let mostOpen = 0
let firstAt = 0
let lastAt = 0

async function sendMessage(request: IncomingMessage, response: ServerResponse) {
  const arrivedAt = performance.now()
  firstAt ||= arrivedAt
  arrivals.push(arrivedAt)
  open += 1
  mostOpen = Math.max(mostOpen, open)
  const { to, biz_opaque_callback_data: tag } = await bodyOf(request)
  const wamid = `wamid.STUB${sent.length + 1}`
  sent.push({ to, wamid, tag })
  await new Promise((resolve) => setTimeout(resolve, Number(latencyMs)))
  open -= 1
  answer(response, {
    messaging_product: 'whatsapp',
    contacts: [{ input: to, wa_id: String(to).replace('+', '') }],
    messages: [{ id: wamid, message_status: 'accepted' }],
  })
  lastAt = performance.now()
  if (target) tellStatuses({ to, wamid, tag }, target)
}

function tellStatuses(message: SentMessage, { url, appSecret }: StatusTarget) {
  for (const [status, delayMs] of Object.entries(STATUS_DELAYS_MS)) {
    const afterMs = delayMs * (1 - SPREAD + 2 * SPREAD * Math.random())
    const tell = () => postOne(url, statusWebhook([{ ...message, status }], appSecret), agent)
    // Whoever waits for the status misses it and says so.
    setTimeout(() => tell().catch(() => {}), afterMs)
  }
}

const WABA = { id: '102290129340398', name: 'Bench', currency: 'USD' }
const NUMBER = {
  id: '106540352242922',
  display_phone_number: '+972 55-555-0177',
  quality_rating: 'GREEN',
  status: 'CONNECTED',
  throughput: { level: throughput },
  whatsapp_business_manager_messaging_limit: 'TIER_UNLIMITED',
}
const TEMPLATE = {
  id: '1200000000000001',
  name: 'bench',
  language: 'en_US',
  category: 'UTILITY',
  status: 'APPROVED',
  components: [{ type: 'BODY', text: 'Hello {{1}}!', example: { body_text: [['Maya']] } }],
}
const SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging']
const TOKEN = { is_valid: true, app_id: appId, expires_at: 0, scopes: SCOPES, user_id: '1' }

const ANSWERS: [RegExp, () => unknown][] = [
  [/\/debug_token$/, () => ({ data: TOKEN })],
  [/\/phone_numbers$/, () => ({ data: [NUMBER] })],
  [/\/message_templates$/, () => ({ data: [TEMPLATE] })],
  [/\/subscribed_apps$/, () => ({ success: true })],
  [new RegExp(`/${NUMBER.id}$`), () => NUMBER],
  [new RegExp(`/${WABA.id}$`), () => WABA],
  [/^\/stats$/, (): Stats => ({ sent, mostOpen, arrivals, tookMs: lastAt - firstAt })],
  [/^\/count$/, () => sent.length],
]

function answer(response: ServerResponse, json: unknown) {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(json))
}

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://stub')
  if (pathname === '/reset') {
    sent = []
    arrivals = []
    mostOpen = firstAt = lastAt = 0
    return answer(response, {})
  }
  if (pathname === '/tell-statuses') {
    return void bodyOf(request).then((to: StatusTarget) => {
      target = to
      answer(response, {})
    })
  }
  if (MESSAGES.test(pathname)) return void sendMessage(request, response)
  const found = ANSWERS.find(([pattern]) => pattern.test(pathname))
  answer(response, found ? found[1]() : { error: { code: 100, message: pathname } })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : null })
})
process.on('disconnect', () => process.exit())
