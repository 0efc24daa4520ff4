import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { connectNumber } from '../../scripts/journey.mjs'
import { type Business, openWorld, type World } from '../support/runtime'

let world: World
let business: Business
beforeAll(async () => {
  world = await openWorld()
  business = await world.newBusiness()
  await connectNumber(await world.signUp(), business)
})
afterAll(() => world.stop())

/** A body as Meta sends it, with these messages from people to a number. */
function bodyWith(messages: object[], phoneNumberId = business.numbers[0]?.id) {
  const metadata = { display_phone_number: '972555550177', phone_number_id: phoneNumberId }
  const contacts = [{ profile: { name: 'Noa' }, wa_id: '972545550123' }]
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages }
  const entry = [{ id: business.wabaId, changes: [{ field: 'messages', value }] }]
  return JSON.stringify({ object: 'whatsapp_business_account', entry })
}

let serial = 0
const textFrom = (from: string, body = 'Hello') => ({
  from,
  id: `wamid.TEST${++serial}`,
  timestamp: String(Math.floor(Date.now() / 1000)),
  type: 'text',
  text: { body },
})

async function post(body: string, signature?: string) {
  const headers = signature === undefined ? {} : { 'X-Hub-Signature-256': signature }
  return (await fetch(`${world.url}/webhooks/meta`, { method: 'POST', body, headers })).status
}

const signed = (body: string) =>
  `sha256=${createHmac('sha256', world.vars.META_APP_SECRET ?? '')
    .update(body)
    .digest('hex')}`

async function messagesStored(): Promise<number> {
  const db = await world.miniflare.getD1Database('DATA_0', 'proconnect-app')
  const row = await db.prepare('SELECT COUNT(*) AS n FROM messages').first<{ n: number }>()
  return row?.n ?? 0
}

/** Waits until what came with the good webhook is there; then nothing else is on its way. */
async function storedAfterGoodOne(): Promise<number> {
  const before = await messagesStored()
  const body = bodyWith([textFrom('972545550199')])
  expect(await post(body, signed(body))).toBe(200)
  await until(async () => (await messagesStored()) > before, { what: 'the good webhook' })
  return (await messagesStored()) - before
}

describe('a webhook', () => {
  it.each([
    ['without a signature', () => undefined],
    ['with a wrong signature', () => `sha256=${'0'.repeat(64)}`],
    ['with a signature that is no hex', () => `sha256=${'z'.repeat(64)}`],
    ['with half a signature', (body: string) => signed(body).slice(0, 40)],
    ['with one bit of the signature turned', (body: string) => turned(signed(body))],
    ['signed in another way', (body: string) => signed(body).replace('sha256=', 'sha1=')],
  ])('%s is refused and stores nothing', async (_what, signatureOf) => {
    const body = bodyWith([textFrom('972545550124')])
    expect(await post(body, signatureOf(body))).toBe(401)
    expect(await storedAfterGoodOne()).toBe(1)
  })

  it('whose body was damaged on the way is refused', async () => {
    const body = bodyWith([textFrom('972545550124', 'one')])
    expect(await post(body.replace('one', 'two'), signed(body))).toBe(401)
    expect(await storedAfterGoodOne()).toBe(1)
  })

  it('for a number that nobody connected is taken and changes nothing', async () => {
    const body = bodyWith([textFrom('972545550124')], '999000999000999')
    expect(await post(body, signed(body))).toBe(200)
    expect(await storedAfterGoodOne()).toBe(1)
  })

  it('with one bad item among good ones brings the good ones', async () => {
    const before = await messagesStored()
    const items = [textFrom('972545550131'), { id: 7, type: null }, textFrom('972545550132')]
    const body = bodyWith(items)
    expect(await post(body, signed(body))).toBe(200)
    await until(async () => (await messagesStored()) === before + 2, { what: 'both good items' })
  })

  it('of 3 MB is taken whole', async () => {
    const before = await messagesStored()
    const people = Array.from({ length: 900 }, (_, at) => `9725455${50_200 + at}`)
    const body = bodyWith(people.map((from) => textFrom(from, 'x'.repeat(3300))))
    expect(body.length).toBeGreaterThan(3_000_000)
    expect(await post(body, signed(body))).toBe(200)
    await until(async () => (await messagesStored()) === before + people.length, {
      what: 'all of its messages',
      timeoutMs: 90_000,
    })
  })

  it('that comes twice is stored once', async () => {
    const before = await messagesStored()
    const body = bodyWith([textFrom('972545550140')])
    for (let again = 0; again < 3; again++) expect(await post(body, signed(body))).toBe(200)
    await storedAfterGoodOne()
    expect(await messagesStored()).toBe(before + 2)
  })

  it('far larger than Meta sends is refused', async () => {
    const body = 'x'.repeat(6 * 1024 * 1024)
    expect(await post(body, signed(body))).toBe(413)
  })

  it('address is confirmed to Meta by the verify token, and to nobody else', async () => {
    const ask = async (token: string) => {
      const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158', 'hub.verify_token': token }
      const answer = await fetch(`${world.url}/webhooks/meta?${new URLSearchParams(query)}`)
      return `${answer.status} ${answer.ok ? await answer.text() : ''}`
    }
    expect(await ask(world.vars.META_VERIFY_TOKEN ?? '')).toBe('200 1158')
    expect(await ask('something else')).toBe('403 ')
  })
})

it('somebody who moves to another number keeps what was said, and goes on with it', async () => {
  const owner = await world.signUp()
  const shop = await world.newBusiness()
  await connectNumber(owner, shop)
  const phoneNumberId = shop.numbers[0]?.id
  const [from, to] = ['+972545550161', '+972545550162']
  const heard = (text: string) =>
    until(
      async () => {
        const { items } = await owner.get('/contacts')
        if (items.length === 0) return null
        const { items: told } = await owner.get(`/contacts/${items[0].id}/timeline`)
        return told.some((entry: { text?: string }) => entry.text === text) && { items, told }
      },
      { what: text },
    )
  const say = (who: string, text: string) =>
    world.simulator.post('/inbound', { phoneNumberId, from: who, text })

  await say(from, 'before')
  const { items: before } = await heard('before')
  await world.simulator.post('/people/move', { phoneNumberId, from, to })
  await until(async () => (await owner.get('/contacts')).items[0]?.phone === to, { what: 'news' })
  await say(to, 'after')
  const { items, told } = await heard('after')
  expect(items).toMatchObject([{ id: before[0]?.id, phone: to }])
  expect(told.map(({ text }: { text?: string }) => text)).toContain('before')
})

function turned(signature: string): string {
  const last = signature.at(-1) === '0' ? '1' : '0'
  return signature.slice(0, -1) + last
}
