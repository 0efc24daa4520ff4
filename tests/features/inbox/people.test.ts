import { describe, expect, it } from 'vitest'
import type { ContactView } from '../../../worker/contract/contacts'
import buttonReply from '../../simulator/tests/examples/webhook.messages.interactive.button_reply.json'
import changedNumber from '../../simulator/tests/examples/webhook.messages.system.user_changed_number.json'
import changedUserId from '../../simulator/tests/examples/webhook.messages.system.user_changed_user_id.json'
import resume from '../../simulator/tests/examples/webhook.user_preferences.resume.json'
import stop from '../../simulator/tests/examples/webhook.user_preferences.stop.json'
import { Shop } from '../../support/shop'

const PHONE = '+12025550143'
const BSUID = 'US.90011223344556677889'
const NEW_PHONE = '+12025550188'
const NEW_BSUID = 'US.11100022233344455566'

type Example = { entry: { changes: { value: object; field: string }[] }[] }
/** Meta's example, said of this shop's number; with other words where a test needs them. */
const say = (
  shop: Shop,
  example: Example,
  change: (value: object) => object = (value) => value,
) => {
  const [one] = example.entry[0]?.changes ?? []
  if (!one) throw new Error('an example without a change')
  // Said to the example's own number, which is nobody's here.
  const { metadata: _, ...value } = structuredClone(one.value) as { metadata: object }
  return shop.webhooks(shop.change(change(value), one.field))
}

const at = (seconds: number) => (value: object) => {
  const { user_preferences: list, ...rest } = value as { user_preferences: object[] }
  return { ...rest, user_preferences: list.map((wish) => ({ ...wish, timestamp: seconds })) }
}
const people = async (shop: Shop) => (await shop.get<{ items: ContactView[] }>('/contacts')).items
const reachable = async (shop: Shop) => (await shop.plan((await shop.draft()).id)).people
const stops = async (shop: Shop) =>
  (await shop.query<{ identity: string }>('SELECT identity FROM suppressions WHERE account_id = ?'))
    .map(({ identity }) => identity)
    .sort()

async function withSomebody() {
  const shop = await Shop.open()
  const [id = ''] = await shop.add([{ phone: PHONE, country: 'IL', consent: 'opted_in' }])
  const view = () => shop.get<ContactView>(`/contacts/${id}`)
  return { shop, id, view }
}

describe('what somebody chooses in WhatsApp itself', () => {
  it('stops marketing, and lets it go on, as it was said last', async () => {
    const { shop, view } = await withSomebody()
    await say(shop, stop, at(1_790_000_100))
    expect(await view()).toMatchObject({ consent: 'opted_out', consentSource: 'meta' })
    expect(await reachable(shop)).toBe(0)
    await say(shop, resume, at(1_790_000_200))
    expect(await view()).toMatchObject({ consent: 'opted_in' })
    expect(await stops(shop)).toEqual([])

    // Both come again, in the other order.
    await say(shop, resume, at(1_790_000_200))
    await say(shop, stop, at(1_790_000_100))
    expect(await view()).toMatchObject({ consent: 'opted_in' })
    expect(await stops(shop)).toEqual([])
    await say(shop, stop, at(1_790_000_300))
    await say(shop, resume, at(1_790_000_200))
    expect(await view()).toMatchObject({ consent: 'opted_out' })
    expect(await reachable(shop)).toBe(0)
  })

  it('never lifts what they told us themselves', async () => {
    const { shop, id, view } = await withSomebody()
    await shop.reply(id, 'הסר')
    await say(shop, resume)
    expect(await view()).toMatchObject({ consent: 'opted_out', consentSource: 'message' })
    expect(await reachable(shop)).toBe(0)
  })
})

describe('a word to come back', () => {
  it('brings back who had stopped', async () => {
    const { shop, id, view } = await withSomebody()
    await shop.reply(id, 'STOP')
    expect(await reachable(shop)).toBe(0)
    await shop.reply(id, 'Start')
    expect(await view()).toMatchObject({ consent: 'opted_in', consentSource: 'message' })
    expect(await stops(shop)).toEqual([])
  })

  it('makes no consent of somebody who never stopped', async () => {
    const shop = await Shop.open()
    const [id = ''] = await shop.add([{ consent: 'unknown' }])
    await shop.reply(id, 'start')
    expect(await shop.get(`/contacts/${id}`)).toMatchObject({ consent: 'unknown' })
  })
})

it('takes a tap on a button that says so for a stop', async () => {
  const { shop, view } = await withSomebody()
  await say(shop, buttonReply, (value) => {
    const { messages } = value as { messages: { interactive: object }[] }
    const reply = { type: 'button_reply', button_reply: { id: 'x', title: 'הסרה' } }
    return {
      ...value,
      messages: messages.map((one) => ({ ...one, from: PHONE.slice(1), interactive: reply })),
    }
  })
  expect(await view()).toMatchObject({ consent: 'opted_out' })
})

describe('somebody with another number', () => {
  it('is the same contact with the same history, and known by the new names only', async () => {
    const { shop, id, view } = await withSomebody()
    await shop.reply(id, 'hello')
    await say(shop, changedNumber)
    await say(shop, changedNumber)

    expect(await view()).toMatchObject({ phone: NEW_PHONE, bsuid: NEW_BSUID })
    expect(await people(shop)).toHaveLength(1)
    await shop.reply(id, 'it is me')
    const { items } = await shop.get<{ items: { text: string | null }[] }>(
      `/contacts/${id}/timeline`,
    )
    expect(items.map(({ text }) => text)).toEqual(expect.arrayContaining(['hello', 'it is me']))
    // Whoever gets the old number is somebody else.
    await shop.inbound({
      ...{ id: 'wamid.other', from: PHONE.slice(1), timestamp: '1794400000', type: 'text' },
      text: { body: 'wrong number?' },
    })
    expect(await people(shop)).toHaveLength(2)
  })

  it('has stopped still', async () => {
    const { shop, id } = await withSomebody()
    await shop.reply(id, 'STOP')
    await say(shop, changedNumber)
    expect(await stops(shop)).toEqual(expect.arrayContaining([NEW_BSUID, NEW_PHONE]))
    expect(await reachable(shop)).toBe(0)
  })

  it('that belongs to another contact already stays where they are', async () => {
    const { shop, view } = await withSomebody()
    await shop.add([{ phone: NEW_PHONE }])
    await say(shop, changedNumber)
    expect(await view()).toMatchObject({ phone: PHONE })
  })
})

it('re-keys somebody who is known by an id only, and drops a number that is not theirs any more', async () => {
  const shop = await Shop.open()
  const [known = '', numbered = ''] = await shop.add([
    { phone: null, bsuid: BSUID },
    { phone: '+12025550100', bsuid: 'US.1' },
  ])
  await say(shop, changedUserId)
  expect(await shop.get(`/contacts/${known}`)).toMatchObject({ phone: null, bsuid: NEW_BSUID })

  await say(shop, changedUserId, (value) => {
    const { messages } = value as { messages: { system: object }[] }
    const named = { user_id: 'US.2', previous_user_id: 'US.1' }
    const id = 'wamid.second'
    return {
      ...value,
      messages: messages.map((one) => ({ ...one, id, system: { ...one.system, ...named } })),
    }
  })
  expect(await shop.get(`/contacts/${numbered}`)).toMatchObject({ phone: null, bsuid: 'US.2' })
})
