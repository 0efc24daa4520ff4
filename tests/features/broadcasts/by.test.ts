import type * as v from 'valibot'
import { expect, it } from 'vitest'
import type { BroadcastListItem, BroadcastView } from '../../../worker/contract/broadcasts'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'

type Item = v.InferOutput<typeof BroadcastListItem>

it('everybody sees by whom a broadcast was made, in the list and on its page', async () => {
  const shop = await Shop.open()
  const draft = await shop.draft()
  const { user } = shop.person.session
  expect(draft.createdBy).toEqual({ id: user.id, name: user.name })

  const { browser, session } = await invite(shop.person, 'admin')
  const own = await browser.read<BroadcastView>(
    browser.post('/api/v1/broadcasts', { name: 'Winter' }),
  )
  expect(own.createdBy).toEqual({ id: session.user.id, name: 'Avi Cohen' })
  const { items } = await browser.read<{ items: Item[] }>(browser.get('/api/v1/broadcasts'))
  expect(items.map(({ broadcast }) => broadcast.createdBy?.name)).toEqual(['Avi Cohen', user.name])
  const seen = await browser.read<BroadcastView>(browser.get(`/api/v1/broadcasts/${draft.id}`))
  expect(seen.createdBy?.name).toBe(user.name)
})

it('who has closed their account is nobody we still name', async () => {
  const shop = await Shop.open()
  const draft = await shop.draft()
  await shop.query("UPDATE broadcasts SET created_by = 'gone' WHERE account_id = ?")
  expect((await shop.get<BroadcastView>(`/broadcasts/${draft.id}`)).createdBy).toBeNull()
})
