import { expect, it } from 'vitest'
import { sweepSingles } from '../../../worker/features/broadcasts/outbox-operations'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { randomId } from '../../../worker/lib/ids'
import { MINUTE_MS } from '../../../worker/lib/time'
import { Kills } from '../../support/kills'
import { Shop } from '../../support/shop'

it('a message that a crash left behind goes out once where the sweep was killed', async () => {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111114' }])
  await shop.reply(contactId, 'Are you open on Friday?')
  const db = await shop.db()
  const { user } = shop.person.session
  const message = { id: randomId(), contactId, numberId: shop.meta.numberId, text: 'Until two.' }
  // Whoever wrote it down was killed before it left.
  const deps = { ...shop.deps, deliverOne: async () => {} }
  await sendReply(deps, db, { userId: user.id }, message)
  shop.wait(3 * MINUTE_MS)

  const kills = new Kills(shop)
  await kills.until(sweepSingles)
  const mine = shop.chores.filter((job) => 'messageId' in job && job.messageId === message.id)
  expect(mine.length).toBeGreaterThan(0)
  expect(kills.both('chore message.deliver')).toBe(1)
  // A queue delivers twice what was put there twice.
  shop.chores.splice(0, shop.chores.length, ...mine, ...mine)
  await new Kills(shop, { only: /nothing/ }).chores()
  expect(shop.meta.posts).toHaveLength(1)
  const rows = await shop.query('SELECT state FROM outbox WHERE account_id = ?')
  expect(rows).toMatchObject([{ state: 'accepted' }])
})
