import { expect, it } from 'vitest'
import type { BulkEditView, NewBulkEdit } from '../../../worker/contract/bulk-edits'
import type { List } from '../../../worker/contract/common'
import type { ContactView, CountView, TagView } from '../../../worker/contract/contacts'
import { bulkJob, sweepBulkEdits } from '../../../worker/features/contacts/bulk-jobs'
import { continueBulkEdit } from '../../../worker/features/contacts/bulk-operations'
import { eraseAndSettle } from '../../../worker/features/deletion/person-erase-operations'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import type { PersonWish } from '../../support/contact-rows'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'

const people = (count: number, wish: PersonWish = {}) =>
  Array.from({ length: count }, () => ({ firstName: 'Noa', ...wish }))

const start = (shop: Shop, action: NewBulkEdit['action'], who: NewBulkEdit['who'], most = 1e6) =>
  shop.post<BulkEditView>('/bulk-edits', { action, who, people: most })
const run = async (shop: Shop, editId: string) => {
  const job = { type: 'contacts.bulk' as const, accountId: shop.accountId, editId }
  await bulkJob(eraseAndSettle)(shop.deps, job)
  return shop.get<BulkEditView>(`/bulk-edits/${editId}`)
}
const count = async (shop: Shop, query: string) =>
  (await shop.get<CountView>(`/contacts/count?${query}`)).count
const everybody = { filter: {} }

/** Every contact as the account sees it, but for the moment of its last change. */
const state = async (shop: Shop) =>
  (await shop.get<List<ContactView>>('/contacts?limit=200')).items.map(
    ({ tags, version: _, ...rest }) => ({
      ...rest,
      tags: tags.map(({ name }) => name).sort(),
    }),
  )

it('tags everybody who matches, says how many, and takes exactly that back', async () => {
  const shop = await Shop.open()
  await shop.add([...people(5, { country: 'IL' }), ...people(2, { country: 'DE' })])
  await shop.add(people(3, { country: 'IL', tags: ['vip'] }))
  const before = await state(shop)
  const vip = await shop.tagId('vip')

  const edit = await start(shop, { do: 'add_tag', tag: 'VIP' }, { filter: { country: 'IL' } })
  expect(await run(shop, edit.id)).toMatchObject({ state: 'done', done: 8, canUndo: true })
  expect(await count(shop, `tag=${vip}`)).toBe(8)

  await shop.post(`/bulk-edits/${edit.id}/undo`)
  expect(await run(shop, edit.id)).toMatchObject({ state: 'undone', canUndo: false })
  expect(await state(shop)).toEqual(before)
  expect(await count(shop, `tag=${vip}`)).toBe(3)
})

it('takes a tag away from those who carry it, and gives it back to them only', async () => {
  const shop = await Shop.open()
  await shop.add([...people(3, { tags: ['old', 'vip'] }), ...people(2, { tags: ['vip'] })])
  const before = await state(shop)
  const tagId = await shop.tagId('old')

  const edit = await start(shop, { do: 'remove_tag', tagId }, everybody)
  expect(await run(shop, edit.id)).toMatchObject({ done: 5 })
  expect(await count(shop, `tag=${tagId}`)).toBe(0)
  await shop.post(`/bulk-edits/${edit.id}/undo`)
  await run(shop, edit.id)
  expect(await state(shop)).toEqual(before)
})

it('gives a tag back to nobody who was deleted meanwhile', async () => {
  const shop = await Shop.open()
  const [gone = ''] = await shop.add(people(2, { tags: ['old'] }))
  const tagId = await shop.tagId('old')
  const edit = await start(shop, { do: 'remove_tag', tagId }, everybody)
  await run(shop, edit.id)
  await shop.browser.read(shop.browser.delete(`/api/v1/contacts/${gone}`))
  await shop.post(`/bulk-edits/${edit.id}/undo`)
  await run(shop, edit.id)
  const carriers = await shop.query('SELECT contact_id FROM contact_tags WHERE account_id = ?')
  expect(carriers).toHaveLength(1)
})

it('is for all whom somebody chose by hand, over many pages', async () => {
  const shop = await Shop.open()
  const ids = await shop.add(people(260))
  const edit = await start(shop, { do: 'add_tag', tag: 'vip' }, { ids })
  expect(await run(shop, edit.id)).toMatchObject({ state: 'done', done: 260 })
})

it('goes over each person once although the change makes them match no more', async () => {
  const shop = await Shop.open()
  await shop.add(people(30))
  const tagId = await shop.tagId('done')
  const without = {
    join: 'all' as const,
    rules: [{ on: 'tag' as const, op: 'none' as const, tags: [tagId] }],
  }

  const edit = await start(shop, { do: 'add_tag', tag: 'done' }, { filter: { filter: without } })
  expect(await run(shop, edit.id)).toMatchObject({ done: 30 })
  expect(await count(shop, `tag=${tagId}`)).toBe(30)
})

it('never changes more people than were confirmed', async () => {
  const shop = await Shop.open()
  await shop.add(people(3))
  const edit = await start(shop, { do: 'delete' }, everybody, 3)
  await shop.add(people(4))

  expect(await run(shop, edit.id)).toMatchObject({ state: 'done', done: 3 })
  expect(await count(shop, '')).toBe(4)
})

it('opts people out for good: ledger, state and stop', async () => {
  const shop = await Shop.open()
  const [id = ''] = await shop.add(people(1, { consent: 'opted_in' }))
  await shop.add(people(1, { consent: 'opted_in' }))

  const edit = await start(shop, { do: 'opt_out', reason: 'asked in the shop' }, { ids: [id] })
  expect(await run(shop, edit.id)).toMatchObject({ state: 'done', done: 1, canUndo: false })

  expect(await shop.get(`/contacts/${id}`)).toMatchObject({ consent: 'opted_out' })
  const timeline = await shop.get(`/contacts/${id}/timeline?what=consents`)
  expect(timeline).toMatchObject({ items: [{ change: 'opted_out', wording: 'asked in the shop' }] })
  expect((await shop.plan((await shop.draft()).id)).people).toBe(1)
  const undone = await shop.browser.post(`/api/v1/bulk-edits/${edit.id}/undo`)
  expect(undone.status).toBe(409)
})

it('done twice at once, or again after a crash, counts and changes nobody twice', async () => {
  const shop = await Shop.open()
  await shop.add(people(40))
  const edit = await start(shop, { do: 'add_tag', tag: 'new' }, everybody)
  const db = await shop.db()

  const again = () => continueBulkEdit(shop.deps, db, edit.id, eraseAndSettle)
  await Promise.all([again(), again(), again()])

  expect(await shop.get(`/bulk-edits/${edit.id}`)).toMatchObject({ state: 'done', done: 40 })
  expect((await state(shop)).every(({ tags }) => tags.join() === 'new')).toBe(true)
})

it('is woken when its message was lost, and forgets whom it changed after a day', async () => {
  const shop = await Shop.open()
  await shop.add(people(2))
  const edit = await start(shop, { do: 'add_tag', tag: 'new' }, everybody)
  const mine = () =>
    shop.chores.filter((job) => job.type === 'contacts.bulk' && job.editId === edit.id)
  await sweepBulkEdits(shop.deps)
  expect(mine()).toEqual([])
  shop.wait(3 * MINUTE_MS)
  await sweepBulkEdits(shop.deps)
  expect(mine()).toHaveLength(1)

  await run(shop, edit.id)
  shop.wait(DAY_MS + MINUTE_MS)
  await sweepBulkEdits(shop.deps)
  expect(await shop.get(`/bulk-edits/${edit.id}`)).toMatchObject({ state: 'done', canUndo: false })
  expect((await shop.browser.post(`/api/v1/bulk-edits/${edit.id}/undo`)).status).toBe(409)
})

it('lets a marketer tag but not delete', async () => {
  const shop = await Shop.open()
  await shop.add(people(1))
  const { browser } = await invite(shop.person, 'marketer')
  const ask = (action: NewBulkEdit['action']) =>
    browser.post('/api/v1/bulk-edits', { action, who: everybody, people: 1 })

  expect((await ask({ do: 'add_tag', tag: 'x' })).status).toBe(202)
  expect((await ask({ do: 'delete' })).status).toBe(403)
})

it('shows and undoes nothing of another account', async () => {
  const [mine, other] = [await Shop.open(), await Shop.open()]
  await other.add(people(1))
  const edit = await start(other, { do: 'add_tag', tag: 'x' }, everybody)
  const { items } = await other.get<List<TagView>>('/tags')

  expect((await mine.browser.get(`/api/v1/bulk-edits/${edit.id}`)).status).toBe(404)
  expect((await mine.browser.post(`/api/v1/bulk-edits/${edit.id}/undo`)).status).toBe(404)
  const foreign = await start(mine, { do: 'remove_tag', tagId: items[0]?.id ?? '' }, everybody)
  expect(await run(mine, foreign.id)).toMatchObject({ done: 0 })
})
