import { expect, it } from 'vitest'
import {
  cancelBroadcast,
  pauseBroadcast,
  resumeBroadcast,
} from '../../../worker/features/broadcasts/control-operations'
import { freezeJob } from '../../../worker/features/broadcasts/jobs'
import { consumersFor } from '../../../worker/features/broadcasts/part-operations'
import { closeUntil, openWaiting } from '../../../worker/features/broadcasts/part-queries'
import { type PlannedPart, UNTIL_DECIDED } from '../../../worker/features/broadcasts/parts'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { Shop } from '../../support/shop'

const WRITERS = 3
const OTHERS = 5

const wave = (opensAt: number | null, passes: PlannedPart['passes']): PlannedPart => ({
  kind: 'wave',
  opensAt,
  waitsFor: opensAt === null ? null : 'wave',
  passes,
})

/** A launched broadcast cut into these parts: 3 people have written to the shop, 5 have not. */
async function launched(partsAt: (now: number) => PlannedPart[]) {
  const shop = await Shop.open()
  await shop.addMany(OTHERS)
  const writers = await shop.addMany(WRITERS)
  for (const id of writers) await shop.reply(id, 'Hello')
  const id = await shop.launch({ template: 'order_update' })
  await shop.query(
    'UPDATE broadcasts SET parts = ?3 WHERE account_id = ?1 AND id = ?2',
    id,
    JSON.stringify(partsAt(shop.now())),
  )
  await shop.freeze(id)
  return { shop, id, writers }
}

/** Those who wrote at once, everybody else after a day. */
const writersFirst = (now: number) => [
  wave(null, [[{ has: 'written', since: now - DAY_MS }]]),
  wave(now + DAY_MS, [[]]),
]

it('sends the first part, waits, and sends the rest when its time has come, each person once', async () => {
  const { shop, id, writers } = await launched(writersFirst)
  // With a limit: without one nothing has to wait for its day.
  await shop.query('UPDATE numbers SET messaging_limit = 4 WHERE account_id = ?')
  await shop.sendAll()

  const rows = await shop.rows(id)
  expect(rows.slice(0, WRITERS).map(({ contactId }) => contactId)).toEqual(writers.toSorted())
  expect(new Set(rows.map(({ contactId }) => contactId)).size).toBe(WRITERS + OTHERS)
  expect(shop.meta.posts).toHaveLength(WRITERS)
  const waiting = await shop.progress(id)
  expect(waiting).toMatchObject({
    state: 'running',
    waiting: { reason: 'wave', people: OTHERS },
    parts: [
      { first: 1, people: WRITERS, left: 0, opensAt: null, isOver: true },
      { first: 4, people: OTHERS, left: OTHERS, isOver: false },
    ],
  })
  expect(waiting.waiting?.until).toBe(waiting.parts[1]?.opensAt)

  await shop.sweepFor(30)
  expect(shop.meta.posts).toHaveLength(WRITERS)
  for (const _day of [1, 2]) {
    shop.wait(DAY_MS + HOUR_MS)
    await shop.sweepFor(10)
  }
  expect(new Set(shop.meta.recipients()).size).toBe(WRITERS + OTHERS)
  expect(await shop.progress(id)).toMatchObject({ state: 'done', waiting: null })
})

it('wakes at the very second when the wait is short', async () => {
  const { shop, id } = await launched((now) => [
    wave(null, [[{ has: 'written', since: 0 }]]),
    wave(now + MINUTE_MS, [[]]),
  ])
  const wakes = shop.chores.filter(({ type }) => type === 'broadcast.open')
  expect(wakes).toEqual([{ type: 'broadcast.open', accountId: shop.accountId, broadcastId: id }])
})

it.each(['wrote', 'read'] as const)(
  'whoever %s between two passes is written down',
  async (what) => {
    const shop = await Shop.open()
    const [person = ''] = await shop.addMany(OTHERS)
    const earlier = await shop.send({ template: 'order_update' })
    const id = await shop.launch({ template: 'order_update' })
    const since = shop.now() - DAY_MS
    const parts = [wave(null, [[{ has: 'written', since }], [{ has: 'read', since }], []])]
    await shop.query(
      'UPDATE broadcasts SET parts = ?3 WHERE account_id = ?1 AND id = ?2',
      id,
      JSON.stringify(parts),
    )
    // The live room hears of each pass.
    let passes = 0
    const live = {
      ...shop.deps.live,
      changed: async () => {
        if (++passes < 2) return
        if (what === 'wrote') await shop.reply(person, 'Hello')
        else {
          const read = `UPDATE recipients SET read_at = ?3 WHERE account_id = ?1 AND broadcast_id = ?2`
          await shop.query(read, earlier, shop.now())
        }
      },
    }
    shop.wait(11_000)
    const { accountId } = shop
    await freezeJob(
      { ...shop.deps, live },
      { type: 'broadcast.freeze', accountId, broadcastId: id },
    )
    expect(await shop.rows(id)).toHaveLength(OTHERS)
  },
)

it('passes that nobody is in leave no part behind', async () => {
  const { shop, id } = await launched(() => [
    wave(null, [[{ has: 'read', since: 0 }]]),
    wave(null, [[{ has: 'written', since: 0 }], []]),
  ])
  await shop.sendAll()
  expect(await shop.progress(id)).toMatchObject({
    state: 'done',
    parts: [{ first: 1, people: WRITERS + OTHERS, isOver: true }],
  })
})

it('a part that waits for a decision opens by it, and not before', async () => {
  const { shop, id } = await launched(() => [
    wave(null, [[{ has: 'written', since: 0 }]]),
    wave(UNTIL_DECIDED, [[]]),
  ])
  await shop.sendAll()
  shop.wait(30 * DAY_MS)
  await shop.sweepFor(10)
  expect(shop.meta.posts).toHaveLength(WRITERS)
  expect((await shop.progress(id)).waiting).toEqual({ reason: 'wave', until: null, people: OTHERS })

  await openWaiting(await shop.db(), id, { reason: 'wave', opensAt: UNTIL_DECIDED })
  await shop.sweepFor(10)
  expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 8 } })
})

it('a waiting broadcast is paused, resumed and cancelled like any other', async () => {
  const { shop, id } = await launched(writersFirst)
  await shop.sendAll()
  const db = await shop.db()
  await pauseBroadcast(shop.deps, db, 'user:x', id)
  expect(await shop.progress(id)).toMatchObject({ state: 'paused', waiting: null })
  shop.wait(2 * DAY_MS)
  await shop.sweepFor(10)
  expect(shop.meta.posts).toHaveLength(WRITERS)

  await closeUntil(db, id, shop.now() + HOUR_MS, 'portfolio_limit')
  await resumeBroadcast(shop.deps, db, 'user:x', id)
  expect((await shop.progress(id)).waiting).toMatchObject({ reason: 'portfolio_limit' })
  await cancelBroadcast(shop.deps, db, 'user:x', id)
  await shop.finishCancel(id)
  expect(await shop.progress(id)).toMatchObject({
    state: 'cancelled',
    counts: { accepted: WRITERS, skipped: OTHERS },
  })
  expect(shop.meta.posts).toHaveLength(WRITERS)
})

it('what is being sent stops within one window when it is pushed back, and goes on later', async () => {
  const shop = await Shop.open()
  await shop.makeSlow()
  await shop.addMany(100)
  const id = await shop.running({ template: 'order_update' })
  const db = await shop.db()
  const until = shop.now() + HOUR_MS
  await shop.sendOne(
    shop.betweenWindows(async (nth) =>
      nth === 2 ? closeUntil(db, id, until, 'portfolio_limit') : undefined,
    ),
  )
  expect(shop.meta.posts).toHaveLength(WINDOW_ROWS)
  expect(shop.sends).toEqual([])
  expect((await shop.progress(id)).waiting).toEqual({
    reason: 'portfolio_limit',
    until,
    people: 100 - WINDOW_ROWS,
  })

  shop.wait(HOUR_MS)
  await shop.sweepFor(10)
  expect(new Set(shop.meta.recipients()).size).toBe(100)
  expect(shop.meta.posts).toHaveLength(100)
})

it('as many consumers are kept busy as answers of a slow hour need', () => {
  expect([20, 80, 500, 1000].map(consumersFor)).toEqual([12, 12, 34, 67])
})
