import { describe, expect, it } from 'vitest'
import type { AccountDb } from '../../../worker/boundary/db'
import {
  cancelBroadcast,
  pauseBroadcast,
} from '../../../worker/features/broadcasts/control-operations'
import { freezeAudience } from '../../../worker/features/broadcasts/freeze-operations'
import { sendChunkJob } from '../../../worker/features/broadcasts/jobs'
import {
  limitedPortfolio,
  reserveForChunk,
} from '../../../worker/features/broadcasts/ledger-operations'
import { deliverSingle, sendSingle } from '../../../worker/features/broadcasts/outbox-operations'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../worker/lib/time'
import { Limits } from '../../simulator/limits'
import { accept, type Reply } from '../../support/meta'
import { Shop } from '../../support/shop'

const LIMIT = 50
/** 95 % of it. */
const ALLOWED = 47

/** A business on Meta's smallest limit; none of its people wrote lately. */
async function limited(people: number, limit = LIMIT) {
  const shop = await Shop.open()
  await setLimit(shop, limit)
  await shop.addMany(people)
  return shop
}

const setLimit = (shop: Shop, limit: number) =>
  shop.query('UPDATE numbers SET messaging_limit = ?2 WHERE account_id = ?1', limit)

type Entry = { source: string; people: number; isOpen: number }
const ledgerOf = (shop: Shop) =>
  shop.query<Entry>(
    `SELECT source_id AS source, people, at IS NULL AS isOpen FROM limit_ledger
     WHERE account_id = ? ORDER BY source_id, chunk`,
  )

const inWaves = { template: 'order_update', waves: true }

describe('a broadcast above the limit', () => {
  it('is refused without waves, and the plan offers them', async () => {
    const shop = await limited(60)
    const { id, version } = await shop.draft({ template: 'order_update' })
    const plan = await shop.plan(id)
    expect(plan).toMatchObject({
      limit: { people: LIMIT, allowance: ALLOWED, used: 0, left: ALLOWED },
      waves: [{ people: ALLOWED, opensAt: null }, { people: 13 }],
    })
    expect(plan.problems).toMatchObject([{ code: 'over_messaging_limit', blocking: true }])
    const launch = { version, people: plan.people, maxCostMicros: plan.highMicros }
    const refused = await shop.browser.post(`/api/v1/broadcasts/${id}/launch`, launch)
    expect(refused.status).toBe(409)
  })

  it('goes out day by day, by itself, each person once and never more than the limit in 24 hours', async () => {
    const shop = await limited(3 * ALLOWED + 9)
    const posts: number[] = []
    shop.meta.script = () => {
      posts.push(shop.now())
      return accept
    }
    const id = await shop.running(inWaves)
    await shop.sendAll()
    const first = await shop.progress(id)
    expect(first.waiting).toMatchObject({ reason: 'wave', people: 2 * ALLOWED + 9 })
    expect(first.parts.map(({ people, left }) => [people, left])).toEqual([
      [ALLOWED, 0],
      [ALLOWED, ALLOWED],
      [ALLOWED, ALLOWED],
      [9, 9],
    ])
    for (let hours = 0; hours < 4 * 25; hours += 5) {
      shop.wait(5 * HOUR_MS)
      await shop.sweep()
      await shop.sendAll()
    }
    expect(await shop.progress(id)).toMatchObject({
      state: 'done',
      waiting: null,
      counts: { accepted: 3 * ALLOWED + 9 },
    })
    expect(new Set(shop.meta.recipients()).size).toBe(3 * ALLOWED + 9)
    for (const at of posts) {
      expect(posts.filter((other) => other > at - DAY_MS && other <= at).length).toBeLessThan(LIMIT)
    }
  })

  it('sends first to those who wrote lately, then to those who read, then to everybody else', async () => {
    const shop = await limited(60, 2_000)
    const [reader = ''] = await shop.add([{ tags: ['reader'] }])
    const earlier = await shop.send({
      template: 'order_update',
      audience: { everyone: false, tags: [await shop.tagId('reader')] },
    })
    await shop.query(
      `UPDATE recipients SET state = 'read', rank = 7, read_at = ?3
       WHERE account_id = ?1 AND broadcast_id = ?2`,
      earlier,
      shop.now(),
    )
    const [writer = ''] = await shop.add([{}])
    await shop.reply(writer, 'Hello', shop.now() - 2 * DAY_MS)
    await setLimit(shop, LIMIT)
    const id = await shop.running(inWaves)
    const rows = await shop.rows(id)
    expect(rows.slice(0, 2).map(({ contactId }) => contactId)).toEqual([writer, reader])
    expect(rows).toHaveLength(62)
  })

  it('keeps its waves where a second freeze comes to cut them after the first have been sent', async () => {
    const shop = await limited(60)
    const id = await shop.launch(inWaves)
    shop.wait(11 * SECOND_MS)
    const db = await shop.db()
    const isCutting = async () => {
      const parts = await shop.query('SELECT 1 FROM broadcast_parts WHERE account_id = ?')
      return parts.length > 0 && (await shop.see(id)).state === 'freezing'
    }
    const slow: AccountDb = Object.assign(Object.create(db), {
      async all(query: Parameters<AccountDb['all']>[0]) {
        if (await isCutting()) {
          await freezeAudience(shop.deps, db, id)
          await shop.sendAll()
        }
        return db.all(query)
      },
    })
    await freezeAudience(shop.deps, slow, id)
    expect(shop.meta.posts).toHaveLength(ALLOWED)
    const { parts, waiting } = await shop.progress(id)
    expect(parts.map(({ people, left }) => [people, left])).toEqual([
      [ALLOWED, 0],
      [13, 13],
    ])
    expect(waiting).toMatchObject({ reason: 'wave', people: 13 })
  })

  it('uses a limit that was raised meanwhile, without waiting for the day', async () => {
    const shop = await limited(100)
    const id = await shop.running(inWaves)
    await shop.sendAll()
    expect(shop.meta.posts).toHaveLength(ALLOWED)
    await setLimit(shop, 2_000)
    await shop.sweepFor(10)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 100 } })
  })
})

it('9,000 people on a limit of 2,000 go out over five days, and Meta refuses none of them', async () => {
  const shop = await limited(9_000, 2_000)
  const limits = new Limits()
  const refused: string[] = []
  shop.meta.script = ({ to = '' }) => {
    if (limits.takePerson('portfolio', to, 2_000, shop.now())) return accept
    refused.push(to)
    return { refuse: 131048 }
  }
  const started = shop.now()
  const id = await shop.running(inWaves)
  for (let days = 0; (await shop.see(id)).state !== 'done'; days++) {
    expect(days).toBeLessThan(6)
    await shop.sweep()
    await shop.sendAll()
    shop.wait(DAY_MS + 11 * MINUTE_MS)
  }
  expect(refused).toEqual([])
  expect(shop.meta.posts).toHaveLength(9_000)
  expect(new Set(shop.meta.recipients()).size).toBe(9_000)
  expect(shop.now() - started).toBeLessThan(5.2 * DAY_MS)
  expect(await ledgerOf(shop)).not.toContainEqual(expect.objectContaining({ isOpen: 1 }))
}, 120_000)

describe('the ledger', () => {
  it('holds back what others have used up, says until when, and lets it go on then', async () => {
    const shop = await limited(40)
    await shop.send({ template: 'order_update' })
    const added = await shop.addMany(30)
    expect(added).toHaveLength(30)
    await setLimit(shop, 2_000)
    const id = await shop.running({ template: 'order_update' })
    await setLimit(shop, LIMIT)
    await shop.sendAll()
    // The forty of before count once: seven of the new ones still fit.
    const { waiting, counts } = await shop.progress(id)
    expect(counts).toEqual({ accepted: ALLOWED, queued: 70 - ALLOWED })
    expect(waiting).toMatchObject({ reason: 'portfolio_limit', people: 70 - ALLOWED })
    expect((waiting?.until ?? 0) - shop.now()).toBeGreaterThan(23 * HOUR_MS)

    shop.wait(25 * HOUR_MS)
    await shop.sweepFor(10)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 70 } })
  })

  it('gives back who was certainly not accepted, and keeps who is not known', async () => {
    const shop = await limited(30)
    shop.meta.script = (_message, nth): Reply =>
      nth % 3 === 0 ? { refuse: 131026 } : nth % 3 === 1 ? accept : 'timeout'
    const id = await shop.send({ template: 'order_update' })
    expect(await shop.groupBy(id)).toEqual({ accepted: 10, failed: 10, unknown: 10 })
    expect(await ledgerOf(shop)).toEqual([{ source: id, people: 20, isOpen: 0 }])
  })

  it('does not count who has an open window, where one number tells', async () => {
    const shop = await limited(5)
    const [writer = ''] = await shop.add([{}])
    await shop.reply(writer, 'Hello')
    const id = await shop.send({ template: 'order_update' })
    expect(await ledgerOf(shop)).toEqual([{ source: id, people: 5, isOpen: 0 }])
  })

  it.each(['pause', 'cancel'] as const)('is exact after a %s in the middle', async (how) => {
    const shop = await limited(100, 250)
    await shop.makeSlow()
    const id = await shop.running({ template: 'order_update' })
    const db = await shop.db()
    const stop = how === 'pause' ? pauseBroadcast : cancelBroadcast
    await shop.sendOne(
      shop.betweenWindows(async (nth) =>
        nth === 2 ? stop(shop.deps, db, 'user:x', id) : undefined,
      ),
    )
    if (how === 'cancel') await shop.finishCancel(id)
    const { accepted = 0 } = await shop.groupBy(id)
    expect(accepted).toBe(WINDOW_ROWS)
    expect(await ledgerOf(shop)).toEqual([{ source: id, people: WINDOW_ROWS, isOpen: 0 }])
  })

  it.each(['paused', 'cancelled'] as const)(
    'reserves nothing for whoever comes late to a broadcast that is %s',
    async (how) => {
      const shop = await limited(100, 250)
      await shop.makeSlow()
      const id = await shop.running({ template: 'order_update' })
      const db = await shop.db()
      await shop.sendOne(
        shop.betweenWindows(async (nth) =>
          nth === 2 ? pauseBroadcast(shop.deps, db, 'user:x', id) : undefined,
        ),
      )
      if (how === 'cancelled') {
        await cancelBroadcast(shop.deps, db, 'user:x', id)
        await shop.finishCancel(id)
      }
      const portfolio = await limitedPortfolio(db, shop.meta.numberId)
      const chunk = { accountId: shop.accountId, broadcastId: id, chunk: 1, first: 1, last: 100 }
      if (!portfolio) throw new Error('the number has no limit')
      expect(await reserveForChunk(shop.deps, db, portfolio, chunk)).toBe(false)
      expect(await ledgerOf(shop)).toEqual([{ source: id, people: WINDOW_ROWS, isOpen: 0 }])
      if (how === 'cancelled') return
      // And the rest does not wait for room that there is.
      await shop.resume(id)
      expect((await shop.groupBy(id)).accepted).toBe(100)
    },
  )

  it('is exact after a consumer that died, whoever comes after it', async () => {
    const shop = await limited(100, 250)
    await shop.running({ template: 'order_update' })
    const [message] = shop.sends.splice(0)
    const { promise, resolve } = Promise.withResolvers<void>()
    shop.meta.script = (_message, nth) => {
      if (nth === 6) resolve()
      return new Promise(() => {})
    }
    if (message) void sendChunkJob(shop.deps, message.job)
    await promise
    shop.meta.script = () => accept
    await shop.sweepFor(30)
    const [{ people, isOpen }] = (await ledgerOf(shop)) as [Entry]
    expect({ people, isOpen }).toEqual({ people: 100, isOpen: 0 })
    expect(await shop.query('SELECT count(*) AS n FROM limit_ledger WHERE account_id = ?')).toEqual(
      [{ n: 1 }],
    )
  })

  it('gives back whom one consumer had to leave after another had ended the chunk', async () => {
    const shop = await limited(3)
    const id = await shop.running({ template: 'order_update' })
    const [message] = shop.sends
    if (!message) throw new Error('no chunk is queued')
    const posted = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Reply>()
    shop.meta.script = () => {
      posted.resolve()
      return answer.promise
    }
    const first = shop.sendOne()
    await posted.promise
    await sendChunkJob(shop.deps, message.job)
    answer.resolve({ refuse: 190 })
    await first
    expect(await shop.groupBy(id)).toEqual({ queued: 3 })
    expect(await ledgerOf(shop)).toEqual([{ source: id, people: 0, isOpen: 0 }])
  })

  it('counts a template that goes to one person, unless Meta refused it', async () => {
    const shop = await limited(0)
    const [contactId = ''] = await shop.add([{}])
    const send = async (type: string) => {
      const id = randomId()
      await sendSingle(
        {
          ...shop.deps,
          deliverOne: async () => deliverSingle(shop.deps, await shop.db(), id),
        },
        await shop.db(),
        { userId: 'x' },
        {
          ...{ id, contactId, numberId: shop.meta.numberId, identity: '+972501234567' },
          scope: 'all',
          content: { type },
        },
        [],
      )
      return id
    }
    const id = await send('template')
    await send('text')
    expect(await ledgerOf(shop)).toEqual([{ source: id, people: 1, isOpen: 0 }])
    shop.meta.script = () => ({ refuse: 131026 })
    await send('template')
    expect(await ledgerOf(shop)).toHaveLength(1)
  })

  it('costs nothing where Meta sets no limit', async () => {
    const shop = await Shop.open()
    await shop.query('UPDATE numbers SET messaging_limit = NULL WHERE account_id = ?')
    await shop.addMany(3)
    await shop.send({ template: 'order_update' })
    expect(await ledgerOf(shop)).toEqual([])
  })
})
