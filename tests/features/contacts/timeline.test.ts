import { expect, it } from 'vitest'
import type { BulkEditView } from '../../../worker/contract/bulk-edits'
import { bulkJob } from '../../../worker/features/contacts/bulk-jobs'
import { eraseAndSettle } from '../../../worker/features/deletion/person-erase-operations'
import { Importer } from '../../support/lists'
import { merge, see, timeline } from '../../support/merging'
import { Shop } from '../../support/shop'

const change = async (shop: Shop, id: string, wish: object) => {
  const { version } = await see(shop, id)
  return shop.browser.read(shop.browser.patch(`/api/v1/contacts/${id}`, { version, ...wish }))
}

it('tells which fields somebody changed, from what to what, sealed where it lies', async () => {
  const shop = await Shop.open()
  const [id = ''] = await shop.add([{ firstName: 'Noa' }])
  await shop.post('/fields', { name: 'City', type: 'text' })
  await change(shop, id, { firstName: 'Noemi', fields: { city: 'Haifa' } })
  await change(shop, id, { fields: { city: null } })
  expect(await timeline(shop, id, '?what=changes')).toMatchObject([
    { kind: 'edit', edits: [{ field: 'fields.city', from: 'Haifa', to: null }] },
    {
      kind: 'edit',
      by: { name: 'Noa Levi' },
      edits: [
        { field: 'firstName', from: 'Noa', to: 'Noemi' },
        { field: 'fields.city', from: null, to: 'Haifa' },
      ],
    },
    { kind: 'added' },
  ])
  const rows = await shop.query('SELECT body FROM contact_changes WHERE account_id = ?')
  expect(JSON.stringify(rows)).not.toContain('Haifa')
})

it('tells of many changed at once by the bulk edit, also when it was taken back', async () => {
  const shop = await Shop.open()
  const [id = ''] = await shop.add([{}, {}])
  const action = { do: 'add_tag', tag: 'vip' }
  const edit = await shop.post<BulkEditView>('/bulk-edits', {
    ...{ action, who: { filter: {} }, people: 2 },
  })
  const job = { type: 'contacts.bulk' as const, accountId: shop.accountId, editId: edit.id }
  await bulkJob(eraseAndSettle)(shop.deps, job)
  const [first] = await timeline(shop, id, '?what=changes')
  expect(first).toMatchObject({ kind: 'tag', name: 'vip', isAdded: true, isUndone: false })
  await shop.post(`/bulk-edits/${edit.id}/undo`)
  await bulkJob(eraseAndSettle)(shop.deps, job)
  expect((await timeline(shop, id, '?what=changes'))[0]).toMatchObject({ isUndone: true })
})

it('tells of the import that made a contact, and of those that changed it', async () => {
  const shop = await Shop.open()
  const importer = new Importer(shop.person)
  await importer.import('Name,Phone\nNoa,0542345678\nAvi,0542345679\n')
  await importer.import('Name,Phone\nNoa Levi,0542345678\nAvi,0542345679\n')
  const { items } = await shop.get<{ items: { id: string; name: string }[] }>('/contacts')
  const of = (name: string) => items.find((one) => one.name === name)?.id ?? ''
  const [noa, avi] = [await timeline(shop, of('Noa Levi')), await timeline(shop, of('Avi'))]
  expect(noa.map((entry) => entry.kind === 'import' && entry.isNew)).toEqual([false, true])
  // Whom a file names as they are is not changed by it.
  expect(avi.map((entry) => entry.kind === 'import' && entry.isNew)).toEqual([true])
})

it('tells of notes, merges, assignment and messages, each kind also alone, page by page', async () => {
  const shop = await Shop.open()
  const [a = '', b = ''] = await shop.add([{}, {}])
  await shop.reply(a, 'Hello')
  await shop.post(`/contacts/${a}/notes`, { text: 'Likes figs' })
  const talks = await shop.get<{ items: { id: string }[] }>('/conversations?list=open')
  const to = shop.person.session.user.id
  await shop.post(`/conversations/${talks.items[0]?.id}/act`, { do: 'assign', to })
  await merge(shop, a, b)

  expect(await timeline(shop, a, '?what=notes')).toMatchObject([{ text: 'Likes figs' }])
  expect(await timeline(shop, a, '?what=messages')).toMatchObject([
    { kind: 'assigned', to: { name: 'Noa Levi' } },
    { kind: 'message', text: 'Hello' },
  ])
  expect(await timeline(shop, a, '?what=changes')).toMatchObject([
    { kind: 'merge', by: { name: 'Noa Levi' }, isUndone: false },
    { kind: 'added' },
  ])
  const all = await timeline(shop, a)
  const seen: string[] = []
  for (let after = '', pages = 0; pages < 10; pages++) {
    const query = `?limit=1${after && `&after=${after}`}`
    const page = await shop.get<{ items: { kind: string }[]; next: string | null }>(
      `/contacts/${a}/timeline${query}`,
    )
    seen.push(...page.items.map(({ kind }) => kind))
    if (!page.next) break
    after = page.next
  }
  expect(seen).toEqual(all.map(({ kind }) => kind))
  expect((await shop.browser.get(`/api/v1/contacts/${a}/timeline?what=gossip`)).status).toBe(400)
})
