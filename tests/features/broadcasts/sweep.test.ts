import { describe, expect, it } from 'vitest'
import { openConsumerDeps } from '../../../worker/consumer/dispatch'
import { sendChunkJob } from '../../../worker/features/broadcasts/jobs'
import { enqueueChunks } from '../../../worker/features/broadcasts/part-operations'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { recordAndClaim } from '../../../worker/features/broadcasts/send-queries'
import { listActive } from '../../../worker/features/broadcasts/sweep-queries'
import { randomId } from '../../../worker/lib/ids'
import { HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'
import { testEnv } from '../../support/lists'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'
import { tallyAt } from '../../support/tally'

async function running(people: number) {
  const shop = await Shop.open()
  await shop.addMany(people)
  return { shop, id: await shop.running() }
}

/** A consumer that takes a window and is never heard of again, before or after its POSTs. */
async function dies(shop: Shop, id: string, when: 'before POST' | 'after POST'): Promise<void> {
  const [message] = shop.sends.splice(0)
  if (when === 'before POST') {
    const chunk = { accountId: shop.accountId, broadcastId: id, chunk: 1, first: 1, last: 500 }
    const rows = { from: 1, limit: 6, now: shop.now(), tally: tallyAt(shop.now()) }
    await recordAndClaim(await shop.db(), chunk, [], {
      category: 'MARKETING',
      token: randomId(),
      ...rows,
    })
    return
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  shop.meta.script = (_message, nth) => {
    if (nth === 6) resolve()
    return new Promise(() => {})
  }
  if (message) void sendChunkJob(shop.deps, message.job)
  await promise
  shop.meta.script = () => accept
}

describe('a consumer that died', () => {
  it.each(['before POST', 'after POST'] as const)(
    '%s leaves at most its window unknown, which is never sent again; everybody else is sent once',
    async (when) => {
      const { shop, id } = await running(60)
      await dies(shop, id, when)
      const posted = shop.meta.posts.length
      await shop.sweepFor(30)

      const { unknown = 0, accepted = 0, ...others } = await shop.groupBy(id)
      expect(others).toEqual({})
      expect(unknown).toBe(when === 'before POST' ? 6 : WINDOW_ROWS)
      expect(unknown + accepted).toBe(60)
      expect(shop.meta.posts.length - posted).toBe(accepted)
      expect(new Set(shop.meta.recipients()).size).toBe(shop.meta.posts.length)
      expect(await shop.progress(id)).toMatchObject({
        state: 'done',
        counts: { unknown, accepted },
      })
    },
  )

  it('leaves nothing "being sent" behind in a broadcast that was paused meanwhile', async () => {
    const { shop, id } = await running(60)
    await dies(shop, id, 'after POST')
    await shop.browser.read(shop.browser.post(`/api/v1/broadcasts/${id}/pause`))
    await shop.sweepFor(10)
    expect(await shop.groupBy(id)).toEqual({ unknown: WINDOW_ROWS, queued: 60 - WINDOW_ROWS })
    expect((await shop.see(id)).state).toBe('paused')
  })

  it('ends a broadcast that was paused with nobody left', async () => {
    const { shop, id } = await running(6)
    await dies(shop, id, 'after POST')
    await shop.browser.read(shop.browser.post(`/api/v1/broadcasts/${id}/pause`))
    await shop.sweepFor(10)
    expect((await shop.see(id)).state).toBe('done')
  })

  it('is not believed dead while it works', async () => {
    const { shop, id } = await running(6)
    await dies(shop, id, 'after POST')
    shop.wait(MINUTE_MS)
    await shop.sweep()
    expect(await shop.groupBy(id)).toEqual({ sending: 6 })
  })

  it('is outlived by what it sent: a status settles the row, and the broadcast ends', async () => {
    const { shop, id } = await running(6)
    await dies(shop, id, 'after POST')
    const tags = shop.meta.posts.map(({ message }) => message.biz_opaque_callback_data)
    await shop.statuses(
      ...tags.map((tag) => aStatus({ status: 'delivered', biz_opaque_callback_data: tag })),
    )
    await shop.sweepFor(10)
    expect(await shop.groupBy(id)).toEqual({ delivered: 6 })
    expect((await shop.see(id)).state).toBe('done')
  })
})

describe('a message of the queue that was lost', () => {
  it('is sent again when nobody works on its chunk, and not before', async () => {
    const { shop, id } = await running(5)
    shop.sends.length = 0
    shop.wait(2 * MINUTE_MS)
    await shop.sweep()
    expect(shop.sends).toEqual([])
    shop.wait(5 * MINUTE_MS)
    await shop.sweep()
    expect(shop.sends.map(({ job }) => job.broadcastId)).toEqual([id])
    await shop.sendAll()
    expect(shop.meta.posts).toHaveLength(5)
  })

  it('is sent once, though the sweep runs twice at the same time', async () => {
    const { shop, id } = await running(5)
    shop.sends.length = 0
    shop.wait(20 * MINUTE_MS)
    await Promise.all([shop.sweep(), shop.sweep(), shop.sweep()])
    expect(shop.sends).toHaveLength(1)
    await shop.sendAll()
    expect(await shop.groupBy(id)).toEqual({ accepted: 5 })
  })
})

/** A broadcast with forty chunks of nobody besides its own: what is counted is messages. */
async function manyChunks(perSecond: number) {
  const { shop, id } = await running(3)
  await shop.query('UPDATE numbers SET throughput_per_second = ?2 WHERE account_id = ?1', perSecond)
  const numbers = JSON.stringify(Array.from({ length: 40 }, (_, at) => at + 2))
  await shop.query(
    `INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, counts)
     SELECT ?1, ?2, value, 1, 0, '{}' FROM json_each('${numbers}')`,
    id,
  )
  await enqueueChunks(shop.deps, await shop.db(), id)
  return { shop, id }
}

it('keeps twelve chunks of a broadcast in the queue, and brings the others after them', async () => {
  const { shop, id } = await manyChunks(80)
  expect(shop.sends).toHaveLength(12)
  await shop.sendOne()
  expect(shop.sends).toHaveLength(12)
  await shop.sendAll()
  expect((await shop.see(id)).state).toBe('done')
})

it.each([
  [80, [12, 12, 12]],
  [500, [12, 24, 34]],
])(
  'a number of %i a second gets as many consumers as it can keep busy, a dozen waiting at a time',
  async (perSecond, expected) => {
    const { shop, id } = await manyChunks(perSecond)
    const counts: number[] = []
    for (let times = 0; times < 3; times++) {
      counts.push(shop.sends.length)
      // Consumers take all that wait.
      await shop.query(
        'UPDATE chunks SET lease_until = ?2 WHERE account_id = ?1 AND enqueued_at IS NOT NULL',
        shop.now() + MINUTE_MS,
      )
      await enqueueChunks(shop.deps, await shop.db(), id)
    }
    expect(counts).toEqual(expected)
  },
)

it('a consumer of a fast number calls the next one when it begins', async () => {
  const { shop } = await manyChunks(1000)
  let waiting = 0
  shop.meta.script = () => {
    waiting = shop.sends.length
    return accept
  }
  await shop.sendOne()
  // Its own message is gone, and one more came while it worked.
  expect(waiting).toBe(12)
})

it('one broadcast that cannot be read leaves the others alone', async () => {
  const shop = await Shop.open()
  await shop.addMany(2)
  // The sweep looks at the older one first.
  const broken = await shop.launch()
  const id = await shop.running()
  await shop.query(
    `UPDATE broadcasts SET audience = 'no json' WHERE account_id = ? AND id = ?`,
    broken,
  )
  shop.sends.length = 0
  await shop.sweepFor(30)
  expect(await shop.groupBy(id)).toEqual({ accepted: 2 })
  expect((await shop.see(id)).state).toBe('done')
})

it('the sweep comes to a broadcast behind a thousand others, and to no start of another day', async () => {
  const { shop, id } = await running(1)
  const others = Array.from({ length: 1000 }, (_, at) => `2${String(at).padStart(25, '0')}`)
  await shop.query(
    `INSERT INTO active_broadcasts (account_id, broadcast_id, state, updated_at)
     SELECT ?1, j.value, 'holding', 0 FROM json_each(?2) AS j`,
    JSON.stringify(others),
  )
  const wallTime = openZone('Asia/Jerusalem').wallTimeAt(Date.now() + HOUR_MS)
  await shop.launch({ start: { kind: 'at', wallTime, isSecond: false } })
  const { db } = openConsumerDeps(testEnv)
  const seen: string[] = []
  for (const shard of db.shards) {
    for await (const row of listActive(db.shard(shard), Date.now() + MINUTE_MS)) {
      if (row.accountId === shop.accountId) seen.push(row.broadcastId)
    }
  }
  expect(seen).toEqual([...others, id])
  await shop.query('DELETE FROM active_broadcasts WHERE account_id = ?')
})
