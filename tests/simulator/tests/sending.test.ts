import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { type Running, startSimulator } from './running'
import { body, eventually, offer, openStore, reminder, type Store, template } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const idOf = (json: Record<string, unknown>) => (json.messages as { id: string }[])[0]?.id

/** Opens the window of a person and waits until Meta has noted it. */
async function wroteFirst(store: Store, who: Record<string, string>): Promise<string> {
  const inbound = { phoneNumberId: store.phoneNumberId, text: 'Hello', ...who }
  const { wamid } = await store.admin('POST', 'inbound', inbound)
  await eventually(() => store.inbound().some(({ id }) => id === wamid))
  return String(wamid)
}

describe('a message', () => {
  it('is answered in the shape of the example and stands in the log with what was sent', async () => {
    const store = await openStore(simulator)

    const { status, json } = await store.send(reminder('+44 7400 123456', 'bc:7'))

    expect(status).toBe(200)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.messages.template')))
    expect(json.contacts).toEqual([{ input: '+44 7400 123456', wa_id: '447400123456' }])
    const log = await store.admin('GET', `log?phoneNumberId=${store.phoneNumberId}`)
    expect(log.items).toMatchObject([
      {
        to: '+44 7400 123456',
        identity: '447400123456',
        wamid: idOf(json),
        type: 'template',
        template: 'appointment_reminder',
        language: 'en_US',
        callbackData: 'bc:7',
        parameters: [body('Maya', '24 November', '10:30')],
      },
    ])
  })

  it('that is sent twice is two messages', async () => {
    const store = await openStore(simulator)
    const message = reminder('+447400123456')

    const ids = [await store.send(message), await store.send(message)].map(({ json }) => idOf(json))

    expect(new Set(ids).size).toBe(2)
    expect(await store.summary()).toMatchObject({
      accepted: 2,
      distinctRecipients: 1,
      maxPerRecipient: 2,
    })
  })

  it('to a user id reaches the person whose number hides behind it', async () => {
    const store = await openStore(simulator)
    await store.send(reminder('+972501112233'))
    await store.told()
    const bsuid = store.statuses()[0]?.recipient_user_id

    const { to: _to, ...rest } = reminder('')
    const { json } = await store.send({ ...rest, recipient: bsuid })

    expect(json.contacts).toEqual([{ input: bsuid, user_id: bsuid }])
    expect((await store.log()).map(({ identity }) => identity)).toEqual(
      Array(2).fill('972501112233'),
    )
  })

  it('goes to the number when both a number and a user id are given', async () => {
    const store = await openStore(simulator)
    const both = { ...reminder('+447400123456'), recipient: 'US.90011223344556677889' }
    expect((await store.send(both)).json.contacts).toEqual([
      { input: '+447400123456', wa_id: '447400123456' },
    ])
  })

  it('may be answered under another number than the one dialled in Brazil and Mexico', async () => {
    const store = await openStore(simulator, {}, { shares: { waIdDiffers: 1 } })
    const waIdOf = async (to: string) =>
      ((await store.send(reminder(to))).json.contacts as { wa_id: string }[])[0]?.wa_id

    expect(await waIdOf('+55 11 96123-4567')).toBe('551161234567')
    expect(await waIdOf('+551161234567')).toBe('551161234567')
    expect(await waIdOf('+52 55 1234 5678')).toBe('5215512345678')
    expect(await waIdOf('+972501112233')).toBe('972501112233')
  })

  it('in free words goes out while the window is open', async () => {
    const store = await openStore(simulator)
    await wroteFirst(store, { from: '+12025550143' })

    const { status, json } = await store.send(example('request.messages.text'))

    expect(status).toBe(200)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.messages.accepted')))
  })

  it('to somebody known by user id only is answered in the shape of the example', async () => {
    const store = await openStore(simulator)
    const bsuid = 'US.90011223344556677889'
    await wroteFirst(store, { bsuid })

    const { json } = await store.send(example('request.messages.text.bsuid'))

    expect(shapeOf(json)).toEqual(shapeOf(example('response.messages.bsuid')))
    expect((await store.log())[0]?.identity).toBe(bsuid)
  })
})

describe('marking as read', () => {
  it('is taken for a message that came in and for no other', async () => {
    const store = await openStore(simulator)
    const wamid = await wroteFirst(store, { from: '+972501112233' })
    const request = example('request.messages.mark_read_typing')

    const known = await store.send({ ...request, message_id: wamid })
    expect(known.json).toEqual({ success: true })
    expect((await store.send(request)).error.code).toBe(131009)
  })
})

const HEADER = (format: string) => ({ type: 'HEADER', format })
const BODY = (text: string) => ({ type: 'BODY', text })
const BUTTONS = (...buttons: Record<string, string>[]) => ({ type: 'BUTTONS', buttons })

/** For each of Meta's example requests a template that it fits. */
const FITTING: Record<string, { components: unknown[]; parameter_format?: string }> = {
  positional: {
    components: [
      { ...HEADER('TEXT'), text: 'For {{1}}' },
      BODY('{{1}}, order {{2}} is ready.'),
      BUTTONS({ type: 'URL', text: 'Track', url: 'https://example.com/{{1}}' }),
    ],
  },
  named: {
    parameter_format: 'NAMED',
    components: [
      { ...HEADER('TEXT'), text: 'For {{first_name}}' },
      BODY('{{first_name}}, order {{order_number}} is ready.'),
    ],
  },
  no_params: { components: [BODY('We are open again.')] },
  header_video: { components: [HEADER('VIDEO'), BODY('Look.')] },
  header_location: { components: [HEADER('LOCATION'), BODY('Here we are.')] },
  quick_reply_payload: {
    components: [BODY('News.'), BUTTONS({ type: 'QUICK_REPLY', text: 'Stop promotions' })],
  },
  coupon_copy_code: {
    components: [BODY('A gift.'), BUTTONS({ type: 'COPY_CODE', text: 'Copy code' })],
  },
  currency_datetime: { components: [BODY('{{1}} until {{2}}, please.')] },
}

describe("Meta's example requests", () => {
  for (const [kind, fitting] of Object.entries(FITTING)) {
    it(`are taken: a template with ${kind.replace('_', ' ')}`, async () => {
      const order = { name: 'order_update_v2', language: 'en_US', category: 'UTILITY' }
      const store = await openStore(simulator, { templates: [{ ...order, ...fitting }] })
      const { status, json } = await store.send(example(`request.messages.template.${kind}`))
      expect(status, JSON.stringify(json)).toBe(200)
    })
  }

  for (const kind of ['image', 'document']) {
    it(`are refused while their ${kind} was never uploaded for this number`, async () => {
      const order = { name: 'order_update_v2', language: 'en_US', category: 'UTILITY' }
      const components = [HEADER(kind.toUpperCase()), BODY('Look.')]
      const store = await openStore(simulator, { templates: [{ ...order, components }] })
      const { error } = await store.send(example(`request.messages.template.header_${kind}`))
      expect(error.code).toBe(131009)
    })
  }
})

describe('a text that quotes another message', () => {
  it('is taken', async () => {
    const store = await openStore(simulator)
    await wroteFirst(store, { from: '+12025550143' })
    expect((await store.send(example('request.messages.text.reply'))).status).toBe(200)
  })
})

describe('the summary', () => {
  it('counts by number what was taken, refused and told', async () => {
    const store = await openStore(simulator)
    for (const serial of [1, 2, 3]) await store.send(offer(`+97250111223${serial}`))
    await store.send({ to: '+972501112231', ...template('nothing_of_this_name') })
    await store.told()

    expect(await store.summary()).toMatchObject({
      accepted: 3,
      distinctRecipients: 3,
      maxPerRecipient: 1,
      refusedByCode: { '132001': 1 },
      requests: 4,
      statuses: { sent: 3, delivered: 3, read: 3, failed: 0 },
      webhooksPending: 0,
    })
  })
})

describe('free messages in an open window', () => {
  const KINDS = [
    { type: 'location', location: { latitude: 32.08, longitude: 34.78, name: 'Shop' } },
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Dana' }, phones: [{ phone: '+1' }] }],
    },
    { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } },
    {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'When?' },
        action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'Now' } }] },
      },
    },
    {
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        body: { text: 'Our menu' },
        action: {
          name: 'cta_url',
          parameters: { display_text: 'Menu', url: 'https://example.com' },
        },
      },
    },
  ]

  it('of every kind are taken as Meta takes them, and refused with what it refuses', async () => {
    const store = await openStore(simulator)
    const { phoneNumberId } = store
    await store.admin('POST', 'inbound', { phoneNumberId, from: '+12025550143', text: 'Hi' })
    await store.told()
    const send = (message: object) =>
      store.send({ messaging_product: 'whatsapp', to: '+12025550143', ...message })
    for (const message of KINDS) expect((await send(message)).status, message.type).toBe(200)
    const tooMany = Array.from({ length: 4 }, (_, at) => ({
      type: 'reply',
      reply: { id: `${at}`, title: 'Yes' },
    }))
    const interactive = { type: 'button', body: { text: 'x' }, action: { buttons: tooMany } }
    expect((await send({ type: 'interactive', interactive })).error.code).toBe(100)
    expect((await send({ type: 'image', image: { id: '12345' } })).error.code).toBe(131009)
  })

  it('of a person may be anything, as Meta writes it', async () => {
    const store = await openStore(simulator)
    const { phoneNumberId } = store
    const content = { type: 'location', location: { latitude: 1, longitude: 2 } }
    await store.admin('POST', 'inbound', { phoneNumberId, from: '+12025550143', content })
    await store.told()
    expect(store.inbound()[0]).toMatchObject(content)
  })
})
