import { describe, expect, it } from 'vitest'
import type {
  ConversationView,
  FoundView,
  InboxChanges,
  InboxSummary,
  OpenConversationView,
  ThreadEntry,
} from '../../../worker/contract/inbox'
import { deliverSingle } from '../../../worker/features/broadcasts/outbox-operations'
import { wakeSnoozed } from '../../../worker/features/inbox/conversation-operations'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS, HOUR_MS } from '../../../worker/lib/time'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

/** Somebody wrote; how their conversation looks, and what can be done with it. */
async function opened(body = 'Are you open on Friday?') {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111117', firstName: 'Noa' }])
  await shop.reply(contactId, body)
  const list = async (query = '') =>
    (await shop.get<{ items: ConversationView[] }>(`/conversations${query}`)).items
  const [first] = await list()
  const id = first?.id ?? ''
  const see = () => shop.get<OpenConversationView>(`/conversations/${id}`)
  const thread = async () =>
    (await shop.get<{ items: ThreadEntry[] }>(`/conversations/${id}/thread`)).items
  const act = (wish: object) => shop.browser.post(`/api/v1/conversations/${id}/act`, wish)
  const summary = () => shop.get<InboxSummary>('/conversations/summary')
  const changes = (after: number) => shop.get<InboxChanges>(`/conversations/changes?after=${after}`)
  const me = shop.person.session.user.id
  const db = await shop.db()
  const deliverOne = async (_: string, one: string) => deliverSingle(shop.deps, db, one)
  const reply = (text: string, more: object = {}) =>
    sendReply(
      { ...shop.deps, deliverOne },
      db,
      { userId: me },
      {
        ...{ id: randomId(), contactId, numberId: shop.meta.numberId, text },
        ...more,
      },
    )
  return { shop, contactId, id, list, see, thread, act, summary, changes, me, reply }
}

describe('a conversation', () => {
  it('begins with what a person writes: open, unread, with its window', async () => {
    const { see, summary, shop } = await opened()
    expect(await see()).toMatchObject({ state: 'open', unread: 1, assignee: null, lastSide: 'in' })
    expect((await see()).windowUntil).toBeGreaterThan(shop.now() + 23 * HOUR_MS)
    expect(await summary()).toMatchObject({ unread: 1, unassigned: 1, mine: 0 })
  })

  it('is read for the whole team at once, and unread again with the next message', async () => {
    const { shop, contactId, id, see, thread } = await opened()
    const [first] = await thread()
    await shop.browser.post(`/api/v1/conversations/${id}/read`, { upTo: first?.at })
    expect((await see()).unread).toBe(0)
    shop.wait(5000)
    await shop.reply(contactId, 'Hello?')
    expect(await see()).toMatchObject({ unread: 1, unreadFrom: expect.any(String) })
  })

  it('is unread when a message comes late that is older than what was read', async () => {
    const { shop, contactId, id, see } = await opened()
    await shop.browser.post(`/api/v1/conversations/${id}/read`, { upTo: shop.now() + 1000 })
    expect((await see()).unread).toBe(0)
    await shop.reply(contactId, 'sent an hour ago', shop.now() - HOUR_MS)
    expect((await see()).unread).toBeGreaterThan(0)
  })

  it('moves between the lists, and says who did what', async () => {
    const { list, act, thread, me, shop, contactId } = await opened()
    await act({ do: 'assign', to: me })
    expect(await list('?list=mine')).toHaveLength(1)
    expect(await list('?list=unassigned')).toHaveLength(0)
    await act({ do: 'close' })
    expect(await list('?list=closed')).toHaveLength(1)
    expect(await list()).toHaveLength(0)
    shop.wait(5000)
    await shop.reply(contactId, 'One more thing')
    expect(await list('?list=mine')).toMatchObject([{ state: 'open', closedAt: null }])
    const acts = (await thread()).flatMap(({ act: one }) => one?.what ?? [])
    expect(acts.toSorted()).toEqual(['assigned', 'closed'])
    const audit = await shop.query<{ action: string }>(
      'SELECT action FROM audit WHERE account_id = ?',
    )
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['conversation.assigned', 'conversation.closed']),
    )
  })

  it('is not closed over a message that its closer has not seen', async () => {
    const { shop, contactId, list, act, thread } = await opened()
    const [first] = await thread()
    shop.wait(5000)
    await shop.reply(contactId, 'One more thing')
    expect((await act({ do: 'close', seenUpTo: first?.at })).status).toBe(409)
    expect(await list()).toHaveLength(1)
    const [newest] = await thread()
    expect((await act({ do: 'close', seenUpTo: newest?.at })).status).toBe(204)
  })

  it('that is closed unread counts no more, until the person writes again', async () => {
    const { shop, contactId, act, summary } = await opened()
    await act({ do: 'close' })
    expect(await summary()).toMatchObject({ unread: 0, unassigned: 0 })
    shop.wait(5000)
    await shop.reply(contactId, 'One more thing')
    expect(await summary()).toMatchObject({ unread: 1, unassigned: 1 })
  })

  it('that is snoozed wakes up by itself', async () => {
    const { shop, list, act } = await opened()
    // No calendar shows it.
    expect((await act({ do: 'snooze', until: 9e15 })).status).toBe(400)
    await act({ do: 'snooze', until: shop.now() + HOUR_MS })
    expect(await list('?list=snoozed')).toHaveLength(1)
    await wakeSnoozed(shop.deps)
    expect(await list()).toHaveLength(0)
    shop.wait(2 * HOUR_MS)
    await wakeSnoozed(shop.deps)
    expect(await list()).toHaveLength(1)
  })

  it('that is snoozed sleeps on in a closed account, and keeps no other one asleep', async () => {
    const { shop, list, act } = await opened()
    await act({ do: 'snooze', until: shop.now() + HOUR_MS })
    shop.wait(2 * HOUR_MS)
    const become = (state: string) =>
      shop.query(`UPDATE tenants SET state = '${state}' WHERE account_id = ?`)
    await become('suspended')
    await wakeSnoozed(shop.deps)
    await become('active')
    expect(await list('?list=snoozed')).toHaveLength(1)
    await wakeSnoozed(shop.deps)
    expect(await list()).toHaveLength(1)
  })

  it('goes round the team in turn where the account wants that', async () => {
    const { shop, list, me } = await opened()
    await shop.browser.patch('/api/v1/inbox/settings', { assign: 'round_robin' })
    const [other = ''] = await shop.add([{ phone: '+972541111118' }])
    await shop.reply(other, 'Hi')
    expect((await list()).map(({ assignee }) => assignee?.id)).toContain(me)
  })

  it('is not there for another account', async () => {
    const [{ id }, other] = [await opened(), await Shop.open()]
    for (const path of ['', '/thread']) {
      expect((await other.browser.get(`/api/v1/conversations/${id}${path}`)).status).toBe(404)
    }
    const act = await other.browser.post(`/api/v1/conversations/${id}/act`, { do: 'close' })
    expect(act.status).toBe(404)
  })
})

describe('a reply', () => {
  it('stands in the thread with its fate, once however often it is sent', async () => {
    const { shop, reply, thread, see } = await opened()
    const id = randomId()
    await Promise.all([reply('Yes', { id }), reply('Yes', { id })])
    await reply('Yes', { id })
    const mine = () => thread().then((all) => all.filter(({ side }) => side === 'out'))
    expect(await mine()).toMatchObject([{ key: id, state: 'accepted', content: { text: 'Yes' } }])
    expect(await see()).toMatchObject({ lastSide: 'out', answeredAt: expect.any(Number) })
    const tag = shop.meta.posts[0]?.message.biz_opaque_callback_data
    const pricing = { category: 'service', type: 'regular' }
    const status = aStatus({
      status: 'delivered',
      timestamp: Math.floor(shop.now() / 1000),
      pricing,
    })
    await shop.statuses({ ...status, biz_opaque_callback_data: tag })
    await shop.statuses({ ...status, biz_opaque_callback_data: tag })
    expect(await mine()).toMatchObject([{ state: 'delivered' }])
    expect((await see()).replyPrice).toMatchObject({ used: 1, free: 1000 })
  })

  it('shows in the list what became of it, as it changes, while it is the last word', async () => {
    const { shop, contactId, reply, list, changes, summary } = await opened()
    const last = async () => (await list())[0]?.lastState
    expect(await last()).toBeNull()
    await reply('Yes')
    expect(await last()).toBe('accepted')
    const { seq } = await summary()
    await shop.statuses({
      ...aStatus({ status: 'failed', errors: [{ code: 131026 }] }),
      biz_opaque_callback_data: shop.meta.posts[0]?.message.biz_opaque_callback_data,
    })
    expect((await changes(seq)).conversations).toMatchObject([{ lastState: 'failed' }])
    expect(await last()).toBe('failed')
    await shop.reply(contactId, 'Hello?', shop.now() + 1000)
    expect(await last()).toBeNull()
  })

  it('is refused once 24 hours have passed, until the person writes again', async () => {
    const { shop, contactId, reply } = await opened()
    shop.wait(DAY_MS)
    await expect(reply('Too late')).rejects.toMatchObject({ code: 'message.window_closed' })
    await shop.reply(contactId, 'Hello again')
    expect(await reply('In time')).toMatchObject({ state: 'accepted' })
  })

  it('by a template leaves outside the window, with all its values', async () => {
    const { shop, reply, thread } = await opened()
    shop.wait(2 * DAY_MS)
    const { items } = await shop.get<{ items: { id: string; name: string }[] }>('/templates')
    const templateId = items.find(({ name }) => name === 'sale')?.id ?? ''
    const template = (values: object) =>
      reply('', { text: undefined, content: { kind: 'template', templateId, values } })
    await expect(template({})).rejects.toMatchObject({ code: 'message.values_missing' })
    expect(await template({ 'body.1': 'Noa' })).toMatchObject({ state: 'accepted' })
    expect((await thread())[0]).toMatchObject({
      side: 'out',
      content: { kind: 'template', name: 'sale' },
    })
    expect(shop.meta.posts.at(-1)?.message).toMatchObject({ type: 'template' })
  })

  it('quotes, reacts, and offers choices as Meta wants it', async () => {
    const { shop, reply, thread } = await opened()
    const [first] = await thread()
    await reply('This one', { quotes: first?.key })
    await reply('', { text: undefined, content: { kind: 'reaction', to: first?.key, emoji: '❤️' } })
    await reply('', {
      text: undefined,
      content: { kind: 'buttons', text: 'When?', buttons: ['Now', 'Later'] },
    })
    expect(shop.meta.posts.map(({ message }) => message)).toMatchObject(
      ['text', 'reaction', 'interactive'].map((type) => ({ type })),
    )
    const all = await thread()
    expect(all).toHaveLength(3)
    expect(all.find(({ key }) => key === first?.key)?.reactions).toEqual([
      { emoji: '❤️', side: 'out' },
    ])
    expect(all.find(({ quoted }) => quoted)?.quoted).toMatchObject({ key: first?.key, side: 'in' })
  })
})

describe('the log of changes', () => {
  it('tells everything once, from any place in it', async () => {
    const { shop, contactId, id, changes, summary, reply } = await opened()
    const { seq } = await summary()
    expect(await changes(seq)).toMatchObject({ seq, threads: [], isGap: false })
    shop.wait(2000)
    await shop.reply(contactId, 'Hello?')
    await reply('Here')
    const news = await changes(seq)
    expect(news).toMatchObject({ threads: [id], arrived: [id], conversations: [{ id, unread: 2 }] })
    expect(await changes(news.seq)).toMatchObject({ threads: [], arrived: [] })
    expect(await changes(news.seq + 10)).toMatchObject({ isGap: true, seq: news.seq })
  })
})

describe('a note', () => {
  it('is sealed, stands in the thread, and never reaches the person', async () => {
    const { shop, id, thread, me, summary, changes } = await opened()
    const { seq } = await summary()
    const note = { id: randomId(), text: 'Ask Daniel about the colour', mentions: [me] }
    await shop.browser.post(`/api/v1/conversations/${id}/notes`, note)
    await shop.browser.post(`/api/v1/conversations/${id}/notes`, note)
    const notes = (await thread()).filter(({ side }) => side === 'note')
    expect(notes).toMatchObject([
      { content: { text: note.text }, author: { id: me }, mentions: [me] },
    ])
    expect((await changes(seq)).mentioned[0]).toEqual({ conversationId: id, userId: me })
    expect(shop.meta.posts).toEqual([])
    const rows = await shop.query('SELECT * FROM messages WHERE account_id = ?')
    expect(JSON.stringify(rows)).not.toContain('Daniel')
  })
})

describe('a search', () => {
  it('finds words of sealed messages, Hebrew ones with what is written before them', async () => {
    const { shop, contactId, id } = await opened('מתי מגיעה ההזמנה לבית בחיפה?')
    const find = async (q: string) =>
      (await shop.get<{ items: FoundView[] }>(`/conversations/search?q=${encodeURIComponent(q)}`))
        .items
    expect(await find('הזמנה')).toMatchObject([
      { conversation: { id }, message: { text: /ההזמנה/ } },
    ])
    expect(await find('חיפה בית')).toHaveLength(1)
    expect(await find('ירושלים')).toHaveLength(0)
    shop.wait(3000)
    await shop.reply(contactId, 'Wireless HEADPHONES please')
    expect(await find('headphones')).toHaveLength(1)
    expect(await find('noa')).toMatchObject([{ message: null }])
    expect(await find('541111117')).toMatchObject([{ message: null }])
    const words = await shop.query<{ word: string }>(
      'SELECT word FROM message_words WHERE account_id = ?',
    )
    expect(words.every(({ word }) => /^[0-9a-f]{24}$/.test(word))).toBe(true)
  })

  it('finds a message by the words that its writer left in it', async () => {
    const { shop, contactId } = await opened()
    const [{ phone } = { phone: '' }] = await shop.query<{ phone: string }>(
      'SELECT phone FROM contacts WHERE account_id = ? AND id = ?',
      contactId,
    )
    const from = phone.slice(1)
    const timestamp = `${Math.floor(shop.now() / 1000)}`
    const wamid = `wamid.${randomId()}`
    await shop.inbound({ id: wamid, from, timestamp, type: 'text', text: { body: 'Red tulips' } })
    const message = { type: 'text', text: { body: 'Blue tulips' } }
    const edit = { original_message_id: wamid, message }
    await shop.inbound({ id: `wamid.${randomId()}`, from, timestamp, type: 'edit', edit })
    const find = async (q: string) =>
      (await shop.get<{ items: FoundView[] }>(`/conversations/search?q=${q}`)).items
    expect(await find('blue')).toMatchObject([{ message: { text: 'Blue tulips' } }])
    expect(await find('tulips')).toMatchObject([{ message: { text: 'Blue tulips' } }])
    expect(await find('red')).toEqual([])
  })

  it('finds nothing of another account', async () => {
    const [, other] = [await opened('Pineapple'), await Shop.open()]
    expect(await other.get('/conversations/search?q=pineapple')).toMatchObject({ items: [] })
  })
})

describe('a viewer', () => {
  it('reads, and may change nothing', async () => {
    const { shop, id } = await opened()
    const { browser: viewer } = await invite(shop.person, 'viewer')
    expect((await viewer.get(`/api/v1/conversations/${id}`)).status).toBe(200)
    for (const [path, body] of [
      ['act', { do: 'close' }],
      ['read', { upTo: 1 }],
      ['notes', { id: randomId(), text: 'x' }],
    ] as const) {
      expect((await viewer.post(`/api/v1/conversations/${id}/${path}`, body)).status).toBe(403)
    }
  })
})
