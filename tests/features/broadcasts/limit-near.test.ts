import { expect, it } from 'vitest'
import type { ConnectionView } from '../../../worker/contract/connections'
import { noteStanding } from '../../../worker/features/analytics/standing-operations'
import { DAY_MS, HOUR_MS } from '../../../worker/lib/time'
import { Shop } from '../../support/shop'

const problemsOf = async (shop: Shop) => {
  const { items } = await shop.get<{ items: ConnectionView[] }>('/connections')
  return items.flatMap(({ problems }) => problems.map(({ kind, detail }) => [kind, detail]))
}

/** Meta's smallest limit here is 50: 47 of them may be used. */
async function sentTo(people: number) {
  const shop = await Shop.open()
  await shop.query('UPDATE numbers SET messaging_limit = 50 WHERE account_id = ?')
  await shop.addMany(people)
  const id = await shop.running({ template: 'order_update', waves: true })
  await shop.sendAll()
  return { shop, id }
}

it('says that the limit of people is nearly used up while a broadcast runs, and no longer than it is', async () => {
  const { shop } = await sentTo(60)
  expect(await problemsOf(shop)).toEqual([])
  await shop.sweep()
  expect(await problemsOf(shop)).toEqual([['limit_near', '100%']])

  shop.wait(DAY_MS + HOUR_MS)
  await noteStanding(shop.deps, await shop.db())
  expect(await problemsOf(shop)).toEqual([])
})

it.each([
  [37, []],
  [38, [['limit_near', '80%']]],
  [43, [['limit_near', '90%']]],
])('%i of 47 people are told as %o after the count', async (people, told) => {
  const { shop } = await sentTo(people)
  await noteStanding(shop.deps, await shop.db())
  expect(await problemsOf(shop)).toEqual(told)
})

it('is over at once when Meta raises the limit', async () => {
  const { shop } = await sentTo(45)
  await noteStanding(shop.deps, await shop.db())
  expect(await problemsOf(shop)).toEqual([['limit_near', '90%']])
  await shop.query('UPDATE numbers SET messaging_limit = 2000 WHERE account_id = ?')
  await noteStanding(shop.deps, await shop.db())
  expect(await problemsOf(shop)).toEqual([])
})
