// What a recipient costs in the database and in queues, from the plan to the last status: counters, which
// do not depend on the machine.
import { createHmac } from 'node:crypto'
import { until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import { countsSince } from './rig/counts.ts'
import { openRig, openStub, type Report, type Rig } from './rig/rig.ts'
import type { SentMessage } from './rig/stub-graph.ts'

const PEOPLE = 2000
const OPEN_POSTS = 20
/** A queue message is written, read and deleted. */
const OPS_PER_MESSAGE = 3

export async function measure(report: Report) {
  const stub = await openStub(5)
  const rig = await openRig({ stub, counted: true })
  try {
    const browser = await rig.signUp()
    await connectNumber(browser, stub.business)
    const [template] = await syncedTemplates(browser)
    const rows = Array.from({ length: PEOPLE }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
    await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${rows.join('')}`))

    const before = await rig.counts()
    const draft = await composeBroadcast(browser, {
      name: 'Counted',
      numberId: stub.business.numbers[0]?.id ?? '',
      template,
      mapping: { 'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' } },
    })
    await launchBroadcast(browser, draft)
    await until(async () => (await stub.stats()).sent.length === PEOPLE, {
      timeoutMs: 300_000,
      everyMs: 500,
      what: 'the last message',
    })
    await finishedBroadcast(browser, draft.id)
    const sent = countsSince(before, await rig.counts())
    const { sent: messages } = await stub.stats()
    for (const status of ['sent', 'delivered', 'read']) await tellStatus(rig, messages, status)
    await until(async () => (await readRows(rig)) === PEOPLE, {
      timeoutMs: 300_000,
      everyMs: 500,
      what: 'the last status',
    })
    const all = countsSince(before, await rig.counts())
    report('broadcast.rows_written_per_recipient', all.rowsWritten / PEOPLE, 'rows')
    report('broadcast.rows_read_per_recipient', all.rowsRead / PEOPLE, 'rows')
    const operations = sent.queueMessages * OPS_PER_MESSAGE
    report('broadcast.queue_ops_per_recipient', operations / PEOPLE, 'operations')
  } finally {
    await rig.stop()
    stub.close()
  }
}

/** Read without being counted. */
async function readRows({ miniflare }: Rig): Promise<number> {
  const db = await miniflare.getD1Database('DATA_0', 'proconnect-app')
  const row = await db
    .prepare('SELECT COUNT(*) AS n FROM recipients WHERE rank = 7')
    .first<{ n: number }>()
  return row?.n ?? 0
}

/** One status of every message, each in a webhook of its own, as Meta sends them in the worst case. */
async function tellStatus(rig: Rig, messages: SentMessage[], status: string) {
  const queue = [...messages]
  const loop = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await postStatus(rig, next, status)
  }
  await Promise.all(Array.from({ length: OPEN_POSTS }, loop))
}

async function postStatus({ url, vars }: Rig, { to, wamid, tag }: SentMessage, status: string) {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [{ field: 'messages', value: statusOf(to, wamid, tag, status) }],
      },
    ],
  })
  const hash = createHmac('sha256', vars.META_APP_SECRET ?? '')
    .update(body)
    .digest('hex')
  const headers = { 'X-Hub-Signature-256': `sha256=${hash}` }
  const answer = await fetch(`${url}/webhooks/meta`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`)
}

const statusOf = (to: string, wamid: string, tag: string, status: string) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '972555550177', phone_number_id: '106540352242922' },
  statuses: [
    {
      id: wamid,
      status,
      timestamp: String(Math.floor(Date.now() / 1000)),
      recipient_id: to.replace('+', ''),
      biz_opaque_callback_data: tag,
      pricing: { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' },
    },
  ],
})
