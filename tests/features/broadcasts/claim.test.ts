import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../worker/features/broadcasts/answers'
import {
  cancelBroadcast,
  pauseBroadcast,
} from '../../../worker/features/broadcasts/control-operations'
import { sendChunkJob } from '../../../worker/features/broadcasts/jobs'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { recordAndClaim, recordAnswers } from '../../../worker/features/broadcasts/send-queries'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { randomId } from '../../../worker/lib/ids'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'
import { tallyAt } from '../../support/tally'

/** A broadcast to some people whose first message lies in the queue. */
async function running(people: number, template = 'sale') {
  const shop = await Shop.open()
  await shop.addMany(people)
  const id = await shop.running({ template })
  const db = await shop.db()
  return { shop, id, db }
}
type World = Awaited<ReturnType<typeof running>>

const stop = async ({ shop, id, db }: World, scope: 'all' | 'marketing') => {
  const [row] = await shop.rows(id)
  if (!row) throw new Error('no row')
  const news = { contactId: row.contactId, identities: [row.identity], source: 'message' }
  await recordOptOut(db, { ...news, wording: 'הסר', actor: 'contact', scope }, shop.now())
}

describe('nobody is written to any more, from the next claim on, once', () => {
  const GUARDS: [string, (world: World) => Promise<unknown>][] = [
    ['it was paused', ({ shop, id, db }) => pauseBroadcast(shop.deps, db, 'user:x', id)],
    ['it was cancelled', ({ shop, id, db }) => cancelBroadcast(shop.deps, db, 'user:x', id)],
    [
      'the account was suspended',
      ({ shop }) => shop.query(`UPDATE tenants SET state = 'suspended' WHERE account_id = ?`),
    ],
    [
      'the account is being deleted',
      ({ shop }) => shop.query('DELETE FROM tenants WHERE account_id = ?'),
    ],
  ]

  it.each(GUARDS)('%s, a moment before the claim', async (_what, happens) => {
    const world = await running(3)
    const { shop, id } = world
    await shop.sendOne(shop.before(() => happens(world)))
    expect(shop.meta.posts).toEqual([])
    expect(await shop.groupBy(id)).toEqual({ queued: 3 })
  })

  it.each(GUARDS)('%s, half-way', async (_what, happens) => {
    const world = await running(100)
    const { shop, id } = world
    await shop.sendOne(shop.betweenWindows(async (nth) => (nth === 2 ? happens(world) : undefined)))
    // The window that was claimed before is sent; its answers are recorded all the same.
    expect(shop.meta.posts).toHaveLength(WINDOW_ROWS)
    expect(await shop.groupBy(id)).toEqual({ accepted: WINDOW_ROWS, queued: 100 - WINDOW_ROWS })
  })

  it('the person asked to stop a moment before', async () => {
    const world = await running(3)
    const { shop, id } = world
    const [first] = await shop.rows(id)
    await shop.sendOne(shop.before(() => stop(world, 'marketing')))

    expect(shop.meta.recipients()).toHaveLength(2)
    expect(shop.meta.recipients()).not.toContain(first?.identity)
    const progress = await shop.progress(id)
    expect(progress).toMatchObject({ state: 'done', skipped: { opted_out: 1 } })
  })

  it('the person asked for nothing at all, also not about orders', async () => {
    const world = await running(2, 'order_update')
    await world.shop.sendOne(world.shop.before(() => stop(world, 'all')))
    expect(world.shop.meta.posts).toHaveLength(1)
  })
})

it('while the account is suspended its broadcast rests, and goes on with the account', async () => {
  const { shop, id } = await running(100)
  const become = (state: string) =>
    shop.query(`UPDATE tenants SET state = '${state}' WHERE account_id = ?`)
  await shop.sendOne(
    shop.betweenWindows(async (nth) => (nth === 2 ? become('suspended') : undefined)),
  )
  await shop.sendAll()
  await shop.sweepFor(30)
  expect(await shop.groupBy(id)).toEqual({ accepted: WINDOW_ROWS, queued: 100 - WINDOW_ROWS })

  await become('active')
  await shop.sweepFor(30)
  expect(await shop.groupBy(id)).toEqual({ accepted: 100 })
  expect(shop.meta.posts).toHaveLength(100)
})

it('a marketing stop does not block a message about an order', async () => {
  const world = await running(2, 'order_update')
  await world.shop.sendOne(world.shop.before(() => stop(world, 'marketing')))
  expect(world.shop.meta.posts).toHaveLength(2)
})

describe('the same message of the queue', () => {
  it('worked on three times at once sends each row once', async () => {
    const { shop, id } = await running(130)
    const job = shop.sends[0]?.job
    if (!job) throw new Error('no message')
    await Promise.all([1, 2, 3].map(() => sendChunkJob(shop.deps, job)))
    await shop.sendAll()

    expect(shop.meta.recipients()).toHaveLength(130)
    expect(new Set(shop.meta.recipients()).size).toBe(130)
    expect(await shop.groupBy(id)).toEqual({ accepted: 130 })
    expect((await shop.see(id)).state).toBe('done')
  })

  it('delivered again after its work is done finds nothing to do', async () => {
    const { shop, id } = await running(3)
    const [message] = shop.sends
    await shop.sendAll()
    const before = await shop.rows(id)
    for (let again = 0; again < 3; again++) {
      if (message) await sendChunkJob(shop.deps, message.job)
    }
    expect(shop.meta.posts).toHaveLength(3)
    expect(await shop.rows(id)).toEqual(before)
  })
})

it('an answer counts only for the claim it was sent with', async () => {
  const { shop, id, db } = await running(1)
  const chunk = { accountId: shop.accountId, broadcastId: id, chunk: 1, first: 1, last: 1 }
  const claim = async (token: string) =>
    recordAndClaim(db, chunk, [], {
      category: 'MARKETING',
      token,
      from: 1,
      limit: 1,
      now: shop.now(),
      tally: tallyAt(shop.now()),
    })
  const record = (answer: Pick<Answer, 'token' | 'state' | 'rank' | 'wamid'>) =>
    recordAnswers(
      db,
      chunk,
      [{ no: 1, at: shop.now(), ...answer }],
      shop.now(),
      tallyAt(shop.now()),
    )
  const [first, second] = [randomId(), randomId()]
  await claim(first)
  await record({ token: first, state: 'queued', rank: 0 })
  await claim(second)

  await record({ token: first, state: 'accepted', rank: 3, wamid: 'wamid.old' })
  await record({ token: first, state: 'queued', rank: 0 })

  expect(await shop.rows(id)).toMatchObject([{ state: 'sending', token: second, wamid: null }])
})

it('a person whose contact was deleted meanwhile is not written to, and the report says so', async () => {
  const { shop, id } = await running(3)
  const [row] = await shop.rows(id)
  await shop.query('DELETE FROM contacts WHERE account_id = ? AND id = ?', row?.contactId)
  await shop.sendAll()
  expect(shop.meta.posts).toHaveLength(2)
  expect((await shop.progress(id)).skipped).toEqual({ deleted: 1 })
})

it('a number that is no longer theirs is not written to, and the report says so', async () => {
  const { shop, id } = await running(3)
  const [row] = await shop.rows(id)
  const system = { type: 'user_changed_number', wa_id: '12025550188' }
  const from = row?.identity.slice(1) ?? ''
  const timestamp = `${Math.floor(shop.now() / 1000)}`
  const news = { id: 'wamid.moved', from, timestamp, type: 'system', system }
  await shop.webhooks(shop.change({ messages: [news] }))
  await shop.sendAll()
  expect(shop.meta.recipients()).not.toContain(row?.identity)
  expect(shop.meta.posts).toHaveLength(2)
  expect((await shop.progress(id)).skipped).toEqual({ moved: 1 })
})

it('a number that somebody has beside another is written to', async () => {
  const { shop, id } = await running(2)
  const [row] = await shop.rows(id)
  const change = "UPDATE contacts SET phone = '+12025550188' WHERE account_id = ? AND id = ?"
  await shop.query(change, row?.contactId)
  await shop.sendAll()
  expect(shop.meta.posts).toHaveLength(2)
})

it('several chunks are worked on at once, and each person is written to once', async () => {
  const { shop, id } = await running(1150)
  expect(shop.sends).toHaveLength(3)
  shop.meta.script = async () => accept
  await Promise.all(shop.sends.splice(0).map(({ job }) => sendChunkJob(shop.deps, job)))
  await shop.sendAll()

  expect(new Set(shop.meta.recipients()).size).toBe(1150)
  expect(shop.meta.posts).toHaveLength(1150)
  expect(await shop.groupBy(id)).toEqual({ accepted: 1150 })
  expect((await shop.see(id)).state).toBe('done')
})
