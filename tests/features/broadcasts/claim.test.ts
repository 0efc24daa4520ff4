import { describe, expect, it } from 'vitest'
import { sendChunkJob } from '../../../worker/features/broadcasts/jobs'
import { cancelBroadcast, pauseBroadcast } from '../../../worker/features/broadcasts/operations'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'

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
    await shop.sendOne(
      shop.before(async (_reservation, nth) => (nth === 2 ? happens(world) : undefined)),
    )
    // The window that was claimed before is sent; its answers are recorded all the same.
    expect(shop.meta.posts).toHaveLength(40)
    expect(await shop.groupBy(id)).toEqual({ accepted: 40, queued: 60 })
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

it('a person whose contact was deleted meanwhile is not written to, and the report says so', async () => {
  const { shop, id } = await running(3)
  const [row] = await shop.rows(id)
  await shop.query('DELETE FROM contacts WHERE account_id = ? AND id = ?', row?.contactId)
  await shop.sendAll()
  expect(shop.meta.posts).toHaveLength(2)
  expect((await shop.progress(id)).skipped).toEqual({ deleted: 1 })
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
