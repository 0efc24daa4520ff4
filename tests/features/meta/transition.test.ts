import { expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { ConnectionView } from '../../../worker/contract/connections'
import type { ContactView } from '../../../worker/contract/contacts'
import type { ConversationView } from '../../../worker/contract/inbox'
import { randomId } from '../../../worker/lib/ids'
import { HOUR_MS } from '../../../worker/lib/time'
import { testEnv } from '../../support/lists'
import { type SignedIn, signUp } from '../../support/people'
import { Shop } from '../../support/shop'
import { statusOf } from '../../support/usage-month'

const FROM = '972545550199'

const write = (shop: Shop, body: string, agoMs = 0) =>
  shop.inbound({
    id: `wamid.${randomId()}`,
    from: FROM,
    timestamp: String(Math.floor((shop.now() - agoMs) / 1000)),
    type: 'text',
    text: { body },
  })

const seenBy = async ({ browser }: SignedIn) => {
  const conversations = await browser.read<List<ConversationView>>(
    browser.get('/api/v1/conversations?list=open'),
  )
  const contacts = await browser.read<List<ContactView>>(browser.get('/api/v1/contacts'))
  return {
    previews: conversations.items.map(({ preview }) =>
      preview?.kind === 'text' ? preview.text : '',
    ),
    phones: contacts.items.map(({ phone }) => phone),
  }
}

/** A business whose number goes from one workspace to another. */
async function letGo(shop: Shop) {
  const { items } = await shop.get<List<ConnectionView>>('/connections')
  await shop.browser.read(shop.browser.delete(`/api/v1/connections/${items[0]?.id}`))
  shop.meta.grantAgain()
}

async function takeOver(shop: Shop): Promise<SignedIn> {
  const next = await signUp()
  const { wabaId, numberId: phoneNumberId, accessToken } = shop.meta
  await next.browser.read(
    next.browser.post('/api/v1/connections', { wabaId, phoneNumberId, accessToken }),
  )
  return next
}

it('what people write to a number that nobody has at the moment is nobody’s, then the next owner’s', async () => {
  const shop = await Shop.open()
  await write(shop, 'to the first')
  await letGo(shop)
  await write(shop, 'to nobody')
  const next = await takeOver(shop)
  await write(shop, 'to the second')

  expect(await seenBy(shop.person)).toEqual({ previews: ['to the first'], phones: [`+${FROM}`] })
  expect(await seenBy(next)).toEqual({ previews: ['to the second'], phones: [`+${FROM}`] })
})

it('what was written to the first owner and comes late is nobody’s', async () => {
  const shop = await Shop.open()
  await letGo(shop)
  const next = await takeOver(shop)
  await write(shop, 'to the first, late', HOUR_MS)
  await write(shop, 'to the second')
  expect(await seenBy(shop.person)).toEqual({ previews: [], phones: [] })
  expect(await seenBy(next)).toEqual({ previews: ['to the second'], phones: [`+${FROM}`] })
  const { objects } = await testEnv.FILES.list({ prefix: `raw/${next.session.account.id}/` })
  expect(objects).toHaveLength(1)
})

it('statuses of what the first owner sent tell the next one nothing, and change nothing of theirs', async () => {
  const shop = await Shop.open()
  await shop.addMany(2)
  const id = await shop.send()
  const rows = await shop.query<{ no: number; token: string; wamid: string }>(
    'SELECT no, token, wamid FROM recipients WHERE account_id = ? AND broadcast_id = ? ORDER BY no',
    id,
  )
  await letGo(shop)
  const next = await takeOver(shop)
  await shop.statuses(...rows.map((row) => statusOf(id, row, 'delivered', shop.now())))
  expect(await seenBy(next)).toEqual({ previews: [], phones: [] })
  const broadcasts = await next.browser.read<List<object>>(next.browser.get('/api/v1/broadcasts'))
  expect(broadcasts.items).toEqual([])
})

it('news of an account, told between two owners, are nobody’s', async () => {
  const shop = await Shop.open()
  await letGo(shop)
  const value = { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } }
  await shop.webhooks(shop.change(value, 'account_update'))
  const next = await takeOver(shop)
  const { items } = await next.browser.read<List<ConnectionView>>(
    next.browser.get('/api/v1/connections'),
  )
  expect(items).toMatchObject([{ state: 'active', problems: [] }])
})
