import { describe, expect, it } from 'vitest'
import { USUAL_CANARY } from '../../../worker/contract/broadcast-canary'
import { freezeJob, sweepBroadcastsJob } from '../../../worker/features/broadcasts/jobs'
import { MINUTE_MS } from '../../../worker/lib/time'
import { Kills } from '../../support/kills'
import { invite } from '../../support/members'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'
import { statusOf } from '../../support/usage-month'

async function withSample(people: number, change = {}) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const id = await shop.running({ canary: { ...USUAL_CANARY, ...change } })
  await shop.sendAll()
  const rows = async () => {
    const all = await shop.rows(id)
    return all.map(({ no, token, wamid }) => ({ no, token: token ?? '', wamid: wamid ?? '' }))
  }
  const hear = async (state: 'delivered' | 'failed' | 'read', count: number, code = 131026) => {
    const few = (await rows()).slice(0, count)
    await shop.statuses(
      ...few.map((row) => ({
        ...statusOf(id, row, state, shop.now()),
        ...(state === 'failed' && { errors: [{ code, title: 'No' }] }),
      })),
    )
  }
  const sent = async () => (await shop.groupBy(id)).queued ?? 0
  return { shop, id, hear, queued: sent }
}

/** The wait, and the sweep after it. */
async function decide(shop: Shop, minutes = 31) {
  await shop.sweep()
  shop.wait(minutes * MINUTE_MS)
  await shop.sweep()
  await shop.sendAll()
}

describe('a sample', () => {
  it('goes first and alone, whoever it is, and the rest waits', async () => {
    const { shop, id } = await withSample(120)
    expect(await shop.groupBy(id)).toEqual({ accepted: 50, queued: 70 })
    await shop.sweep()
    await shop.sendAll()
    const { state, waiting, canary } = await shop.progress(id)
    expect(state).toBe('running')
    expect(waiting).toMatchObject({ reason: 'canary', people: 70 })
    expect(canary).toMatchObject({ state: 'waiting', people: 50 })
    expect(shop.meta.posts).toHaveLength(50)
  })

  it('is not those who were added first', async () => {
    const { shop, id } = await withSample(200)
    const ids = await shop.query<{ id: string }>(
      'SELECT id FROM contacts WHERE account_id = ? ORDER BY id LIMIT 50',
    )
    const first = new Set(ids.map((one) => one.id))
    const sample = (await shop.rows(id)).filter(({ state }) => state === 'accepted')
    const common = sample.filter(({ contactId }) => first.has(contactId)).length
    expect(sample).toHaveLength(50)
    expect(common).toBeGreaterThan(2)
    expect(common).toBeLessThan(30)
  })

  it('is followed by everybody else once it was good, each of them once', async () => {
    const { shop, id, hear } = await withSample(120)
    await hear('delivered', 50)
    await shop.sweep()
    shop.wait(29 * MINUTE_MS)
    await shop.sweep()
    expect((await shop.groupBy(id)).queued).toBe(70)
    shop.wait(2 * MINUTE_MS)
    await shop.sweep()
    await shop.sendAll()
    expect((await shop.see(id)).state).toBe('done')
    expect(new Set(shop.meta.recipients()).size).toBe(120)
    expect(shop.meta.posts).toHaveLength(120)
    expect(await shop.progress(id)).toMatchObject({ canary: { state: 'went_on' } })
  })

  it('of all of a small audience is the whole broadcast', async () => {
    const { shop, id } = await withSample(20)
    await shop.sweep()
    expect((await shop.see(id)).state).toBe('done')
    expect(shop.meta.posts).toHaveLength(20)
  })
})

describe('a bad sample', () => {
  it.each([
    ['failures', 131026, 'canary_failed'],
    ['people whom WhatsApp says to have stopped', 131050, 'canary_stopped'],
  ])(
    'of many %s stops by itself, with the figures, and tells by mail once',
    async (_, code, why) => {
      const { shop, id, hear } = await withSample(120)
      await hear('failed', 15, code)
      await decide(shop)
      await shop.sweep()
      expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: why })
      expect((await shop.groupBy(id)).queued).toBe(70)
      const { canary } = await shop.progress(id)
      const cause = why.slice('canary_'.length)
      expect(canary).toMatchObject({ state: 'stopped', cause })
      expect(canary?.[cause as 'failed' | 'stopped']).toMatchObject({ count: 15, of: 50 })
      const mails = await mailsTo(shop.person.email)
      expect(mails.filter(({ subject }) => /is paused/.test(subject))).toHaveLength(1)
    },
  )

  it('of too few reads stops when its time has come, and not before', async () => {
    const { shop, id, hear } = await withSample(120, { leastReadPercent: 50 })
    await hear('delivered', 50)
    await hear('read', 5)
    await decide(shop)
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'canary_read' })
  })

  it('goes on when a person resumes it, and is watched from there', async () => {
    const { shop, id, hear } = await withSample(120)
    await hear('failed', 15)
    await decide(shop)
    await shop.post(`/broadcasts/${id}/resume`, {})
    await shop.sweep()
    await shop.sendAll()
    expect((await shop.groupBy(id)).queued ?? 0).toBe(0)
    expect(new Set(shop.meta.recipients()).size).toBe(120)
    expect((await shop.see(id)).state).toBe('done')
  })
})

describe('a sample that could be chance', () => {
  it('asks a person, by mail as well, and goes on when told', async () => {
    const { shop, id, hear } = await withSample(120)
    await hear('failed', 2, 131050)
    await decide(shop)
    await shop.sweep()
    expect(await shop.progress(id)).toMatchObject({
      state: 'running',
      canary: { state: 'asking', cause: 'stopped' },
    })
    const mails = await mailsTo(shop.person.email)
    expect(mails.filter(({ subject }) => /waits for a decision/.test(subject))).toHaveLength(1)
    const { browser } = await invite(shop.person, 'viewer')
    expect((await browser.post(`/api/v1/broadcasts/${id}/go-on`, {})).status).toBe(403)
    await shop.post(`/broadcasts/${id}/go-on`, {})
    await shop.post(`/broadcasts/${id}/go-on`, {})
    await shop.sweep()
    await shop.sendAll()
    expect(shop.meta.posts).toHaveLength(120)
    const lines = await shop.query<{ after: string }>(
      `SELECT after FROM audit WHERE account_id = ? AND action = 'broadcast.canary' ORDER BY id`,
    )
    expect(lines.map(({ after }) => after).sort()).toEqual(['asking', 'waiting', 'went_on'])
  })

  it('need not be waited for, and can be cancelled for good', async () => {
    const early = await withSample(120)
    await early.shop.post(`/broadcasts/${early.id}/go-on`, {})
    await early.shop.sweepFor(12)
    expect(early.shop.meta.posts).toHaveLength(120)

    const { shop, id } = await withSample(120)
    await shop.post(`/broadcasts/${id}/cancel`, {})
    await shop.finishCancel(id)
    await decide(shop)
    expect(await shop.groupBy(id)).toEqual({ accepted: 50, skipped: 70 })
  })
})

describe('the brake', () => {
  it('stops the rest when it turns bad after a good sample', async () => {
    const { shop, id, hear } = await withSample(600)
    await hear('delivered', 50)
    await shop.sweep()
    shop.wait(31 * MINUTE_MS)
    await shop.sweep()
    await shop.sendOne()
    await hear('failed', 300)
    await shop.sweep()
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'canary_failed' })
  })
})

it('decides once, however often it is killed over it, and though sweeps meet', async () => {
  const shop = await Shop.open()
  await shop.addMany(120)
  const id = await shop.launch({ canary: USUAL_CANARY })
  const { accountId } = shop
  shop.wait(11_000)
  const freezing = new Kills(shop, { only: /broadcast|chunks|recipients|sends/ })
  await freezing.until((deps) =>
    freezeJob(deps, { type: 'broadcast.freeze', accountId, broadcastId: id }),
  )
  await shop.sweepFor(12)
  expect(shop.meta.posts).toHaveLength(50)
  const delivered = (await shop.rows(id)).flatMap(({ no, token, wamid }) =>
    token && wamid ? statusOf(id, { no, token, wamid }, 'delivered', shop.now()) : [],
  )
  await shop.statuses(...delivered)
  const kills = new Kills(shop, { only: /broadcast|chunks|sends|chore|live/ })
  await kills.until((deps) => sweepBroadcastsJob(deps))
  shop.wait(31 * MINUTE_MS)
  await kills.until((deps) => sweepBroadcastsJob(deps))
  await Promise.all([sweepBroadcastsJob(shop.deps), sweepBroadcastsJob(shop.deps)])
  await shop.sweepFor(10)
  expect(shop.meta.posts).toHaveLength(120)
  expect(new Set(shop.meta.recipients()).size).toBe(120)
  expect((await shop.see(id)).state).toBe('done')
  const lines = await shop.query(
    `SELECT id FROM audit WHERE account_id = ? AND action = 'broadcast.canary'`,
  )
  expect(lines).toHaveLength(2)
})
