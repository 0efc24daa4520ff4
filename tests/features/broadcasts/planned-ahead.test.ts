import { describe, expect, it } from 'vitest'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'
import { Shop } from '../../support/shop'

const zone = openZone('Asia/Jerusalem')
const LIMIT = 50
/** 95 % of it. */
const ALLOWED = 47

/** What a month has cost already, in millionths. */
const EARLIER = 20_000_000

const inDays = (days: number) => {
  const wallTime = `${zone.dayAt(Date.now() + days * DAY_MS)}T10:00`
  return {
    start: { kind: 'at', wallTime, isSecond: false },
    at: zone.resolve(wallTime).at,
  } as const
}

/** A business that has written to forty of the people it may write to today. */
async function used() {
  const shop = await Shop.open()
  await shop.query('UPDATE numbers SET messaging_limit = ?2 WHERE account_id = ?1', LIMIT)
  await shop.addMany(40)
  await shop.send({ template: 'order_update' })
  return shop
}

const codesOf = ({ problems }: PlanView) => problems.map(({ code }) => code)

async function launch(shop: Shop, { id, version }: BroadcastView) {
  const { people, highMicros } = await shop.plan(id)
  await shop.post(`/broadcasts/${id}/launch`, { version, people, maxCostMicros: highMicros })
}

describe('a broadcast of a day to come', () => {
  it('is not held to whom the business has written today', async () => {
    const shop = await used()
    const now = await shop.plan((await shop.draft({ template: 'order_update' })).id)
    expect(codesOf(now)).toEqual(['over_messaging_limit'])

    const { start } = inDays(3)
    const then = await shop.plan((await shop.draft({ template: 'order_update', start })).id)
    expect(codesOf(then)).toEqual([])
    expect(then).toMatchObject({ waves: null, limit: { used: 0, left: ALLOWED } })
  })

  it('begins with its first wave, and the next is a day after that', async () => {
    const shop = await used()
    await shop.addMany(20)
    const { start, at } = inDays(3)
    const draft = await shop.draft({ template: 'order_update', waves: true, start })
    const next = at + DAY_MS + 10 * MINUTE_MS
    expect((await shop.plan(draft.id)).waves).toEqual([
      { people: ALLOWED, opensAt: null },
      { people: 13, opensAt: next },
    ])
    await launch(shop, draft)
    shop.wait(at + SECOND_MS - shop.now())
    const before = shop.meta.posts.length
    await shop.sweep()
    await shop.sendAll()
    expect(shop.meta.posts.length - before).toBe(ALLOWED)
    const { waiting } = await shop.progress(draft.id)
    expect(waiting).toMatchObject({ reason: 'wave', people: 13 })
    expect((waiting?.until ?? 0) - next).toBeLessThan(MINUTE_MS)
    expect(waiting?.until).toBeGreaterThanOrEqual(next)
  })

  it('that is sent now after all begins now, and its next wave a day later', async () => {
    const shop = await Shop.open()
    await shop.query('UPDATE numbers SET messaging_limit = ?2 WHERE account_id = ?1', LIMIT)
    await shop.addMany(60)
    const { start } = inDays(3)
    const draft = await shop.draft({ template: 'order_update', waves: true, start })
    await launch(shop, draft)
    await shop.post(`/broadcasts/${draft.id}/start`)
    await shop.freeze(draft.id)
    const startedAt = shop.now()
    await shop.sendAll()
    expect(shop.meta.posts).toHaveLength(ALLOWED)
    const until = (await shop.progress(draft.id)).waiting?.until ?? 0
    expect(Math.abs(until - startedAt - DAY_MS - 10 * MINUTE_MS)).toBeLessThan(MINUTE_MS)
  })

  it('is paid from the budget of its own month, together with others of that month', async () => {
    const shop = await Shop.open()
    await shop.addMany(5)
    const { highMicros } = await shop.plan((await shop.draft()).id)
    const { start, at } = inDays(40)
    const spend = (month: string, micros: number) =>
      shop.query(
        `INSERT INTO message_spending (account_id, month, broadcast_id, micros)
         VALUES (?, ?, 'earlier', ${micros})`,
        month,
      )
    const thisMonth = zone.dayAt(shop.now()).slice(0, 7)
    const thatMonth = zone.dayAt(at).slice(0, 7)
    await spend(thisMonth, EARLIER + highMicros)
    await spend(thatMonth, EARLIER)
    const budget = { micros: EARLIER + Math.ceil(1.5 * highMicros), currency: 'USD', stops: true }
    await shop.browser.read(shop.browser.post('/api/v1/billing/budget', budget))
    const now = await shop.plan((await shop.draft()).id)
    expect(codesOf(now)).toEqual(['over_budget'])

    const first = await shop.draft({ start })
    const then = await shop.plan(first.id)
    expect(codesOf(then)).toEqual([])
    expect(then.budget).toMatchObject({ month: thatMonth, spentMicros: EARLIER })
    await launch(shop, first)
    const second = await shop.plan((await shop.draft({ start })).id)
    expect(second.budget).toMatchObject({ reservedMicros: highMicros })
    expect(codesOf(second)).toEqual(['over_budget'])
  })

  it('leaves nobody out for what was written today, and nobody over the limit then', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    await shop.send()
    const wish = { name: 'Next', restHours: 24 }
    const now = await shop.plan((await shop.draft(wish)).id)
    expect(now.leftOut).toEqual([{ reason: 'recently_written', count: 3 }])

    const { start, at } = inDays(3)
    const draft = await shop.draft({ ...wish, start })
    expect(await shop.plan(draft.id)).toMatchObject({ people: 3, leftOut: [] })
    const left = `/broadcasts/${draft.id}/left-out?reason=recently_written`
    expect(await shop.get(left)).toMatchObject({ items: [] })
    await launch(shop, draft)
    shop.wait(at + SECOND_MS - shop.now())
    await shop.sweep()
    await shop.sendAll()
    expect((await shop.progress(draft.id)).counts).toEqual({ accepted: 3 })
  })
})
