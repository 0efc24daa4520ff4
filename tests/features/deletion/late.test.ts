import { expect, it } from 'vitest'
import { consume } from '../../../worker/boundary/queues/consume'
import type { Job } from '../../../worker/boundary/queues/jobs'
import { keepDeadLetters } from '../../../worker/consumer/dead-letters'
import { handlers } from '../../../worker/consumer/dispatch'
import { onEvents } from '../../../worker/consumer/events'
import { contentsOf, Deletion } from '../../support/deletion'
import { batchOf } from '../../support/queues'
import { Shop } from '../../support/shop'

/** One of each kind that names an account. */
function everyJob(shop: Shop, broadcastId: string): Job[] {
  const { accountId } = shop
  const body = JSON.stringify(
    shop.change({
      messages: [
        {
          id: 'wamid.late',
          from: '972525551234',
          timestamp: `${Math.floor(shop.now() / 1000)}`,
          type: 'text',
          text: { body: 'hi' },
        },
      ],
    }),
  )
  return [
    { type: 'broadcast.send', accountId, broadcastId, chunk: 1 },
    { type: 'broadcast.freeze', accountId, broadcastId },
    { type: 'broadcast.cancel', accountId, broadcastId },
    { type: 'contacts.import', accountId, importId: 'i' },
    { type: 'templates.sync', accountId, connectionId: 'c' },
    { type: 'numbers.refresh', accountId, connectionId: 'c' },
    { type: 'message.deliver', accountId, messageId: 'm' },
    { type: 'webhook.dead', accountId, fileKey: `dead/${accountId}/x` },
    { type: 'webhook.body', body, receivedAt: Date.now() },
  ]
}

it('drops whatever still waits in a queue when the account is gone, and creates nothing', async () => {
  const shop = await Shop.open()
  await shop.addMany(3)
  const broadcastId = await shop.running()
  await (await new Deletion(shop).begin()).finish()

  const jobs = everyJob(shop, broadcastId)
  const { batch, fates } = batchOf(jobs, 'proconnect-chores')
  await consume(batch, handlers, onEvents, shop.deps)

  expect(fates).toEqual(jobs.map(() => 'ack'))
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
  expect(shop.meta.posts).toEqual([])
})

it('keeps no dead letter of an account that is gone', async () => {
  const shop = await Shop.open()
  await (await new Deletion(shop).begin()).finish()
  const { batch, fates } = batchOf(everyJob(shop, 'b'), 'proconnect-chores-dead')
  await keepDeadLetters(shop.deps, batch)
  expect(new Set(fates)).toEqual(new Set(['ack']))
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
})

it('begins nothing for an account that is frozen', async () => {
  const shop = await Shop.open()
  await shop.addMany(3)
  const broadcastId = await shop.launch()
  await new Deletion(shop).begin()
  const before = await contentsOf(shop.accountId)

  const { batch, fates } = batchOf(everyJob(shop, broadcastId), 'proconnect-chores')
  await consume(batch, handlers, onEvents, shop.deps)

  expect(new Set(fates)).toEqual(new Set(['ack']))
  expect(await contentsOf(shop.accountId)).toEqual(before)
  expect(shop.meta.posts).toEqual([])
})

it('keeps nothing that WhatsApp sends to an account that is frozen, also where it failed', async () => {
  const shop = await Shop.open()
  await new Deletion(shop).begin()
  const before = await contentsOf(shop.accountId)
  const jobs = everyJob(shop, 'b').filter(({ type }) => type === 'webhook.body')
  const { batch, fates } = batchOf(jobs, 'proconnect-events-dead')
  await keepDeadLetters(shop.deps, batch)
  expect(fates).toEqual(['ack'])
  expect(await contentsOf(shop.accountId)).toEqual(before)
})
