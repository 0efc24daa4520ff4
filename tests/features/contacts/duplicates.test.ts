import { expect, it } from 'vitest'
import type { DuplicateList, MergeView, SamenessView } from '../../../worker/contract/merges'
import { duplicatesJob, sweepDuplicates } from '../../../worker/features/contacts/duplicate-jobs'
import { listDuplicates } from '../../../worker/features/contacts/duplicate-operations'
import { findOrCreateByIdentity } from '../../../worker/features/contacts/identity-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { countCost } from '../../support/counted-database'
import { testEnv } from '../../support/lists'
import { merge, undo } from '../../support/merging'
import { Shop } from '../../support/shop'

async function scan(shop: Shop): Promise<DuplicateList> {
  await shop.post('/contacts/duplicates/scan')
  await duplicatesJob(shop.deps, { type: 'contacts.duplicates', accountId: shop.accountId })
  return list(shop)
}
const list = (shop: Shop, query = '') => shop.get<DuplicateList>(`/contacts/duplicates${query}`)
const pairs = ({ items }: DuplicateList) =>
  items.map(({ first, second, reason }) => [first.phone, second.phone, reason])
const setEmail = (shop: Shop, id: string, email: string) =>
  shop.query('UPDATE contacts SET email = ?3 WHERE account_id = ?1 AND id = ?2', id, email)
const say = (shop: Shop, ids: string[], verdict: string) =>
  shop.browser.post('/api/v1/contacts/duplicates/verdict', { ids, verdict })

it('finds the same e-mail, the same name with the same last digits, and other spellings', async () => {
  const shop = await Shop.open()
  const ids = await shop.add([
    { firstName: 'Dana', phone: '+972541110001' },
    { firstName: 'Rut', phone: '+972541110002' },
    { firstName: 'Noa Levi', phone: '+972542223344' },
    { firstName: 'noa levi', phone: '+12022223344' },
    { firstName: 'Noa Levi', phone: '+972549998877' },
    { firstName: 'Juan', phone: '+5491123456789' },
    { firstName: 'J. Perez', phone: '+541123456789' },
  ])
  await setEmail(shop, ids[0] ?? '', 'Dana@example.com')
  await setEmail(shop, ids[1] ?? '', 'dana@example.com ')

  const found = await scan(shop)
  expect(pairs(found)).toEqual([
    ['+5491123456789', '+541123456789', 'spelling'],
    ['+972541110001', '+972541110002', 'email'],
    ['+972542223344', '+12022223344', 'name'],
  ])
  expect(found.scan).toMatchObject({ found: 3, isScanning: false })
})

it('takes an address that many share for an office, not for a person', async () => {
  const shop = await Shop.open()
  const ids = await shop.addMany(6, { firstName: null })
  for (const id of ids) await setEmail(shop, id, 'office@example.com')
  expect(pairs(await scan(shop))).toEqual([])
})

it('offers two whom Meta has named as one, whatever was said of them before', async () => {
  const shop = await Shop.open()
  const [a = '', b = ''] = await shop.add([
    { phone: '+12025550143' },
    { phone: '+12025550188', firstName: 'Noa Levi' },
  ])
  const system = { type: 'user_changed_number', wa_id: '12025550188' }
  const moved = { from: '12025550143', type: 'system', system }
  await shop.inbound({ ...moved, id: 'wamid.moved', timestamp: `${Math.floor(shop.now() / 1000)}` })
  const { duplicates } = await shop.get<SamenessView>(`/contacts/${b}/sameness`)
  expect(duplicates).toMatchObject([{ first: { id: a }, second: { id: b }, reason: 'proven' }])
  // A search finds no such pair by itself, and leaves it.
  expect(pairs(await scan(shop))).toHaveLength(1)
})

it('notes two contacts that one message names by an id and by a number', async () => {
  const shop = await Shop.open()
  const db = await shop.db()
  await shop.add([{ phone: null, bsuid: 'US.1' }, { phone: '+12025550143' }])
  await findOrCreateByIdentity(db, { waId: '12025550143', bsuid: 'US.1' }, shop.now())
  expect((await list(shop)).items).toMatchObject([{ reason: 'proven' }])
})

it('remembers who is not the same person, also when it looks again, and can take that back', async () => {
  const shop = await Shop.open()
  const [a = '', b = ''] = await shop.add([
    { firstName: 'Noa Levi', phone: '+972542223344' },
    { firstName: 'Noa Levi', phone: '+12022223344' },
  ])
  await scan(shop)
  expect((await say(shop, [b, a], 'different')).status).toBe(204)
  expect((await list(shop)).items).toEqual([])
  expect((await scan(shop)).items).toEqual([])
  await say(shop, [a, b], 'unsure')
  expect((await list(shop)).items).toHaveLength(1)
  expect((await say(shop, [a, 'a'.repeat(26)], 'different')).status).toBe(404)
})

it('forgets a pair that is alike no more, and offers nobody who was merged', async () => {
  const shop = await Shop.open()
  const [a = '', b = '', c = ''] = await shop.add([
    ...[{ firstName: 'Noa Levi', phone: '+972542223344' }],
    ...[{ firstName: 'Noa Levi', phone: '+12022223344' }],
    ...[{ firstName: 'Noa Levi', phone: '+442022223344' }],
  ])
  expect((await scan(shop)).items).toHaveLength(2)
  const { id } = await merge(shop, a, b)
  expect((await list(shop)).items).toMatchObject([{ first: { id: a }, second: { id: c } }])
  await undo(shop, id)
  expect((await scan(shop)).items).toHaveLength(2)
  await shop.query(
    "UPDATE contacts SET search = 'dana ' || substr(phone, 2) WHERE account_id = ? AND id = ?",
    c,
  )
  expect((await scan(shop)).items).toMatchObject([{ first: { id: a }, second: { id: b } }])
})

it('takes two again for whom they were taken, and tells apart whom somebody told apart', async () => {
  const shop = await Shop.open()
  const [a = '', b = '', c = '', other = ''] = await shop.add([
    ...[{ firstName: 'Noa Levi', phone: '+972542223344' }],
    ...[{ firstName: 'Noa Levi', phone: '+12022223344' }],
    ...[{ firstName: 'Noa Levi', phone: '+442022223344' }],
    ...[{ firstName: 'Rut' }],
  ])
  await scan(shop)
  await say(shop, [a, c], 'different')
  const rows = () =>
    shop.query('SELECT * FROM contact_duplicates WHERE account_id = ? ORDER BY second_id')
  const before = await rows()

  const { id } = await merge(shop, other, a)
  const names = (await list(shop)).items.flatMap(({ first, second }) => [first.id, second.id])
  expect(names.sort()).toEqual([b, other].sort())
  await undo(shop, id)

  expect(await rows()).toEqual(before)
  expect((await scan(shop)).items).toMatchObject([{ first: { id: a }, second: { id: b } }])
})

it('pages in an order that holds, and shows nothing of another account', async () => {
  const shop = await Shop.open()
  const wishes = Array.from({ length: 25 }, (_, at) => 200_000 + at).flatMap((tail) => [
    { firstName: 'Noa Levi', phone: `+9725422${tail}` },
    { firstName: 'Noa Levi', phone: `+120222${tail}` },
  ])
  await shop.add(wishes)
  const first = await scan(shop)
  const second = await list(shop, `?after=${encodeURIComponent(first.next ?? '')}`)
  const seen = [...first.items, ...second.items].map((pair) => pair.first.id)
  expect([first.items.length, second.items.length, new Set(seen).size]).toEqual([20, 5, 25])
  expect((await (await Shop.open()).get<DuplicateList>('/contacts/duplicates')).items).toEqual([])
})

it('reads few rows for a page, however many people and pairs there are', async () => {
  const shop = await Shop.open()
  const wishes = Array.from({ length: 400 }, (_, at) => 200_000 + at).flatMap((tail) => [
    { firstName: 'Noa Levi', phone: `+9725422${tail}` },
    { firstName: 'Noa Levi', phone: `+120222${tail}` },
  ])
  await shop.add(wishes)
  await scan(shop)
  const [zero, one] = [countCost(testEnv.DATA_0), countCost(testEnv.DATA_1)]
  const deps = shop.depsOn({ ...testEnv, DATA_0: zero.database, DATA_1: one.database })
  const page = await listDuplicates(await deps.db.account(shop.accountId), undefined, 20)
  expect(page.items).toHaveLength(20)
  expect(zero.cost.rowsRead + one.cost.rowsRead).toBeLessThanOrEqual(150)
})

it('looks again by itself a day later, and sends a lost message again', async () => {
  const shop = await Shop.open()
  await shop.post('/contacts/duplicates/scan')
  expect(await list(shop)).toMatchObject({ scan: { isScanning: true } })
  await scan(shop)
  const mine = () => shop.chores.filter(({ type }) => type === 'contacts.duplicates')
  await sweepDuplicates(shop.deps)
  expect(mine()).toEqual([])
  shop.wait(DAY_MS + 1)
  await sweepDuplicates(shop.deps)
  expect(mine()).toHaveLength(1)
})

it('says on a contact’s page what can be undone', async () => {
  const shop = await Shop.open()
  const [a = '', b = ''] = await shop.add([{}, { firstName: 'Rut' }])
  const { id } = await merge(shop, a, b)
  const { merges } = await shop.get<{ merges: MergeView[] }>(`/contacts/${a}/sameness`)
  expect(merges).toMatchObject([{ id, droppedName: 'Rut', by: { name: 'Noa Levi' } }])
})
