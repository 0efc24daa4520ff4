import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type {
  ConversationView,
  InboxChanges,
  InboxSummary,
  ThreadEntry,
} from '../../../worker/contract/inbox'
import { randomId } from '../../../worker/lib/ids'
import {
  askFor,
  historyChunk,
  message,
  numberOf,
  openOnPhone,
  PERSON,
  storedMessages,
  tellOf,
} from '../../support/phone-app'
import type { Shop } from '../../support/shop'

describe('the past of the phone app', () => {
  it('comes only when somebody wished it, and Meta is asked once', async () => {
    const shop = await openOnPhone()
    const asked = () => shop.meta.calls.filter((call) => call.endsWith('/smb_app_data'))
    expect(asked()).toEqual([])
    expect((await askFor(shop, 'history')).status).toBe(204)
    expect((await askFor(shop, 'history')).status).toBe(204)
    expect(asked()).toHaveLength(1)
    expect((await numberOf(shop))?.coexistence).toMatchObject({
      history: 'asked',
      contacts: 'waiting',
    })
  })

  it('comes in chunks, in any order and more than once: sorted by time, each message once', async () => {
    const shop = await openOnPhone()
    await askFor(shop, 'history')
    const [old, older] = [
      message(1_790_000_000, '972555550177', 'Old answer'),
      message(1_780_000_000, PERSON, 'Older question'),
    ]
    await tellOf(shop, 'history', historyChunk(2, 100, [old]))
    await tellOf(shop, 'history', historyChunk(1, 55, [older]))
    await tellOf(shop, 'history', historyChunk(1, 55, [older]))
    const rows = await storedMessages(shop)
    expect(rows.map(({ direction }) => direction)).toEqual(['in', 'out'])
    expect(JSON.stringify(rows)).not.toContain('Older question')
    expect((await numberOf(shop))?.coexistence).toMatchObject({
      history: 'done',
      progress: 100,
      messages: 2,
    })
  })

  it('counts a chunk once that comes twice at the same moment', async () => {
    const shop = await openOnPhone()
    await askFor(shop, 'history')
    const both = historyChunk(1, 100, [
      message(1_780_000_000, PERSON, 'One'),
      message(1_780_000_001, PERSON, 'Two'),
    ])
    await Promise.all([tellOf(shop, 'history', both), tellOf(shop, 'history', both)])
    expect(await storedMessages(shop)).toHaveLength(2)
    expect((await numberOf(shop))?.coexistence?.messages).toBe(2)
  })

  it('opens no reply window and gives no consent', async () => {
    const shop = await openOnPhone()
    const now = Math.floor(Date.now() / 1000)
    await tellOf(
      shop,
      'history',
      historyChunk(1, 100, [message(now - 60, PERSON, 'Yes, write to me')]),
    )
    const { items } = await shop.get<{ items: { id: string; consent: string }[] }>('/contacts')
    expect(items).toMatchObject([{ consent: 'unknown' }])
    const answer = await shop.browser.post('/api/v1/messages', {
      id: randomId(),
      contactId: items[0]?.id,
      numberId: shop.meta.numberId,
      text: 'Hello',
    })
    expect(answer.status).toBe(409)
  })

  it('answers nothing that was asked after it', async () => {
    const shop = await openOnPhone()
    const now = Math.floor(shop.now() / 1000)
    await shop.inbound(message(now, PERSON, 'Are you open?'))
    const old = message(now - 86_400, '972555550177', 'Thank you')
    await tellOf(shop, 'history', historyChunk(1, 100, [old]))
    const conversations = 'SELECT answered_at FROM conversations WHERE account_id = ?'
    expect(await shop.query(conversations)).toEqual([{ answered_at: null }])
  })

  it('may be kept on the phone: that is said', async () => {
    const shop = await openOnPhone()
    await askFor(shop, 'history')
    await tellOf(shop, 'history', { history: [{ errors: [{ code: 2593109 }] }] })
    expect((await numberOf(shop))?.coexistence).toMatchObject({ history: 'declined' })
  })

  it('is on its way where only Meta’s answer was lost', async () => {
    const shop = await openOnPhone()
    const answer = (status: number, body: object) => {
      shop.meta.interrupt = (_method, path) =>
        path.endsWith('/smb_app_data') ? Response.json(body, { status }) : null
    }
    answer(502, {})
    expect((await askFor(shop, 'history')).ok).toBe(false)
    expect((await numberOf(shop))?.coexistence).toMatchObject({ history: 'waiting' })
    answer(400, { error: { code: 2593107, message: 'asked before' } })
    expect((await askFor(shop, 'history')).status).toBe(204)
    expect((await numberOf(shop))?.coexistence).toMatchObject({ history: 'asked' })
  })

  it('can be asked for again when the number is joined anew', async () => {
    const shop = await openOnPhone()
    await shop.query(
      "UPDATE coexistence SET onboarded_at = 1, history = 'done', progress = 100 WHERE account_id = ?",
    )
    const { items } = await shop.get<{ items: { id: string; state: string }[] }>('/connections')
    const live = items.find(({ state }) => state === 'active')
    await shop.browser.read(shop.browser.delete(`/api/v1/connections/${live?.id}`))
    shop.meta.grantAgain()
    await shop.browser.read(shop.connect())
    const joined = (await numberOf(shop))?.coexistence
    expect(joined).toMatchObject({ history: 'waiting', progress: 0 })
    expect(joined?.askableUntil).toBeGreaterThan(Date.now())
  })

  it('can’t be had any more when Meta says so, with the one remedy', async () => {
    const shop = await openOnPhone()
    shop.meta.interrupt = (_method, path) =>
      path.endsWith('/smb_app_data')
        ? Response.json({ error: { code: 2593108, message: 'late' } }, { status: 400 })
        : null
    const answer = await askFor(shop, 'history')
    expect(await answer.json()).toMatchObject({
      error: { code: 'number.sync_too_late', message: expect.stringMatching(/connect it anew/) },
    })
    expect((await numberOf(shop))?.coexistence).toMatchObject({ history: 'refused' })
  })
})

describe('a file of the past', () => {
  const AT = 1_790_000_000
  const BUSINESS = '972555550177'
  const placeholder = (id: string, from = PERSON) =>
    message(AT, from, '', { id, type: 'media_placeholder', text: undefined })
  /** What Meta tells of it afterwards; its time may be another one. */
  const file = (id: string, more: object = {}) => ({
    messages: [
      message(AT + 7, PERSON, '', {
        ...{ id, type: 'image', text: undefined, ...more },
        image: { id: '24230790383178626', mime_type: 'image/png', caption: 'Roses' },
      }),
    ],
  })
  const look = async (shop: Shop) => {
    const [talk] = (await shop.get<List<ConversationView>>('/conversations')).items
    const { items } = await shop.get<List<ThreadEntry>>(`/conversations/${talk?.id}/thread`)
    return { preview: talk?.preview, items }
  }
  const ROSES = { kind: 'media', media: 'image', caption: 'Roses' }

  it('takes the place of the message that stood for it, once however often it comes', async () => {
    const shop = await openOnPhone()
    const id = `wamid.${randomId()}`
    await tellOf(shop, 'history', historyChunk(1, 100, [placeholder(id)]))
    const before = await look(shop)
    expect(before).toMatchObject({
      preview: { kind: 'not_shared' },
      items: [{ side: 'in', content: { kind: 'not_shared' } }],
    })
    expect(shop.chores).toEqual([])

    await tellOf(shop, 'history', file(id))
    const after = await look(shop)
    expect(after).toMatchObject({ preview: ROSES, items: [{ side: 'in', content: ROSES }] })
    expect(after.items[0]).toMatchObject({ key: before.items[0]?.key, at: before.items[0]?.at })
    expect(shop.chores).toMatchObject([{ type: 'media.keep', messageId: after.items[0]?.key }])

    const rows = await storedMessages(shop)
    await tellOf(shop, 'history', file(id))
    await tellOf(shop, 'history', historyChunk(1, 100, [placeholder(id)]))
    expect(await storedMessages(shop)).toEqual(rows)
    expect(await look(shop)).toEqual(after)
  })

  it('may come before the message that stands for it', async () => {
    const shop = await openOnPhone()
    const id = `wamid.${randomId()}`
    await tellOf(shop, 'history', file(id))
    await tellOf(shop, 'history', historyChunk(1, 100, [placeholder(id)]))
    expect((await look(shop)).items).toMatchObject([{ side: 'in', content: ROSES }])
    expect(shop.chores).toMatchObject([{ type: 'media.keep' }])
  })

  it('that the business sent is found by its message alone', async () => {
    const shop = await openOnPhone()
    const id = `wamid.${randomId()}`
    await tellOf(shop, 'history', file(`wamid.${randomId()}`, { from: BUSINESS }))
    expect(await storedMessages(shop)).toEqual([])
    await tellOf(shop, 'history', historyChunk(1, 100, [placeholder(id, BUSINESS)]))
    await tellOf(shop, 'history', file(id, { from: BUSINESS }))
    expect((await look(shop)).items).toMatchObject([{ side: 'out', content: ROSES }])
  })

  it('is there too where it is told of like a new message, and opens no window', async () => {
    const shop = await openOnPhone()
    const id = `wamid.${randomId()}`
    const now = Math.floor(shop.now() / 1000)
    const past = { ...placeholder(id), timestamp: `${now}` }
    await tellOf(shop, 'history', historyChunk(1, 100, [past]))
    await tellOf(shop, 'messages', file(id, { timestamp: `${now}` }))
    expect((await look(shop)).items).toMatchObject([{ content: ROSES }])
    const windows = 'SELECT last_inbound_at FROM conversations WHERE account_id = ?'
    expect(await shop.query(windows)).toEqual([{ last_inbound_at: null }])
  })

  it('that was taken back stays taken back', async () => {
    const shop = await openOnPhone()
    const id = `wamid.${randomId()}`
    const revoke = message(AT + 1, PERSON, '', {
      ...{ type: 'revoke', text: undefined, revoke: { original_message_id: id } },
    })
    await tellOf(shop, 'history', historyChunk(1, 100, [placeholder(id), revoke]))
    await tellOf(shop, 'history', file(id))
    expect(await look(shop)).toMatchObject({
      preview: { kind: 'revoked' },
      items: [{ content: { kind: 'revoked' } }],
    })
  })

  it('is told to open screens, and is nothing of another account’s', async () => {
    const [shop, other] = [await openOnPhone(), await openOnPhone()]
    const id = `wamid.${randomId()}`
    await tellOf(shop, 'history', historyChunk(1, 100, [placeholder(id)]))
    await tellOf(other, 'history', historyChunk(1, 100, [placeholder(id)]))
    const { seq } = await shop.get<InboxSummary>('/conversations/summary')
    await tellOf(shop, 'history', file(id))
    const changes = await shop.get<InboxChanges>(`/conversations/changes?after=${seq}`)
    expect(changes.threads).toHaveLength(1)
    expect((await look(other)).items).toMatchObject([{ content: { kind: 'not_shared' } }])
  })
})
