import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { ConversationView, LabelView } from '../../../worker/contract/inbox'
import { MOST_LOOKED_AT } from '../../../worker/features/inbox/conversation-queries'
import { Shop } from '../../support/shop'

/** A conversation that has a label. */
async function labelled() {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111117' }])
  await shop.reply(contactId, 'Hello')
  const label: LabelView = await shop.browser.read(
    shop.browser.post('/api/v1/labels', { name: 'Urgent', colour: 'red' }),
  )
  const talks = async () =>
    (await shop.get<List<ConversationView>>('/conversations')).items.flatMap(({ labels }) => labels)
  const [talk] = (await shop.get<List<ConversationView>>('/conversations')).items
  await shop.browser.post(`/api/v1/conversations/${talk?.id}/act`, { do: 'label', label: label.id })
  const save = (id: string, wish: object) => shop.browser.patch(`/api/v1/labels/${id}`, wish)
  return { shop, label, talks, save }
}

describe('a label', () => {
  it('is renamed and coloured on every conversation that has it', async () => {
    const { shop, label, talks, save } = await labelled()
    expect(await talks()).toEqual([label])
    const now = { name: 'Later', colour: 'blue' }
    expect((await save(label.id, now)).status).toBe(200)
    expect(await talks()).toEqual([{ id: label.id, ...now }])
    const audit = await shop.query<{ action: string }>(
      'SELECT action FROM audit WHERE account_id = ?',
    )
    expect(audit.map(({ action }) => action)).toContain('label.changed')
  })

  it('that was removed comes back with its conversations', async () => {
    const { shop, label, talks, save } = await labelled()
    await shop.browser.delete(`/api/v1/labels/${label.id}`)
    expect(await talks()).toEqual([])
    expect((await save(label.id, { name: 'Urgent' })).status).toBe(404)
    await shop.browser.read(shop.browser.post('/api/v1/labels', label))
    expect(await talks()).toEqual([label])
  })

  it('is looked for in so many conversations at once, and further on from there', async () => {
    const { shop, label } = await labelled()
    await shop.query(
      `INSERT INTO conversations (account_id, id, contact_id, number_id, state, assignee, labels,
         last_id, last_at, last_side, preview, read_id, unread, opened_at)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MOST_LOOKED_AT})
       SELECT ?, 'z' || replace(replace(replace(replace(printf('%025d', i), '0', 'a'), '1', 'b'),
                '8', 'c'), '9', 'd'), 'x', '1', 'open', '', '[]', 'z', ${2 * Date.now()} + i, 'in', '',
              '', 0, 1 FROM n`,
    )
    const look = (after = '') =>
      shop.get<List<ConversationView>>(`/conversations?label=${label.id}${after}`)
    const { items, next } = await look()
    expect(items).toEqual([])
    expect(await look(`&after=${next}`)).toMatchObject({ items: [{}], next: null })
  })

  it('has a name and a colour of its own', async () => {
    const { shop, label, save } = await labelled()
    const other: LabelView = await shop.browser.read(
      shop.browser.post('/api/v1/labels', { name: 'Stock' }),
    )
    expect(other.colour).toBe('grey')
    const taken = await save(other.id, { name: 'URGENT', colour: 'grey' })
    expect(taken.status).toBe(409)
    expect((await save(label.id, { name: 'Urgent', colour: 'pink' })).status).toBe(400)
    expect((await save('not-an-id', { name: 'Odd' })).status).toBe(404)
  })
})
