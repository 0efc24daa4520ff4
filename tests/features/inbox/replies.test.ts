import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type {
  ConversationView,
  OpenConversationView,
  ThreadEntry,
} from '../../../worker/contract/inbox'
import { failureText } from '../../../worker/features/broadcasts/failure-texts'
import { deliverSingle } from '../../../worker/features/broadcasts/outbox-operations'
import { FREE_REPLIES, monthOf } from '../../../worker/features/inbox/allowance'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { randomId } from '../../../worker/lib/ids'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

/** Somebody wrote, and may be answered. */
async function written() {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111117' }])
  await shop.reply(contactId, 'Hello')
  const db = await shop.db()
  const deliverOne = async (_: string, one: string) => deliverSingle(shop.deps, db, one)
  const { numberId } = shop.meta
  const userId = shop.person.session.user.id
  const answer = (content: object) =>
    sendReply(
      { ...shop.deps, deliverOne },
      db,
      { userId },
      // The test names the kinds that the contract knows.
      { id: randomId(), contactId, numberId, content } as Parameters<typeof sendReply>[3],
    )
  const talk = async () => {
    const [one] = (await shop.get<List<ConversationView>>('/conversations')).items
    return shop.get<OpenConversationView>(`/conversations/${one?.id}`)
  }
  return { shop, answer, talk, userId, numberId }
}

const LEAVES_AS: [object, object][] = [
  [
    { kind: 'link', text: 'See your order', label: 'Open', url: 'https://example.com/o/1' },
    {
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        body: { text: 'See your order' },
        action: {
          name: 'cta_url',
          parameters: { display_text: 'Open', url: 'https://example.com/o/1' },
        },
      },
    },
  ],
  [
    { kind: 'list', text: 'When?', button: 'Choose', rows: ['Morning', 'Evening'] },
    {
      type: 'interactive',
      interactive: {
        type: 'list',
        action: { button: 'Choose', sections: [{ rows: [{ title: 'Morning' }, {}] }] },
      },
    },
  ],
  [
    { kind: 'location', latitude: 32.08, longitude: 34.78, name: 'Our shop' },
    { type: 'location', location: { latitude: 32.08, longitude: 34.78, name: 'Our shop' } },
  ],
  [
    { kind: 'contact', name: 'Sam Sample', phone: '+12025550171' },
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Sam Sample' }, phones: [{ phone: '+12025550171' }] }],
    },
  ],
]

describe('a reply', () => {
  it.each(LEAVES_AS)('of %o leaves as Meta takes it', async (content, message) => {
    const { shop, answer } = await written()
    expect(await answer(content)).toMatchObject({ state: 'accepted' })
    expect(shop.meta.posts.at(-1)?.message).toMatchObject(message)
  })

  it('that Meta refused says what helps it, where a broadcast says what helps many', async () => {
    const { shop, answer, talk } = await written()
    const single = await answer({ kind: 'location', latitude: 32, longitude: 34 })
    await shop.statuses({
      ...aStatus({ status: 'failed', errors: [{ code: 131042 }] }),
      biz_opaque_callback_data: shop.meta.posts.at(-1)?.message.biz_opaque_callback_data,
    })
    const { id } = await talk()
    const { items } = await shop.get<List<ThreadEntry>>(`/conversations/${id}/thread`)
    const said = /Add a card in Meta’s billing .*, then send again\.$/
    expect(items[0]).toMatchObject({ state: 'failed', reasonText: expect.stringMatching(said) })
    expect(await shop.get(`/messages/${single.id}`)).toMatchObject({
      reasonText: expect.stringMatching(said),
    })
    expect(failureText(131042, 'en').help).toMatch(/, then resume\.$/)
  })

  it('gives the conversation to whoever answers first, where the account wants that', async () => {
    const { shop, answer, talk, userId } = await written()
    await shop.browser.patch('/api/v1/inbox/settings', { assign: 'answerer' })
    expect((await talk()).assignee).toBeNull()
    await answer({ kind: 'buttons', text: 'When?', buttons: ['Now'] })
    expect((await talk()).assignee?.id).toBe(userId)
  })

  it('counts once, in the month of its delivery as the WABA’s clocks have it', async () => {
    const { shop, answer } = await written()
    // In Los Angeles it is still November; in Jerusalem, where the workspace is, it is not.
    await shop.query(`UPDATE connections SET time_zone_id = '1' WHERE account_id = ?`)
    await answer({ kind: 'buttons', text: 'When?', buttons: ['Now'] })
    const said = (status: string, at: string) => ({
      ...aStatus({ status, timestamp: Date.parse(at) / 1000 }),
      pricing: { category: 'service', type: 'regular' },
      biz_opaque_callback_data: shop.meta.posts[0]?.message.biz_opaque_callback_data,
    })
    await shop.statuses(said('delivered', '2026-12-01T07:59:50Z'))
    await shop.statuses(said('read', '2026-12-01T08:00:10Z'))
    expect(await shop.query('SELECT month FROM reply_usage WHERE account_id = ?')).toEqual([
      { month: '2026-11' },
    ])
  })

  it('has a price that is shown once the free ones of the month are used up', async () => {
    const { shop, talk, numberId } = await written()
    // The clocks of the WABA, as Graph tells them.
    const month = monthOf(shop.now(), 'Asia/Jerusalem')
    await shop.query(
      `INSERT INTO reply_usage (account_id, number_id, month, message_id)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${FREE_REPLIES})
       SELECT ?, '${numberId}', '${month}', 'm' || i FROM n`,
    )
    const { used, free, nextMicros } = (await talk()).replyPrice
    expect(used).toBe(free)
    expect(nextMicros).toBeGreaterThan(0)
  })
})
