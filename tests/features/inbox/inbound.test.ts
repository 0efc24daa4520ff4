import { describe, expect, it } from 'vitest'
import { onEvents } from '../../../worker/consumer/events'
import { recordOptIn } from '../../../worker/features/contacts/consent-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

type Stored = { id: string; type: string; body: string; broadcast_id: string | null }

const stored = (shop: Shop) =>
  shop.query<Stored>('SELECT * FROM messages WHERE account_id = ? ORDER BY id')

const seconds = (at: number) => `${Math.floor(at / 1000)}`
const textFrom = (from: string, body: string, at: number, id = `wamid.${randomId()}`) => ({
  id,
  from,
  type: 'text',
  timestamp: seconds(at),
  text: { body },
})

describe('what people write', () => {
  it('is kept once, sealed, with whoever wrote it', async () => {
    const shop = await Shop.open()
    const message = textFrom('972545550190', 'A secret of mine', shop.now())
    const profile = { profile: { name: 'Noa 🌸' }, wa_id: '972545550190' }
    const webhook = shop.change({ messages: [message], contacts: [profile] })
    await shop.webhooks(webhook, webhook)
    await shop.webhooks(webhook)

    const rows = await stored(shop)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.body).toMatch(/^v1\./)
    expect(JSON.stringify(await everything(shop))).not.toContain('A secret of mine')
    const { items } = await shop.get<{ items: object[] }>('/contacts')
    expect(items).toMatchObject([{ name: 'Noa 🌸', phone: '+972545550190', consent: 'unknown' }])
  })

  it('is kept as it came when we do not know its kind', async () => {
    const shop = await Shop.open()
    const message = {
      ...textFrom('972545550191', '', shop.now()),
      type: 'hologram',
      text: undefined,
    }
    await shop.inbound({ ...message, hologram: { id: 'x' } }, { id: 1, type: 'text' })
    expect(await stored(shop)).toMatchObject([{ type: 'hologram' }])
  })

  it('of a person without a number finds the same contact again', async () => {
    const shop = await Shop.open()
    const message = { from_user_id: 'IL.42', type: 'text', timestamp: seconds(shop.now()) }
    await shop.inbound({ ...message, id: 'wamid.a', text: { body: 'Hi' } })
    await shop.inbound({ ...message, id: 'wamid.b', text: { body: 'Hi again' } })
    expect((await shop.get<{ items: object[] }>('/contacts')).items).toHaveLength(1)
    expect(await stored(shop)).toHaveLength(2)
  })

  it('to a number of another account stays there', async () => {
    const [mine, other] = [await Shop.open(), await Shop.open()]
    await other.inbound(textFrom('972545550192', 'Hello', other.now()))
    // Both are in one batch of the queue, handed to whichever consumer took it.
    await mine.webhooks(
      other.change({ messages: [textFrom('972545550193', 'Hello', other.now())] }),
      mine.change({ messages: [textFrom('972545550194', 'Hello', other.now())] }),
    )
    expect(await stored(mine)).toHaveLength(1)
    expect(await stored(other)).toHaveLength(2)
  })
})

/** A broadcast to one person, sent at a moment; answers how a reply at another moment counts. */
async function sentTo() {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{}])
  const id = await shop.send()
  const replied = async () => (await shop.progress(id)).replied
  return { shop, person, id, replied, at: shop.now() }
}

describe('a reply', () => {
  it('counts for the broadcast it answers, within 72 hours', async () => {
    const { shop, person, id, replied, at } = await sentTo()
    await shop.reply(person, 'too late', at + 72 * HOUR_MS + MINUTE_MS)
    expect(await replied()).toBe(0)
    await shop.reply(person, 'thanks', at + 71 * HOUR_MS)
    expect(await replied()).toBe(1)
    await shop.reply(person, 'and again', at + 5 * HOUR_MS)
    await shop.reply(person, 'and again', at + 6 * HOUR_MS)
    expect(await replied()).toBe(1)
    // The first of them is the time that is shown.
    expect((await shop.rows(id))[0]?.repliedAt).toBe(Math.floor((at + 5 * HOUR_MS) / 1000) * 1000)
    expect((await stored(shop)).map((row) => row.broadcast_id)).toEqual([id, id, id, null])
  })

  it('counts for the newest of several', async () => {
    const { shop, person, replied } = await sentTo()
    shop.wait(HOUR_MS)
    const later = await shop.send()
    await shop.reply(person, 'thanks')
    expect(await replied()).toBe(0)
    expect((await shop.progress(later)).replied).toBe(1)
  })

  it('written before a broadcast, though it arrives after it, counts for none', async () => {
    const { shop, person, replied, at } = await sentTo()
    await shop.reply(person, 'where are you?', at - 20 * MINUTE_MS)
    expect(await replied()).toBe(0)
  })

  it('counts for no broadcast that did not reach the person', async () => {
    const shop = await Shop.open()
    const [person = ''] = await shop.add([{}])
    shop.meta.script = () => ({ refuse: 131026 })
    const failed = await shop.send()
    await shop.reply(person, 'hello?')
    expect((await shop.progress(failed)).replied).toBe(0)
  })

  it('by a tap on a button counts; a reaction and a notice do not', async () => {
    const { shop, replied } = await sentTo()
    const [{ phone = '' } = {}] = await shop.query<{ phone: string }>(
      'SELECT phone FROM contacts WHERE account_id = ?',
    )
    const from = phone.slice(1)
    const said = (type: string, more: object) =>
      shop.inbound({ id: `wamid.${type}`, from, type, timestamp: seconds(shop.now()), ...more })
    await said('reaction', { reaction: { message_id: 'wamid.x', emoji: '👍' } })
    await said('system', { system: { type: 'user_changed_number', body: 'moved' } })
    expect(await replied()).toBe(0)
    await said('button', { button: { text: 'Tell me more', payload: 'more' } })
    expect(await replied()).toBe(1)
  })
})

describe('a request to stop', () => {
  it.each(['STOP', 'הסר', 'please stop sending me these'])(
    '"%s" takes effect before the next claim',
    async (words) => {
      const shop = await Shop.open()
      await shop.addMany(45)
      const id = await shop.running()
      const rows = await shop.rows(id)
      const [early, late] = [rows[2]?.contactId ?? '', rows[43]?.contactId ?? '']
      await shop.sendOne(
        shop.betweenWindows(async (nth) => {
          if (nth !== 2) return
          await shop.reply(early, words)
          await shop.reply(late, words)
        }),
      )
      expect(shop.meta.recipients()).toHaveLength(44)
      expect(await shop.progress(id)).toMatchObject({ skipped: { opted_out: 1 } })
      const plan = await shop.plan((await shop.draft()).id)
      expect(plan.leftOut).toEqual([{ reason: 'opted_out', count: 2 }])
    },
  )

  it('by the button of the message itself counts', async () => {
    const { shop } = await sentTo()
    const [{ phone = '' } = {}] = await shop.query<{ phone: string }>(
      'SELECT phone FROM contacts WHERE account_id = ?',
    )
    const button = { text: 'Stop promotions', payload: 'STOP' }
    const tap = { id: 'wamid.tap', from: phone.slice(1), type: 'button', button }
    await shop.inbound({ ...tap, timestamp: seconds(shop.now()) })
    expect((await shop.plan((await shop.draft()).id)).people).toBe(0)
  })

  it('turned round, or in passing, is none', async () => {
    const { shop, person } = await sentTo()
    for (const words of ['don’t stop!', 'when do you stop by?', 'לא להסיר אותי', 'Thanks']) {
      await shop.reply(person, words)
    }
    expect((await shop.plan((await shop.draft()).id)).people).toBe(1)
  })

  it('that comes again after the person came back changes nothing', async () => {
    const { shop, person } = await sentTo()
    const [{ phone = '' } = {}] = await shop.query<{ phone: string }>(
      'SELECT phone FROM contacts WHERE account_id = ?',
    )
    const stop = textFrom(phone.slice(1), 'STOP', shop.now())
    await shop.inbound(stop)
    shop.wait(DAY_MS)
    const back = { contactId: person, identities: [phone], source: 'agent', wording: null }
    await recordOptIn(await shop.db(), { ...back, actor: 'user:x' }, shop.now())
    await shop.inbound(stop)
    expect((await shop.plan((await shop.draft()).id)).people).toBe(1)
    await shop.inbound({ ...stop, id: 'wamid.new', timestamp: seconds(shop.now()) })
    expect((await shop.plan((await shop.draft()).id)).people).toBe(0)
  })

  it('reaches somebody who was written to by another spelling of the number', async () => {
    const shop = await Shop.open()
    await shop.add([{ phone: '+5511960000001', country: 'BR' }])
    shop.meta.script = () => accept
    await shop.send()
    await shop.inbound(textFrom('551160000001', 'STOP', shop.now()))
    expect((await shop.plan((await shop.draft()).id)).people).toBe(0)
  })
})

it('bad items among good ones bring the good ones, of all kinds', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{}])
  const id = await shop.send()
  const [row] = await shop.rows(id)
  const tag = { broadcastId: id, no: 1, token: row?.token ?? '' }
  await shop.webhooks(
    shop.change({
      statuses: [null, 7, { id: 3 }, { ...aStatus({ status: 'read' }, tag) }, { status: 'read' }],
      messages: [{}, textFrom('972545550195', 'Hello', shop.now()), 'text', { id: 'x' }],
    }),
    { object: 'whatsapp_business_account', entry: 'none' },
    { object: 'something_else' },
  )
  expect((await shop.rows(id))[0]?.state).toBe('read')
  expect(await stored(shop)).toHaveLength(1)
  expect(person).toBeTruthy()
})

it('trouble of one account fails only what holds its news, which the queue brings again', async () => {
  const [mine, broken] = [await Shop.open(), await Shop.open()]
  await broken.query('DELETE FROM data_keys WHERE account_id = ?')
  const jobs = [mine, broken].map((shop, at) => ({
    type: 'webhook.body' as const,
    body: JSON.stringify(
      shop.change({ messages: [textFrom(`97254555019${at}`, 'Hi', shop.now(), 'wamid.1')] }),
    ),
    receivedAt: 1,
  }))
  const { failed } = await onEvents(mine.deps, jobs)
  expect([...failed]).toEqual(jobs.slice(1))
  expect(await stored(mine)).toHaveLength(1)
})

/** All rows of the account in which words could lie open. */
async function everything(shop: Shop): Promise<unknown[]> {
  const tables = ['messages', 'contacts', 'recipients', 'consents', 'audit']
  return Promise.all(
    tables.map((table) => shop.query(`SELECT * FROM ${table} WHERE account_id = ?`)),
  )
}
