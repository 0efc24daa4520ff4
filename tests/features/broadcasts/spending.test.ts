import { describe, expect, it } from 'vitest'
import { saveOtherSpending } from '../../../worker/features/broadcasts/spending-queries'
import { dearestRate, rateFor } from '../../../worker/features/meta/rates'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'
import { shopDay } from '../../support/shop-day'

const TODAY = shopDay()
const ISRAEL = rateFor('IL', 'marketing', TODAY).micros
const UTILITY = rateFor('IL', 'utility', TODAY).micros
const DEAREST = dearestRate('marketing', TODAY)
const UNDELIVERABLE = { refuse: 131026 }

/** What the month has cost already, by broadcasts of earlier. */
const EARLIER = 20_000_000

async function openShop(people: number): Promise<Shop> {
  const shop = await Shop.open()
  await shop.addMany(people)
  await shop.query(
    `INSERT INTO message_spending (account_id, month, broadcast_id, micros)
     VALUES (?, ?, 'earlier', ${EARLIER})`,
    TODAY.slice(0, 7),
  )
  return shop
}

/** A budget of which so much is left. */
const leave = (shop: Shop, micros: number, stops = true) =>
  shop.browser.read(
    shop.browser.post('/api/v1/billing/budget', {
      micros: EARLIER + micros,
      currency: 'USD',
      stops,
    }),
  )

/** Enough for so many messages to Israel: after them the dearest one would be too much. */
const enoughFor = (messages: number) => (messages - 1) * ISRAEL + DEAREST

async function spentIn(shop: Shop): Promise<number> {
  const rows = await shop.query<{ micros: number | null }>(
    `SELECT sum(micros) AS micros FROM message_spending
     WHERE account_id = ? AND broadcast_id <> 'earlier'`,
  )
  return rows[0]?.micros ?? 0
}

describe('what a month comes to', () => {
  it('is the list price of what Meta took; what it refused costs nothing', async () => {
    const shop = await Shop.open()
    await shop.addMany(10)
    shop.meta.script = (_message, nth) => (nth <= 3 ? UNDELIVERABLE : { accept: 'accepted' })
    await shop.send()
    expect(await spentIn(shop)).toBe(7 * ISRAEL)
  })

  it('counts what may have been taken, and each message once though it was tried again', async () => {
    const shop = await Shop.open()
    await shop.addMany(4)
    shop.meta.script = (_message, nth) =>
      nth === 1 ? 'timeout' : nth === 2 ? { refuse: 131056 } : { accept: 'accepted' }
    const id = await shop.send()
    expect(await shop.groupBy(id)).toEqual({ unknown: 1, accepted: 3 })
    expect(await spentIn(shop)).toBe(4 * ISRAEL)
  })

  it('counts utility as well, at its own price', async () => {
    const shop = await Shop.open()
    await shop.addMany(4)
    await shop.send({ template: 'order_update' })
    expect(await spentIn(shop)).toBe(4 * UTILITY)
  })

  it('keeps apart what each broadcast and each workspace spent', async () => {
    const [shop, other] = [await Shop.open(), await Shop.open()]
    await shop.addMany(2)
    await other.addMany(3)
    await shop.send()
    await shop.send({ template: 'order_update' })
    await other.send()
    expect(await spentIn(shop)).toBe(2 * ISRAEL + 2 * UTILITY)
    expect(await spentIn(other)).toBe(3 * ISRAEL)
  })
})

describe('a budget that stops marketing', () => {
  it('shows in the plan what is left, and lets nothing begin that costs more', async () => {
    const shop = await openShop(5)
    await leave(shop, 4 * ISRAEL)
    const { id, version } = await shop.draft()
    const plan = await shop.plan(id)
    expect(plan.budget).toMatchObject({ stopMicros: EARLIER + 4 * ISRAEL, leftMicros: 4 * ISRAEL })
    const [problem] = plan.problems
    expect(problem).toMatchObject({ code: 'over_budget', blocking: true })
    expect(problem?.text).toContain(`${((5 * ISRAEL) / 1e6).toFixed(2)} USD`)
    const launch = { version, people: plan.people, maxCostMicros: plan.highMicros }
    const refused = await shop.browser.post(`/api/v1/broadcasts/${id}/launch`, launch)
    expect(await refused.json()).toMatchObject({ error: { code: 'broadcast.plan_problems' } })
  })

  it('counts what other broadcasts have reserved as used', async () => {
    const shop = await openShop(5)
    await leave(shop, 9 * ISRAEL)
    await shop.launch()
    const plan = await shop.plan((await shop.draft()).id)
    expect(plan.budget).toMatchObject({ reservedMicros: 5 * ISRAEL, leftMicros: 4 * ISRAEL })
    expect(plan.problems).toMatchObject([{ code: 'over_budget' }])
  })

  it('pauses what is being sent before it goes beyond, and says why on the page and by mail', async () => {
    const shop = await openShop(90)
    await leave(shop, 100 * ISRAEL)
    const id = await shop.running()
    await leave(shop, enoughFor(55))
    await shop.sendAll()

    expect(await shop.groupBy(id)).toEqual({ accepted: 55, queued: 35 })
    expect(await spentIn(shop)).toBe(55 * ISRAEL)
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'budget_used' })
    expect(await shop.progress(id)).toMatchObject({ stateLink: { href: '/billing' } })
    const mails = await mailsTo(shop.person.email)
    expect(mails.filter(({ subject }) => /is paused/.test(subject))).toHaveLength(1)
  })

  it('is never spent twice by chunks that are sent at once', async () => {
    const shop = await openShop(1100)
    await leave(shop, 1100 * ISRAEL + DEAREST)
    const id = await shop.running()
    await leave(shop, enoughFor(701))
    await Promise.all([shop.sendOne(), shop.sendOne(), shop.sendOne()])
    await shop.sendAll()
    expect(await shop.groupBy(id)).toEqual({ accepted: 701, queued: 399 })
    expect(await spentIn(shop)).toBe(701 * ISRAEL)
  })

  it('goes on with the same people once it is raised, and not before', async () => {
    const shop = await openShop(6)
    await leave(shop, 10 * ISRAEL)
    const id = await shop.running()
    await leave(shop, enoughFor(4))
    await shop.sendAll()
    const early = await shop.browser.post(`/api/v1/broadcasts/${id}/resume`, {})
    expect(await early.json()).toMatchObject({ error: { code: 'broadcast.budget_used' } })

    await leave(shop, 10 * ISRAEL + DEAREST)
    await shop.resume(id)
    expect(await shop.groupBy(id)).toEqual({ accepted: 6 })
    expect(new Set(shop.meta.recipients()).size).toBe(6)
  })

  it('lets utility go on', async () => {
    const shop = await openShop(3)
    await leave(shop, 0)
    const { id } = await shop.draft({ template: 'order_update' })
    expect(await shop.plan(id)).toMatchObject({ budget: null, problems: [] })
    const sent = await shop.send({ template: 'order_update' })
    expect(await shop.groupBy(sent)).toEqual({ accepted: 3 })
  })

  it('that only tells stops nothing, nor does one that was taken away', async () => {
    const shop = await openShop(2)
    await leave(shop, 0, false)
    expect((await shop.plan((await shop.draft()).id)).problems).toEqual([])
    await leave(shop, 0)
    expect((await shop.plan((await shop.draft()).id)).problems).toHaveLength(1)
    await shop.browser.post('/api/v1/billing/budget', { micros: null, currency: 'USD' })
    expect(await shop.groupBy(await shop.send())).toEqual({ accepted: 2 })
  })

  it('counts messages of no broadcast once they were counted', async () => {
    const shop = await openShop(5)
    await leave(shop, 6 * ISRAEL)
    await saveOtherSpending(await shop.db(), TODAY.slice(0, 7), 2 * ISRAEL)
    await saveOtherSpending(await shop.db(), TODAY.slice(0, 7), 2 * ISRAEL)
    const { budget } = await shop.plan((await shop.draft()).id)
    expect(budget?.leftMicros).toBe(4 * ISRAEL)
  })

  it('is refused in a currency in which prices are not known before sending', async () => {
    const shop = await Shop.open()
    const body = { micros: 5_000_000, currency: 'EUR', stops: true }
    const refused = await shop.browser.post('/api/v1/billing/budget', body)
    expect(await refused.json()).toMatchObject({ error: { code: 'budget.cannot_stop' } })
  })
})
