import { expect, it } from 'vitest'
import type { ConversationView } from '../../../worker/contract/inbox'
import { noteProven } from '../../../worker/features/contacts/duplicate-queries'
import { sweepMerges } from '../../../worker/features/contacts/merge-jobs'
import { undoMerge } from '../../../worker/features/contacts/merge-operations'
import { MERGE_PARTS } from '../../../worker/features/deletion/merge-parts-operations'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { invite } from '../../support/members'
import { follow, merge, see, undo, whose, wishToMerge } from '../../support/merging'
import { Shop } from '../../support/shop'

/** Two contacts of one person, with tags, fields, notes, messages and a broadcast. */
async function twoOfOne() {
  const shop = await Shop.open()
  const [a = '', b = ''] = await shop.add([
    { firstName: 'Noa', phone: '+972541110001', tags: ['vip'], fields: { city: 'Haifa' } },
    {
      ...{ firstName: 'Noa Levi', phone: '+972541110002', tags: ['vip', 'new'] },
      ...{ fields: { city: 'Akko', size: 'M' }, consent: 'unknown' as const },
    },
  ])
  await shop.reply(a, 'Hello from the first')
  await shop.reply(b, 'Hello from the second', shop.now() + 2000)
  await shop.post(`/contacts/${b}/notes`, { text: 'Likes figs' })
  return { shop, a, b }
}

const OWNER = { userId: 'owner', role: 'owner' } as const

const talks = (shop: Shop) => shop.get<{ items: ConversationView[] }>('/conversations?list=open')

it('makes one contact of two: blanks filled, tags joined, every name and message of both kept', async () => {
  const { shop, a, b } = await twoOfOne()
  const done = await merge(shop, a, b, 'name', 'fields.city')

  expect(done).toMatchObject({ keptId: a, droppedId: b, droppedName: 'Noa Levi', state: 'done' })
  const one = await see(shop, a)
  expect(one).toMatchObject({
    ...{ name: 'Noa Levi', phone: '+972541110001', consent: 'opted_in' },
    fields: { city: 'Akko', size: 'M' },
  })
  expect(one.tags.map(({ name }) => name).sort()).toEqual(['new', 'vip'])
  const notes = await shop.get<{ items: { text: string }[] }>(`/contacts/${a}/notes`)
  expect(notes.items.map(({ text }) => text)).toEqual(['Likes figs'])
  const { identities, messages } = await whose(shop)
  expect(new Set((identities as { contact_id: string }[]).map((row) => row.contact_id))).toEqual(
    new Set([a]),
  )
  expect((messages as { contact_id: string }[]).map((row) => row.contact_id)).toEqual([a, a])
})

it('says of the contact that is gone which one it became part of', async () => {
  const { shop, a, b } = await twoOfOne()
  await merge(shop, a, b)
  const answer = await shop.browser.get(`/api/v1/contacts/${b}`)
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({
    error: { code: 'contact.merged', details: { id: a } },
  })
})

it('joins their conversations on a number, and goes on in the one when either number writes', async () => {
  const { shop, a, b } = await twoOfOne()
  await merge(shop, a, b)
  const { items } = await talks(shop)
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ unread: 2, preview: { text: 'Hello from the second' } })

  const from = { from: '972541110002', timestamp: `${Math.floor(shop.now() / 1000) + 5}` }
  await shop.inbound({ id: 'wamid.later', ...from, type: 'text', text: { body: 'And again' } })
  expect((await talks(shop)).items).toMatchObject([{ unread: 3 }])
  const found = await shop.get<{ items: unknown[] }>('/conversations/search?q=second')
  expect(JSON.stringify(found)).toContain('second')
})

it('puts both back exactly as they were', async () => {
  const { shop, a, b } = await twoOfOne()
  const before = await whose(shop)
  const { id } = await merge(shop, a, b, 'name', 'phone', 'fields.city')
  expect(await undo(shop, id)).toMatchObject({ state: 'undone', undoUntil: null })
  expect(await whose(shop)).toEqual(before)
  // Only that it happened is known.
  expect(await shop.query('SELECT sealed FROM contact_merges WHERE account_id = ?')).toEqual([
    { sealed: null },
  ])
})

it('leaves what happened since with the one that stayed', async () => {
  const { shop, a, b } = await twoOfOne()
  const { id } = await merge(shop, a, b)
  const one = await see(shop, a)
  await shop.browser.read(
    shop.browser.patch(`/api/v1/contacts/${a}`, {
      ...{ version: one.version, firstName: 'Noa', lastName: 'Cohen', language: 'fr' },
    }),
  )
  await shop.post(`/contacts/${a}/notes`, { text: 'Written since' })
  const from = { from: '972541110002', timestamp: `${Math.floor(shop.now() / 1000) + 5}` }
  await shop.inbound({ id: 'wamid.since', ...from, type: 'text', text: { body: 'Since' } })

  await undo(shop, id)
  expect(await see(shop, a)).toMatchObject({
    ...{ name: 'Noa Cohen', phone: '+972541110001', language: 'fr' },
    fields: { city: 'Haifa' },
  })
  expect(await see(shop, b)).toMatchObject({
    ...{ name: 'Noa Levi', phone: '+972541110002' },
    fields: { city: 'Akko', size: 'M' },
  })
  const count = (of: string) =>
    shop.query('SELECT id FROM messages WHERE account_id = ? AND contact_id = ?', of)
  expect([(await count(a)).length, (await count(b)).length]).toEqual([2, 1])
  const notes = async (of: string) =>
    (await shop.get<{ items: { text: string }[] }>(`/contacts/${of}/notes`)).items.map(
      ({ text }) => text,
    )
  expect([await notes(a), await notes(b)]).toEqual([['Written since'], ['Likes figs']])
  expect((await talks(shop)).items).toHaveLength(2)
})

it('refuses what somebody saw before it changed, one with itself, and a second merge at once', async () => {
  const { shop, a, b } = await twoOfOne()
  const wish = await wishToMerge(shop, a, b, [])
  const ask = (body: object) => shop.browser.post('/api/v1/contacts/merges', body)
  expect((await ask({ ...wish, droppedVersion: 7 })).status).toBe(409)
  expect((await ask({ ...wish, droppedId: a })).status).toBe(422)
  const answers = await Promise.all([ask(wish), ask({ ...wish, take: ['name'] })])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, expect.any(Number)])
  expect(await shop.query('SELECT id FROM contact_merges WHERE account_id = ?')).toHaveLength(1)
})

it('can be undone for a day; then what undoing needed is erased', async () => {
  const { shop, a, b } = await twoOfOne()
  const { id } = await merge(shop, a, b)
  shop.wait(DAY_MS + MINUTE_MS)
  await sweepMerges(shop.deps, MERGE_PARTS)
  expect(await shop.get(`/contacts/merges/${id}`)).toMatchObject({ undoUntil: null, state: 'done' })
  expect((await shop.browser.post(`/api/v1/contacts/merges/${id}/undo`)).status).toBe(409)
  expect(await shop.query('SELECT no FROM merge_slices WHERE account_id = ?')).toEqual([])
})

it('takes the last of several merges back first', async () => {
  const { shop, a, b } = await twoOfOne()
  const [c = ''] = await shop.add([{ phone: '+972541110003' }])
  const before = await whose(shop)
  const first = await merge(shop, a, b)
  const second = await merge(shop, a, c)
  expect((await shop.browser.post(`/api/v1/contacts/merges/${first.id}/undo`)).status).toBe(409)
  await undo(shop, second.id)
  await undo(shop, first.id)
  expect(await whose(shop)).toEqual(before)
})

it('brings along who was written down under the old contact while it was merged', async () => {
  const { shop, a, b } = await twoOfOne()
  const { id } = await merge(shop, a, b)
  await shop.query(
    `INSERT INTO messages SELECT account_id, ?2, '7' || substr(id, 2), at, direction, number_id,
     'wamid.late', type, body, broadcast_id, author FROM messages WHERE account_id = ?1 LIMIT 1`,
    b,
  )
  await follow(shop, id)
  const left = await shop.query(
    'SELECT id FROM messages WHERE account_id = ? AND contact_id = ?',
    b,
  )
  expect(left).toEqual([])
})

it('is for those who may change contacts, whose masked numbers stay masked', async () => {
  const { shop, a, b } = await twoOfOne()
  await shop.browser.patch('/api/v1/account', { phonesHidden: 'support' })
  const agent = (await invite(shop.person, 'agent')).browser
  await noteProven(await shop.db(), a, [b], shop.now())
  const wish = await wishToMerge(shop, a, b, [])
  expect((await agent.post('/api/v1/contacts/merges', wish)).status).toBe(403)
  const { id } = await merge(shop, a, b)
  expect((await agent.post(`/api/v1/contacts/merges/${id}/undo`)).status).toBe(403)
  await undo(shop, id)
  const said = await agent.get(`/api/v1/contacts/${a}/sameness`)
  const text = await said.text()
  expect(text).toContain('••••••002')
  expect(text).not.toContain('+97254')
})

it('shows, merges and undoes nothing of another account', async () => {
  const { shop, a, b } = await twoOfOne()
  const other = await Shop.open()
  const [own = ''] = await other.add([{}])
  const wish = await wishToMerge(shop, a, b, [])
  expect((await other.browser.post('/api/v1/contacts/merges', wish)).status).toBe(404)
  const mixed = { ...(await wishToMerge(shop, a, b, [])), keptId: own, keptVersion: 1 }
  expect((await other.browser.post('/api/v1/contacts/merges', mixed)).status).toBe(404)
  const done = await merge(shop, a, b)
  expect((await other.browser.get(`/api/v1/contacts/merges/${done.id}`)).status).toBe(404)
  expect((await other.browser.post(`/api/v1/contacts/merges/${done.id}/undo`)).status).toBe(404)
  expect((await other.browser.get(`/api/v1/contacts/${a}/sameness`)).status).toBe(404)
})

it('erases with the person what undoing needs, and leaves an audit line of each act', async () => {
  const { shop, a, b } = await twoOfOne()
  await undo(shop, (await merge(shop, a, b)).id)
  await merge(shop, a, b)
  await shop.browser.read(shop.browser.delete(`/api/v1/contacts/${a}`))
  for (const table of ['contact_merges', 'merge_slices', 'contact_duplicates']) {
    expect(await shop.query(`SELECT 1 FROM ${table} WHERE account_id = ?`), table).toEqual([])
  }
  expect((await whose(shop)).messages).toEqual([])
  const acts = await shop.query<{ action: string; after: string }>(
    "SELECT action, after FROM audit WHERE account_id = ? AND action LIKE 'contact.%merged'",
  )
  expect(acts.map(({ action }) => action)).toEqual([
    ...['contact.merged', 'contact.unmerged', 'contact.merged'],
  ])
})

it('erases with a person what was written under the contact that became part of them', async () => {
  const { shop, a, b } = await twoOfOne()
  await merge(shop, a, b)
  await shop.query(
    `INSERT INTO messages SELECT account_id, ?2, '7' || substr(id, 2), at, direction, number_id,
     'wamid.late', type, body, broadcast_id, author FROM messages WHERE account_id = ?1 LIMIT 1`,
    b,
  )
  await shop.browser.read(shop.browser.delete(`/api/v1/contacts/${a}`))
  expect((await whose(shop)).messages).toEqual([])
})

it.each([
  ['who stays', 0],
  ['who came back', 1],
])('erases %s alone where their history is still on its way back', async (_who, which) => {
  const { shop, a, b } = await twoOfOne()
  const { id } = await merge(shop, a, b)
  const parting = () => Promise.reject(new Error('killed'))
  const parts = MERGE_PARTS.map((part) => ({ ...part, parting }))
  const undoing = undoMerge(shop.deps, await shop.db(), OWNER, parts, id)
  await expect(undoing).rejects.toThrow('killed')
  const [gone, stays] = which === 0 ? [a, b] : [b, a]
  await shop.browser.read(shop.browser.delete(`/api/v1/contacts/${gone}`))
  const { messages } = await whose(shop)
  expect((messages as { contact_id: string }[]).map((row) => row.contact_id)).toEqual([stays])
})
