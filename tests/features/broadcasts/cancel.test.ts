import { describe, expect, it } from 'vitest'
import { cancelBroadcast } from '../../../worker/features/broadcasts/control-operations'
import { freezeProgressOf, freezeSlice } from '../../../worker/features/broadcasts/freeze-queries'
import { sendChunkJob } from '../../../worker/features/broadcasts/jobs'
import { placeOf } from '../../../worker/features/broadcasts/parts'
import { findBroadcast, moveBroadcast } from '../../../worker/features/broadcasts/queries'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { MINUTE_MS } from '../../../worker/lib/time'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

async function running(people: number) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const id = await shop.running()
  const cancel = async () => cancelBroadcast(shop.deps, await shop.db(), 'user:x', id)
  return { shop, id, cancel }
}

describe('a cancel in mid-run', () => {
  it('ends with every row final: what was sent stays sent, everybody else was not written to', async () => {
    const { shop, id, cancel } = await running(100)
    await shop.sendOne(shop.betweenWindows(async (nth) => (nth === 2 ? cancel() : undefined)))
    await shop.finishCancel(id)
    await shop.sendAll()

    expect(shop.meta.posts).toHaveLength(WINDOW_ROWS)
    expect(await shop.progress(id)).toMatchObject({
      state: 'cancelled',
      counts: { accepted: WINDOW_ROWS, skipped: 100 - WINDOW_ROWS },
      skipped: { cancelled: 100 - WINDOW_ROWS },
    })
  })

  it('at any moment of many consumers leaves nobody half-way', async () => {
    const { shop, id, cancel } = await running(700)
    const work = shop.sends.splice(0).map(({ job }) => sendChunkJob(shop.deps, job))
    shop.meta.script = async (_message, nth) => {
      if (nth === 90) await cancel()
      return { accept: 'accepted' }
    }
    await Promise.all(work)
    await shop.finishCancel(id)
    await shop.sendAll()

    const { accepted, skipped, ...others } = await shop.groupBy(id)
    expect(others).toEqual({})
    expect(accepted).toBe(shop.meta.posts.length)
    expect(skipped).toBe(700 - shop.meta.posts.length)
    expect(shop.meta.posts.length).toBeLessThan(400)
  })

  it('waits for what is under way: a row that Meta sends back is not sent later', async () => {
    const { shop, id, cancel } = await running(3)
    shop.meta.script = async (_message, nth) => {
      if (nth === 1) {
        await cancel()
        // The cancel's chore comes while these rows are still being sent.
        await shop.cancelOnce(id)
        expect((await shop.see(id)).state).toBe('cancelling')
      }
      return nth === 2 ? { refuse: 131056 } : { accept: 'accepted' }
    }
    await shop.sendAll()
    await shop.finishCancel(id)
    expect(await shop.groupBy(id)).toEqual({ accepted: 2, skipped: 1 })
    expect(shop.meta.posts).toHaveLength(3)
    expect((await shop.see(id)).state).toBe('cancelled')
  })

  it('ends although the consumer died, and calls its rows unknown', async () => {
    const { shop, id, cancel } = await running(6)
    const { promise, resolve } = Promise.withResolvers<void>()
    shop.meta.script = () => {
      resolve()
      return new Promise(() => {})
    }
    void shop.sendOne()
    await promise
    await cancel()
    await shop.cancelOnce(id)
    expect((await shop.see(id)).state).toBe('cancelling')
    shop.wait(5 * MINUTE_MS)
    await shop.finishCancel(id)
    expect(await shop.groupBy(id)).toEqual({ unknown: 6 })
    expect((await shop.see(id)).state).toBe('cancelled')
  })

  it('whose chore was lost is finished by the sweep', async () => {
    const { shop, id, cancel } = await running(3)
    await cancel()
    shop.chores.length = 0
    await shop.sweepFor(10)
    expect(await shop.groupBy(id)).toEqual({ skipped: 3 })
    expect((await shop.see(id)).state).toBe('cancelled')
  })

  it('does not stop the news of those who were written to', async () => {
    const { shop, id, cancel } = await running(1)
    await shop.sendOne(shop.betweenWindows(async (nth) => (nth === 2 ? cancel() : undefined)))
    await shop.finishCancel(id)
    const [row] = await shop.rows(id)
    const tag = { broadcastId: id, no: 1, token: row?.token ?? '' }
    await shop.statuses(aStatus({ status: 'read' }, tag))
    expect((await shop.progress(id)).counts).toEqual({ read: 1 })
  })
})

it('a cancel between two slices of the freeze ends with everybody written down as not sent', async () => {
  const shop = await Shop.open()
  await shop.addMany(5)
  const id = await shop.launch()
  const db = await shop.db()
  const { audience, mapping } = (await findBroadcast(db, id)) ?? {}
  await moveBroadcast(db, id, ['holding'], 'freezing', shop.now())
  const from = await freezeProgressOf(db, id)
  if (!from || !audience || !mapping) throw new Error('no broadcast')
  const choice = {
    chosen: { audience, filters: { included: [], excluded: [] }, retry: null, now: 1 },
    category: 'MARKETING',
    parameters: [],
    mapping,
    basisId: null,
    frequency: { accountId: shop.accountId, cap: null, restHours: null, own: id, parentId: null },
    heardAt: 1,
  }
  const limits = { people: 9, micros: 1e9, microsByCountry: {}, otherMicros: 1 }
  await freezeSlice(db, id, choice, limits, from, [[]], placeOf(null))

  await cancelBroadcast(shop.deps, db, 'user:x', id)
  await shop.freeze(id)
  await shop.finishCancel(id)
  await shop.sendAll()

  expect(shop.meta.posts).toEqual([])
  expect(await shop.progress(id)).toMatchObject({
    state: 'cancelled',
    total: 5,
    counts: { skipped: 5 },
  })
})

it('nothing goes on after a cancel: neither resume nor pause nor another launch', async () => {
  const { shop, id, cancel } = await running(1)
  await cancel()
  await shop.finishCancel(id)
  const before = await shop.rows(id)
  for (const verb of ['resume', 'pause']) {
    expect((await shop.browser.post(`/api/v1/broadcasts/${id}/${verb}`)).status).toBe(409)
  }
  const launch = { version: 2, people: 9, maxCostMicros: 1e9 }
  expect((await shop.browser.post(`/api/v1/broadcasts/${id}/launch`, launch)).status).toBe(409)
  await shop.sweepFor(10)
  expect(await shop.rows(id)).toEqual(before)
  expect(shop.meta.posts).toEqual([])
})

it('a pause and a resume send to everybody once', async () => {
  const { shop, id } = await running(100)
  const pause = () => shop.post(`/broadcasts/${id}/pause`)
  await shop.sendOne(shop.betweenWindows(async (nth) => (nth === 2 ? pause() : undefined)))
  expect(await shop.groupBy(id)).toEqual({ accepted: WINDOW_ROWS, queued: 100 - WINDOW_ROWS })
  await shop.sweepFor(20)
  expect(shop.meta.posts).toHaveLength(WINDOW_ROWS)
  await Promise.all([shop.resume(id), shop.resume(id)])
  expect(await shop.groupBy(id)).toEqual({ accepted: 100 })
  expect(new Set(shop.meta.recipients()).size).toBe(100)
  expect((await shop.see(id)).state).toBe('done')
})
