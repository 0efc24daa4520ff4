import { describe, expect, it } from 'vitest'
import { onEvents } from '../../../worker/consumer/events'
import { noteReplyStatuses } from '../../../worker/features/inbox/allowance-operations'
import { actOnConversation } from '../../../worker/features/inbox/conversation-operations'
import { conversationIdOf } from '../../../worker/features/inbox/id-operations'
import { readUpTo } from '../../../worker/features/inbox/seen-operations'
import { randomId } from '../../../worker/lib/ids'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

async function opened() {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111119' }])
  await shop.reply(contactId, 'Hello')
  const db = await shop.db()
  const id = await conversationIdOf(contactId, shop.meta.numberId)
  const count = async (table: string) =>
    (await shop.query(`SELECT * FROM ${table} WHERE account_id = ?`)).length
  return { shop, contactId, db, id, count }
}

/** The same dependencies; what one of them does fails the first time. */
function failing(shop: Shop, part: 'jobs' | 'live'): typeof shop.deps {
  let isDone = false
  const failOnce = async () => {
    if (isDone) return
    isDone = true
    throw new Error('killed')
  }
  const { jobs, live } = shop.deps
  const chore: typeof jobs.chore = async (...all) => {
    await failOnce()
    return jobs.chore(...all)
  }
  const changed: typeof live.changed = async (...all) => {
    await failOnce()
    return live.changed(...all)
  }
  return {
    ...shop.deps,
    ...(part === 'jobs' ? { jobs: { ...jobs, chore } } : { live: { ...live, changed } }),
  }
}

describe('what is killed half way and comes again', () => {
  it('brings a file all the same, and stores its message once', async () => {
    const { shop, count } = await opened()
    const message = {
      ...{ id: `wamid.${randomId()}`, from: '972541111119', type: 'image' },
      timestamp: `${Math.floor(shop.now() / 1000)}`,
      image: { id: '1', mime_type: 'image/png' },
    }
    const body = JSON.stringify(shop.change({ messages: [message] }))
    const job = { type: 'webhook.body' as const, body, receivedAt: shop.now() }
    const deps = failing(shop, 'jobs')
    expect((await onEvents(deps, [job])).failed.size).toBe(1)
    expect(shop.chores).toEqual([])
    expect((await onEvents(deps, [job])).failed.size).toBe(0)
    expect(shop.chores).toMatchObject([{ type: 'media.keep' }])
    expect(await count('messages')).toBe(2)
  })

  it('marks a message once, and counts a reply once', async () => {
    const { shop, db, contactId, count } = await opened()
    const reaction = {
      ...{ id: 'wamid.r', from: '972541111119', type: 'reaction' },
      timestamp: `${Math.floor(shop.now() / 1000)}`,
      reaction: { message_id: 'wamid.x', emoji: '👍' },
    }
    const body = JSON.stringify(shop.change({ messages: [reaction] }))
    const job = { type: 'webhook.body' as const, body, receivedAt: shop.now() }
    const deps = failing(shop, 'live')
    expect((await onEvents(deps, [job])).failed.size).toBe(1)
    expect((await onEvents(deps, [job])).failed.size).toBe(0)
    expect(await count('message_marks')).toBe(1)

    const { numberId } = shop.meta
    const id = randomId()
    await shop.browser.post('/api/v1/messages', { id, contactId, numberId, text: 'Hi' })
    const pricing = { category: 'service', type: 'regular' }
    const status = {
      ...aStatus({ status: 'delivered', pricing }),
      biz_opaque_callback_data: `o1.${id}.${randomId()}`,
    }
    const cut = failing(shop, 'live')
    await expect(noteReplyStatuses(cut, db, [status])).rejects.toThrow('killed')
    await noteReplyStatuses(cut, db, [status])
    expect(await count('reply_usage')).toBe(1)
  })

  it('reads and closes a conversation once', async () => {
    const { shop, db, id } = await opened()
    const me = shop.person.session.user.id
    const cut = failing(shop, 'live')
    await expect(readUpTo(cut, db, id, shop.now())).rejects.toThrow('killed')
    await readUpTo(cut, db, id, shop.now())
    const again = failing(shop, 'live')
    await expect(actOnConversation(again, db, me, id, { do: 'close' })).rejects.toThrow('killed')
    await actOnConversation(again, db, me, id, { do: 'close' })
    const acts = await shop.query(
      "SELECT * FROM messages WHERE account_id = ? AND direction = 'act'",
    )
    expect(acts).toHaveLength(1)
    expect(await shop.get(`/conversations/${id}`)).toMatchObject({ unread: 0, state: 'closed' })
  })
})
