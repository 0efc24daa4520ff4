import { describe, expect, it } from 'vitest'
import { handlers } from '../../../worker/consumer/dispatch'
import type { List } from '../../../worker/contract/common'
import type { NewMessage } from '../../../worker/contract/messages'
import { deliverSingle } from '../../../worker/features/broadcasts/outbox-operations'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { reportDeadToken } from '../../../worker/features/meta/token-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import type { Reply } from '../../support/meta'
import { Shop } from '../../support/shop'

type Single = { state: string; code: string | null; wamid: string | null }

/** Somebody wrote a moment ago; answers how to reply, with the consumer there or away. */
async function conversation(script: () => Reply = () => ({ accept: 'accepted' })) {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111114' }])
  await shop.reply(contactId, 'Are you open on Friday?')
  shop.meta.script = script
  const db = await shop.db()
  const { session } = shop.person
  const member = { userId: session.user.id, accountId: shop.accountId } as never
  const message: NewMessage = {
    id: randomId(),
    contactId,
    numberId: shop.meta.numberId,
    text: 'Yes, until two.',
  }
  const deliver = async (_accountId: string, id: string) => deliverSingle(shop.deps, db, id)
  const reply = (change: Partial<NewMessage> = {}, deliverOne = deliver) =>
    sendReply({ ...shop.deps, deliverOne }, db, member, { ...message, ...change })
  const rows = () => shop.query<Single>('SELECT * FROM outbox WHERE account_id = ?')
  return { shop, db, message, reply, rows }
}

const away = async () => {}

describe('a reply to one person', () => {
  it('leaves at once, with our tag, and is kept sealed', async () => {
    const { shop, reply, rows, message } = await conversation()
    expect(await reply()).toMatchObject({ state: 'accepted' })
    expect(shop.meta.posts[0]?.message).toMatchObject({
      to: '+972541111114',
      type: 'text',
      text: { body: message.text },
    })
    expect(JSON.stringify(await rows())).not.toContain(message.text)
  })

  it('asked for twice with the same id is one message', async () => {
    const { shop, reply, rows } = await conversation()
    await Promise.all([reply(), reply(), reply()])
    await reply()
    expect(shop.meta.posts).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
  })

  it('is refused when the person’s last message is more than a day old', async () => {
    const { shop, reply, rows } = await conversation()
    shop.wait(DAY_MS)
    await expect(reply()).rejects.toMatchObject({ code: 'message.window_closed' })
    expect(await rows()).toEqual([])
  })

  it('goes to a person who stopped marketing, and not to one who wants nothing at all', async () => {
    const { shop, db, message, reply } = await conversation()
    const { contactId } = message
    const stop = { contactId, identities: [], source: 'agent', wording: null, actor: 'contact' }
    await recordOptOut(db, { ...stop, scope: 'marketing' }, shop.now())
    expect(await reply()).toMatchObject({ state: 'accepted' })
    await recordOptOut(db, { ...stop, scope: 'all' }, shop.now())
    expect(await reply({ id: randomId() })).toMatchObject({ state: 'skipped', code: 'opted_out' })
    expect(shop.meta.posts).toHaveLength(1)
  })

  it('without an answer is unknown and never sent again; Meta’s news settles it', async () => {
    const { shop, reply, rows } = await conversation(() => 'timeout')
    expect(await reply()).toMatchObject({ state: 'unknown' })
    await shop.sweepFor(30)
    expect(shop.meta.posts).toHaveLength(1)
    const tag = shop.meta.posts[0]?.message.biz_opaque_callback_data
    const status = { id: 'wamid.late', status: 'read', timestamp: '1800000000' }
    await shop.statuses({ ...status, biz_opaque_callback_data: tag })
    expect(await rows()).toMatchObject([{ state: 'read', wamid: 'wamid.late' }])
  })

  it('that the consumer could not take is sent by the sweep, once', async () => {
    const { shop, reply, rows } = await conversation()
    expect(await reply({}, away)).toMatchObject({ state: 'queued' })
    await shop.sweepFor(10)
    expect(shop.meta.posts).toHaveLength(1)
    expect(await rows()).toMatchObject([{ state: 'accepted' }])
  })

  it('that Meta refuses says by which code', async () => {
    const { reply } = await conversation(() => ({ refuse: 131047 }))
    expect(await reply()).toMatchObject({ state: 'failed', code: '131047' })
  })

  it('that Meta refuses for now leaves by itself when it is due', async () => {
    let refusals = 1
    const { shop, reply, rows } = await conversation(() =>
      refusals-- > 0 ? { refuse: 131056 } : { accept: 'accepted' },
    )
    expect(await reply()).toMatchObject({ state: 'queued' })
    expect(shop.chores).toMatchObject([{ type: 'message.deliver' }])
    await shop.sweep()
    expect(shop.meta.posts).toHaveLength(2)
    expect(await rows()).toMatchObject([{ state: 'accepted' }])
  })

  it('whose number is too fast slows the number down', async () => {
    const { shop, reply } = await conversation(() => ({ refuse: 130429 }))
    const slowed: number[] = []
    const pacer = shop.deps.pacer(shop.accountId, shop.meta.numberId)
    shop.deps.pacer = () => ({
      reserve: (wish) => pacer.reserve(wish),
      reserveReply: (perSecond) => pacer.reserveReply(perSecond),
      slowDown: async (pauseMs) => void slowed.push(pauseMs),
      erase: () => pacer.erase(),
      isErased: () => pacer.isErased(),
    })
    await reply()
    expect(slowed).toHaveLength(1)
  })

  it.each([131042, 190])('that code %i stops fails, and is not tried again', async (code) => {
    const { shop, reply, rows } = await conversation(() => ({ refuse: code }))
    expect(await reply()).toMatchObject({ state: 'failed', code: String(code) })
    await shop.sweepFor(30)
    expect(shop.meta.posts).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
    expect(await shop.query('SELECT * FROM open_outbox WHERE account_id = ?')).toEqual([])
  })

  it('that a dead token refuses says so of the connection, and the next one is not even written', async () => {
    const { shop, reply, rows } = await conversation(() => ({ refuse: 190 }))
    await reply()
    expect(await shop.query('SELECT state FROM connections WHERE account_id = ?')).toMatchObject([
      { state: 'needs_reconnect' },
    ])
    await expect(reply({ id: randomId() })).rejects.toMatchObject({
      code: 'connection.needs_reconnect',
    })
    expect(await rows()).toHaveLength(1)
  })

  it('whose connection died while it waited is left out, instead of leaving days later', async () => {
    const { shop, db, reply, rows } = await conversation()
    await reply({}, away)
    const [connection] = await shop.query<{ id: string }>(
      'SELECT id FROM connections WHERE account_id = ?',
    )
    await reportDeadToken(shop.deps, db, connection?.id ?? '')
    await shop.sweepFor(10)
    expect(await rows()).toMatchObject([{ state: 'skipped', code: 'connection_dead' }])
    expect(shop.meta.posts).toEqual([])
    expect(shop.chores).toEqual([])
  })

  it.each(['at once', 'later'])(
    'that is told %s to have gone to somebody who stopped marketing is their stop',
    async (when) => {
      const isAtOnce = when === 'at once'
      const { shop, reply, message } = await conversation(() =>
        isAtOnce ? { refuse: 131050 } : { accept: 'accepted' },
      )
      const { items } = await shop.get<List<{ id: string; name: string }>>('/templates')
      const templateId = items.find(({ name }) => name === 'sale')?.id ?? ''
      const content = { kind: 'template' as const, templateId, values: { 'body.1': 'Noa' } }
      await reply({ text: undefined, content })
      const tag = shop.meta.posts[0]?.message.biz_opaque_callback_data
      const failed = { id: 'wamid.s', status: 'failed', timestamp: '1800000000' }
      const errors = [{ code: 131050, title: 'Stopped' }]
      if (!isAtOnce) await shop.statuses({ ...failed, errors, biz_opaque_callback_data: tag })
      expect(await shop.get(`/contacts/${message.contactId}`)).toMatchObject({
        consent: 'opted_out',
      })
    },
  )

  it('that could not leave for an hour never leaves, and says so', async () => {
    const { shop, db, message, reply, rows } = await conversation()
    await reply({}, away)
    shop.wait(HOUR_MS)
    // Such as one that was dead and is replayed.
    await deliverSingle(shop.deps, db, message.id)
    await shop.sweepFor(10)
    expect(shop.meta.posts).toEqual([])
    expect(await rows()).toMatchObject([{ state: 'skipped', code: 'too_late' }])
    expect(await shop.get(`/messages/${message.id}`)).toMatchObject({
      reasonText: expect.stringContaining('hour'),
    })
    expect(await shop.query('SELECT * FROM open_outbox WHERE account_id = ?')).toEqual([])
  })

  it('of a closed account waits without a dead letter', async () => {
    const { shop, message, reply, rows } = await conversation()
    await reply({}, away)
    await shop.query(`UPDATE tenants SET state = 'suspended' WHERE account_id = ?`)
    const { accountId } = shop
    const job = { type: 'message.deliver' as const, accountId, messageId: message.id }
    shop.wait(3 * MINUTE_MS)
    expect(await handlers['message.deliver'](shop.deps, job)).toBe('done')
    expect(await rows()).toMatchObject([{ state: 'queued' }])
    expect(shop.meta.posts).toEqual([])
  })

  it('from a number, or to a person, of another account is not there', async () => {
    const [{ reply, rows }, other] = [await conversation(), await conversation()]
    for (const { contactId, numberId } of [
      { contactId: other.message.contactId, numberId: undefined },
      { contactId: undefined, numberId: other.message.numberId },
    ]) {
      const change = { ...(contactId && { contactId }), ...(numberId && { numberId }) }
      await expect(reply(change)).rejects.toMatchObject({ status: 404 })
    }
    expect(await rows()).toEqual([])
    expect(other.shop.meta.posts).toEqual([])
  })
})
