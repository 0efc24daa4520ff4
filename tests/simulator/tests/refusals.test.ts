import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { type Running, startSimulator } from './running'
import { body, eventually, offer, openStore, reminder, template } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const PHONE = '+972501234567'

describe('a template message is refused', () => {
  const cases: [string, number, number, Record<string, unknown>][] = [
    ['when nobody made a template of that name', 404, 132001, template('nobody_made_it')],
    ['when there is no such translation', 404, 132001, template('order_update', 'fr')],
    ['while it is in review', 404, 132001, template('new_branch_opening', 'he', [body('אורי')])],
    ['with too few values', 400, 132000, template('weekend_offer', 'en_US', [body('Maya')])],
    ['with too many', 400, 132000, template('weekend_offer', 'en_US', [body('1', '2', '3')])],
    ['with an empty value', 400, 132012, template('weekend_offer', 'en_US', [body('', 'Haifa')])],
    ['with a line break', 400, 132018, template('weekend_offer', 'en_US', [body('a\nb', 'c')])],
    ['with five spaces', 400, 132018, template('weekend_offer', 'en_US', [body('a     b', 'c')])],
    [
      'when it grows too long',
      400,
      132005,
      template('weekend_offer', 'he', [body('x'.repeat(1024), 'y')]),
    ],
    ['without its picture', 400, 132012, template('winter_early_access', 'he', [body('a', 'b')])],
    [
      'without names for its values',
      400,
      100,
      template('order_update', 'he', [body('a', 'b', 'c')]),
    ],
    ['without its coupon', 400, 131008, template('thank_you_coupon', 'en_US', [body('a')])],
  ]
  for (const [why, status, code, message] of cases) {
    it(why, async () => {
      const store = await openStore(simulator)
      const answer = await store.send({ to: PHONE, ...message })
      expect([answer.status, answer.error.code], answer.error.message).toEqual([status, code])
      expect(await store.summary()).toMatchObject({ accepted: 0, refusedByCode: { [code]: 1 } })
    })
  }

  it('without the end of its link', async () => {
    const store = await openStore(simulator)
    const values = { first_name: 'Noor', order_number: '8841', day: 'Tuesday' }
    const parameters = Object.entries(values).map(([parameter_name, text]) => ({
      type: 'text',
      parameter_name,
      text,
    }))
    const message = template('order_update', 'en_US', [{ type: 'body', parameters }])
    expect((await store.send({ to: PHONE, ...message })).error).toMatchObject({
      code: 131008,
      error_data: { details: 'buttons: Button at index 0 of type Url requires a parameter' },
    })
  })

  it('as Meta words it', async () => {
    const store = await openStore(simulator)
    const { json } = await store.send({ to: PHONE, ...template('order_update_v2') })
    expect(shapeOf(json)).toEqual(shapeOf(example('response.error.132001')))
    expect(json).toMatchObject({
      error: { error_data: { details: 'template name (order_update_v2) does not exist in en_US' } },
    })
  })

  it('while it is paused, and for good when it is disabled', async () => {
    const store = await openStore(simulator)
    const turn = (status: string) =>
      store.admin('POST', 'templates/status', {
        wabaId: store.wabaId,
        name: 'weekend_offer',
        status,
      })
    await turn('PAUSED')
    expect((await store.send(offer(PHONE))).error.code).toBe(132015)
    await turn('APPROVED')
    expect((await store.send(offer(PHONE))).status).toBe(200)
    await turn('DISABLED')
    expect((await store.send(offer(PHONE))).error.code).toBe(132016)
  })
})

describe('a recipient is refused', () => {
  it.each([
    ['not a phone', 131009],
    ['+12', 131009],
    ['+99999999999999999', 131009],
    ['', 131009],
  ])('that is no number: %s', async (to, code) => {
    const store = await openStore(simulator)
    expect((await store.send(reminder(to))).error.code).toBe(code)
  })

  it('that is the sender', async () => {
    const store = await openStore(simulator)
    const own = store.numbers[0]?.displayPhoneNumber ?? ''
    expect((await store.send(reminder(own))).error.code).toBe(131021)
  })

  it('that a test number may not reach', async () => {
    const store = await openStore(simulator, { numbers: [{ allowedRecipients: [PHONE] }] })
    expect((await store.send(reminder(PHONE))).status).toBe(200)
    expect((await store.send(reminder('+972501234568'))).error.code).toBe(131030)
  })

  it('by nobody in particular', async () => {
    const store = await openStore(simulator)
    const { to: _to, ...nobody } = reminder(PHONE)
    expect((await store.send(nobody)).error.message).toContain('The parameter to is required')
  })
})

describe('a request is refused', () => {
  it('with an unknown key, a long key of ours, another product or no JSON', async () => {
    const store = await openStore(simulator)
    const codes = []
    const good = reminder(PHONE)
    for (const odd of [
      { ...good, priority: 'high' },
      { ...good, biz_opaque_callback_data: 'x'.repeat(513) },
      { ...good, messaging_product: 'sms' },
      { ...good, type: 'poll' },
    ]) {
      codes.push((await store.send(odd)).error.code)
    }
    const bare = await store.graph('POST', `${store.phoneNumberId}/messages`)
    expect([...codes, bare.error.code]).toEqual([100, 100, 100, 131051, 100])
  })

  it('in free words outside the window, at once or later as the dial says', async () => {
    const store = await openStore(simulator)
    const text = { to: PHONE, type: 'text', text: { body: 'Hello?' } }

    const { json } = await store.send(text)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.error.131047')))

    await store.turn({ windowRefusal: 'async' })
    expect((await store.send(text)).status).toBe(200)
    await store.told()
    expect(store.statuses().map(({ errors }) => errors?.[0]?.code)).toEqual([131047])
  })
})

describe('an account is refused', () => {
  it('when its payment is missing, as Meta words it', async () => {
    const store = await openStore(simulator)
    await store.admin('POST', 'accounts/payment', { wabaId: store.wabaId, missing: true })
    const { json } = await store.send(reminder(PHONE))
    expect(shapeOf(json)).toEqual(shapeOf(example('response.error.131042')))
  })

  it.each([
    ['locked', 131031, 403],
    ['policy', 368, 403],
  ])('while it is restricted: %s', async (restriction, code, http) => {
    const store = await openStore(simulator)
    await store.admin('POST', 'accounts/restriction', { wabaId: store.wabaId, restriction })
    const { status, error } = await store.send(reminder(PHONE))
    expect([status, error.code]).toEqual([http, code])
  })

  it('when its number is not registered, and when it is gone', async () => {
    const store = await openStore(simulator)
    const { phoneNumberId } = store
    await store.admin('POST', 'numbers/status', { phoneNumberId, status: 'PENDING' })
    expect((await store.send(reminder(PHONE))).error.code).toBe(133010)
    await store.admin('POST', 'numbers/delete', { phoneNumberId })
    expect((await store.send(reminder(PHONE))).error).toMatchObject({
      code: 100,
      error_subcode: 33,
    })
  })

  it('when its token dies between two messages', async () => {
    const store = await openStore(simulator)
    expect((await store.send(reminder(PHONE))).status).toBe(200)
    await store.admin('POST', 'tokens/kill', { accessToken: store.accessToken })
    expect((await store.send(reminder(PHONE))).error).toMatchObject({
      code: 190,
      error_subcode: 467,
    })
    expect(await store.summary()).toMatchObject({ accepted: 1, refusedByCode: { '190': 1 } })
  })
})

describe('too much is refused', () => {
  const manyTo = (count: number) =>
    Array.from({ length: count }, (_, i) => `+97250${String(1_000_000 + i)}`)

  it.each([
    ['an ordinary number', {}, 80],
    ['a number that is also in the app', { isOnBizApp: true }, 20],
  ])('above what %s may send in a second', async (_name, number, perSecond) => {
    const store = await openStore(simulator, { numbers: [number] })
    const startedAt = Date.now()
    const answers = await Promise.all(manyTo(200).map((to) => store.send(reminder(to))))
    const took = Date.now() - startedAt

    const taken = answers.filter(({ status }) => status === 200).length
    expect(taken).toBeGreaterThanOrEqual(perSecond)
    expect(taken).toBeLessThanOrEqual(perSecond * Math.ceil((took + 1) / 1000))
    const refused = answers.find(({ status }) => status !== 200)
    expect(shapeOf(refused?.json)).toEqual(shapeOf(example('response.error.130429')))
  })

  it('not for a number that was raised to a thousand a second', async () => {
    const store = await openStore(simulator, { numbers: [{ throughput: 'HIGH' }] })
    const answers = await Promise.all(manyTo(200).map((to) => store.send(reminder(to))))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(Number((await store.summary()).maxInOneSecond)).toBeGreaterThan(80)
  })

  it('to one person, after a burst of forty-five', async () => {
    const store = await openStore(simulator)
    const answers = []
    for (let i = 0; i < 46; i++) answers.push(await store.send(reminder(PHONE)))

    expect(answers.slice(0, 45).every(({ status }) => status === 200)).toBe(true)
    expect(shapeOf(answers[45]?.json)).toEqual(shapeOf(example('response.error.131056')))
    expect((await store.send(reminder('+972501234568'))).status).toBe(200)
  })
})

describe('marketing', () => {
  it('to the United States is taken and never delivered; to Canada it is', async () => {
    const store = await openStore(simulator)
    await store.send(offer('+12125550143'))
    await store.send(reminder('+12125550144'))
    await store.send(offer('+14165550143'))
    await store.told()

    const failed = store.statuses().filter(({ status }) => status === 'failed')
    expect(failed.map((each) => [each.recipient_id, each.errors?.[0]?.code])).toEqual([
      ['12125550143', 131049],
    ])
  })

  it('fails for who stopped it in WhatsApp, until they take it back', async () => {
    const store = await openStore(simulator)
    const prefer = async (value: string) => {
      await store.admin('POST', 'people/preference', {
        phoneNumberId: store.phoneNumberId,
        from: PHONE,
        value,
      })
    }
    const codes = () =>
      store.statuses().flatMap(({ errors }) => errors?.map(({ code }) => code) ?? [])
    await prefer('stop')
    await store.send(offer(PHONE))
    await store.send(reminder(PHONE))
    await eventually(() => codes().length > 0)
    expect(codes()).toEqual([131050])

    await prefer('resume')
    await store.send(offer(PHONE))
    await store.told()
    expect(codes()).toEqual([131050])
  })
})

describe('a portfolio at its limit', () => {
  it('writes to nobody new in that day, from none of its numbers, and goes on with whom it wrote to', async () => {
    const store = await openStore(simulator, {
      messagingLimit: 'TIER_50',
      numbers: [{}, {}],
    })
    const [, other = { id: '' }] = store.numbers
    for (let n = 0; n < 50; n++) {
      expect((await store.send(reminder(`+9725012345${10 + n}`))).status).toBe(200)
    }
    expect((await store.send(reminder('+972501299999'))).error.code).toBe(131048)
    const path = `${other.id}/messages`
    const fromOther = await store.graph('POST', path, {
      messaging_product: 'whatsapp',
      ...reminder('+972501299998'),
    })
    expect(fromOther.error.code).toBe(131048)
    expect((await store.send(reminder('+972501234510'))).status).toBe(200)
  })
})
