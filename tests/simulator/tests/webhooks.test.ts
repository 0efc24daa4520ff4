import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { APP, type Running, startSimulator } from './running'
import { eventually, offer, openStore, reminder, type Store } from './store'
import { singleChanges } from './webhook'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const PHONE = '+12025550143'

/** The bodies that a store's news made, one change each. */
const bodiesOf = ({ wabaId }: Store) =>
  simulator.product.received
    .flatMap(({ json }) => singleChanges(json))
    .filter(({ entry }) => entry[0]?.id === wabaId)

const shapesOf = (store: Store) => bodiesOf(store).map(shapeOf)

describe('a webhook', () => {
  it('is signed over its raw bytes, which hold no letter beyond ASCII and no plain slash', async () => {
    const store = await openStore(simulator)
    const text = 'תודה! https://example.com/א 🙏'
    await store.admin('POST', 'inbound', { phoneNumberId: store.phoneNumberId, from: PHONE, text })
    await store.told()

    const { body, signature } = simulator.product.received.at(-1) ?? { body: '', signature: '' }
    const mac = createHmac('sha256', APP.META_APP_SECRET).update(body).digest('hex')
    expect(signature).toBe(`sha256=${mac}`)
    expect(body).toMatch(/^[\x20-\x7e]+$/)
    expect(body).toContain('https:\\/\\/example.com\\/\\u05d0')
    expect(store.inbound()[0]?.text?.body).toBe(text)
  })

  it('comes only after the app has subscribed to the account', async () => {
    const store = await openStore(simulator, { subscribed: false })
    await store.send(reminder(PHONE))
    await store.told()
    expect(store.changes()).toEqual([])

    await store.graph('POST', `${store.wabaId}/subscribed_apps`)
    await store.send(reminder(PHONE))
    await store.told()
    expect(store.statuses().length).toBe(3)
  })

  it('is tried again until the product takes it', async () => {
    const store = await openStore(simulator)
    simulator.product.status = 500
    await store.send(reminder(PHONE))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await store.summary()).toMatchObject({ webhooksPending: 3 })

    simulator.product.status = 200
    await eventually(() => store.statuses().length === 3)
    expect(await store.summary()).toMatchObject({ webhooksPending: 0 })
  })

  it('can be anything, signed well, badly or not at all', async () => {
    const store = await openStore(simulator)
    const before = simulator.product.received.length
    for (const options of [{}, { badSignature: true }, { noSignature: true }]) {
      await store.admin('POST', 'webhook', { body: { object: 'odd', entry: [] }, ...options })
    }
    const [good, bad, none] = simulator.product.received.slice(before)
    const mac = createHmac('sha256', APP.META_APP_SECRET)
      .update(good?.body ?? '')
      .digest('hex')
    expect(good?.signature).toBe(`sha256=${mac}`)
    expect([bad?.signature === good?.signature, none?.signature]).toEqual([false, null])
  })

  it('address is confirmed by the handshake', async () => {
    const store = await openStore(simulator)
    expect(await store.admin('POST', 'handshake')).toEqual({ status: 200, body: '1158201444' })
  })
})

describe('statuses', () => {
  it('of a message that is read come in the shapes of the examples, with our string', async () => {
    const store = await openStore(simulator)
    await store.send(reminder(PHONE, 'bc:0192f:r:000431'))
    await store.told()

    const expected = ['sent', 'delivered', 'read'].map((name) =>
      shapeOf(example(`webhook.statuses.${name}`)),
    )
    expect(shapesOf(store)).toEqual(expect.arrayContaining(expected))
    expect(shapesOf(store).length).toBe(3)
    for (const status of store.statuses()) {
      expect(status.biz_opaque_callback_data).toBe('bc:0192f:r:000431')
    }
  })

  it('carry the price on sent and delivered, by the category at the time of sending', async () => {
    const store = await openStore(simulator)
    const { wabaId } = store
    await store.send(reminder(PHONE))
    await store.admin('POST', 'templates/category', {
      wabaId,
      name: 'appointment_reminder',
      category: 'MARKETING',
    })
    await store.send(reminder('+972501234567'))
    await store.told()

    const priced = store.statuses().filter(({ pricing }) => pricing)
    expect(priced.map(({ status }) => status).sort()).toEqual([
      'delivered',
      'delivered',
      'sent',
      'sent',
    ])
    const categoryOf = (phone: string) =>
      priced.find(({ recipient_id }) => recipient_id === phone)?.pricing
    const price = { billable: true, pricing_model: 'PMP', type: 'regular' }
    expect(categoryOf('12025550143')).toEqual({ ...price, category: 'utility' })
    expect(categoryOf('972501234567')).toEqual({ ...price, category: 'marketing' })
  })

  it('carry the price on read where the chat was open and delivered never comes', async () => {
    const store = await openStore(simulator, {}, { shares: { chatOpen: 1 } })
    await store.send(reminder(PHONE))
    await store.told()
    expect(
      store
        .statuses()
        .map(({ status, pricing }) => [status, pricing?.type])
        .sort(),
    ).toEqual([
      ['read', 'regular'],
      ['sent', 'regular'],
    ])
  })

  it('of a free reply say that it is free, in the shape of the example', async () => {
    const store = await openStore(simulator)
    await store.admin('POST', 'inbound', { phoneNumberId: store.phoneNumberId, from: PHONE })
    await store.told()
    await store.send({ to: PHONE, type: 'text', text: { body: 'Yes' } })
    await store.told()

    const delivered = bodiesOf(store).find(
      ({ entry }) => entry[0]?.changes[0]?.value.statuses?.[0]?.status === 'delivered',
    )
    expect(shapeOf(delivered)).toEqual(shapeOf(example('webhook.statuses.delivered.service_free')))
  })

  it('of a message to a user id name no number', async () => {
    const store = await openStore(simulator)
    const { to: _to, ...message } = reminder('', 'bc:0192f:r:000431')
    await store.send({ ...message, recipient: 'US.90011223344556677889' })
    await store.told()

    expect(shapesOf(store)).toContainEqual(
      shapeOf(example('webhook.statuses.delivered.bsuid_only')),
    )
    expect(store.statuses().some(({ recipient_id }) => recipient_id)).toBe(false)
  })

  it.each([131026, 131049, 131050])('of a failure look like the example: %i', async (code) => {
    const store = await openStore(simulator, {}, { shares: { failedByCode: { [code]: 1 } } })
    await store.send(reminder(PHONE, 'bc:0192f:r:000431'))
    await store.told()
    const [body] = bodiesOf(store)
    const expected = example(`webhook.statuses.failed.${code}`)
    expect(shapeOf(body)).toEqual(shapeOf(expected))
    expect(bodiesOf(store).length).toBe(1)
    expect(store.statuses()[0]?.errors?.[0]?.code).toBe(code)
  })
})

describe('what people write', () => {
  it('comes in the shapes of the examples, from a number and from a user id', async () => {
    const store = await openStore(simulator)
    const { phoneNumberId } = store
    const name = 'Noor Example'
    await store.admin('POST', 'inbound', { phoneNumberId, from: PHONE, name, text: 'Hello' })
    await store.admin('POST', 'inbound', {
      phoneNumberId,
      bsuid: 'US.90011223344556677889',
      username: 'noor.example',
      name,
    })
    await store.told()

    expect(shapesOf(store)).toEqual(
      expect.arrayContaining([
        shapeOf(example('webhook.messages.text')),
        shapeOf(example('webhook.messages.text.bsuid_only')),
      ]),
    )
  })

  it('is a tap on a quick reply that names the message and returns the payload', async () => {
    const store = await openStore(simulator, {}, { shares: { tapped: 1 } })
    const payload = (index: string, text: string) => ({
      type: 'button',
      sub_type: 'quick_reply',
      index,
      parameters: [{ type: 'payload', payload: text }],
    })
    const message = reminder(PHONE)
    message.template.components.push(payload('0', 'yes:1'), payload('1', 'no:1'))
    const { json } = await store.send(message)
    await store.told()

    const [tap] = store.inbound()
    expect(tap?.context?.id).toBe((json.messages as { id: string }[])[0]?.id)
    expect(['yes:1', 'no:1']).toContain(tap?.button?.payload)
    expect(shapesOf(store)).toContainEqual(
      shapeOf(example('webhook.messages.button.template_quick_reply')),
    )
  })

  it('is STOP or הסר after marketing, and not after a reminder', async () => {
    const store = await openStore(simulator, {}, { shares: { stop: 1 } })
    for (let i = 0; i < 8; i++) await store.send(offer(`+9725011122${30 + i}`))
    for (let i = 0; i < 8; i++) await store.send(offer(`+4474001122${30 + i}`))
    await store.send(reminder('+972501112299'))
    await store.told()

    const words = store.inbound().map(({ text }) => text?.body ?? '')
    expect(words.length).toBe(16)
    expect(words).toContain('הסר')
    for (const word of words) expect(['הסר', 'STOP', 'Stop', 'stop']).toContain(word)
  })
})

const NEWS: [string, string, (store: Store) => unknown][] = [
  ...(['APPROVED', 'PAUSED', 'DISABLED', 'REJECTED'] as const).map(
    (status): [string, string, (store: Store) => unknown] => [
      `message_template_status_update.${status}`,
      'templates/status',
      ({ wabaId }) => ({ wabaId, name: 'order_update', language: 'he', status }),
    ],
  ),
  [
    'template_category_update.done',
    'templates/category',
    ({ wabaId }) => ({ wabaId, name: 'order_update', language: 'he', category: 'MARKETING' }),
  ],
  [
    'message_template_quality_update',
    'templates/quality',
    ({ wabaId }) => ({ wabaId, name: 'order_update', language: 'he', quality: 'RED' }),
  ],
  [
    'phone_number_quality_update',
    'numbers/throughput',
    ({ phoneNumberId }) => ({ phoneNumberId, level: 'HIGH' }),
  ],
  ['business_capability_update', 'accounts/limit', ({ wabaId }) => ({ wabaId, limit: 'TIER_2K' })],
  [
    'account_update.ACCOUNT_RESTRICTION',
    'accounts/restriction',
    ({ wabaId }) => ({ wabaId, restriction: 'policy' }),
  ],
  [
    'account_update.DISABLED_UPDATE',
    'accounts/restriction',
    ({ wabaId }) => ({ wabaId, restriction: 'locked' }),
  ],
  ['account_update.PARTNER_REMOVED', 'accounts/remove', ({ wabaId }) => ({ wabaId })],
  [
    'user_preferences.stop',
    'people/preference',
    ({ phoneNumberId }) => ({ phoneNumberId, from: PHONE, value: 'stop' }),
  ],
  [
    'messages.system.user_changed_number',
    'people/move',
    ({ phoneNumberId }) => ({ phoneNumberId, from: PHONE, to: '+972501112233' }),
  ],
  [
    'messages.system.user_changed_user_id',
    'people/move',
    ({ phoneNumberId }) => ({ phoneNumberId, bsuid: 'US.1', toBsuid: 'US.2' }),
  ],
]

describe('news about the account', () => {
  for (const [name, path, wish] of NEWS) {
    it(`comes in the shape of the example: ${name}`, async () => {
      const store = await openStore(simulator)
      await store.admin('POST', path, wish(store))
      await store.told()
      const expected = example(`webhook.${name}`)
      // What people do is told in the chat's envelope, which has no time.
      const isTimed = !/^(user_preferences|messages)\./.test(name)
      const [body] = bodiesOf(store)
      const [entry] = body?.entry ?? []
      const { time, ...rest } = entry ?? { id: '', changes: [] }
      expect(shapeOf({ ...body, entry: [isTimed ? { ...rest, time } : rest] })).toEqual(
        shapeOf(expected),
      )
    })
  }
})
