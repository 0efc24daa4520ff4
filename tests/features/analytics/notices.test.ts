import { expect, it } from 'vitest'
import { replayArchivedJob } from '../../../worker/consumer/events'
import type { ConnectionView } from '../../../worker/contract/connections'
import type { BillingView, UsageView } from '../../../worker/contract/usage'
import type { HealthView } from '../../../worker/contract/usage-health'
import { tellNotices } from '../../../worker/features/analytics/notice-operations'
import { rebuildUsage } from '../../../worker/features/analytics/rollup-operations'
import { noteStanding } from '../../../worker/features/analytics/standing-operations'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'
import { MetaBusiness } from '../../support/meta'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'
import { archiveDay, shopDay } from '../../support/shop-day'
import { statusOf } from '../../support/usage-month'

async function shopWith(people: number) {
  const shop = await Shop.open()
  await shop.add(Array.from({ length: people }, (_, n) => ({ phone: `+9725455${51_000 + n}` })))
  const id = await shop.send()
  const db = await shop.db()
  const count = async () => {
    await rebuildUsage(shop.deps, db)
    await tellNotices(shop.deps, db)
    await noteStanding(shop.deps, db)
  }
  const rows = await shop.query<{ no: number; token: string; wamid: string }>(
    'SELECT no, token, wamid FROM recipients WHERE account_id = ? AND broadcast_id = ? ORDER BY no',
    id,
  )
  /** Webhooks that say so of each message. */
  const deliver = () =>
    shop.webhooks(
      shop.change({
        statuses: rows.map((row) => statusOf(id, row, 'delivered', shop.now())),
      }),
    )
  return { shop, id, db, count, deliver }
}

const problemsOf = async (shop: Shop) => {
  const { items } = await shop.get<{ items: ConnectionView[] }>('/connections')
  return items.flatMap(({ problems }) => problems.map(({ kind, detail }) => [kind, detail]))
}

const mailsOf = async (shop: Shop, subject: RegExp) =>
  (await mailsTo(shop.person.email)).filter((mail) => subject.test(mail.subject))

it('tells of accepted messages that no webhook spoke of for ten minutes, once', async () => {
  const { shop, db, count, deliver } = await shopWith(3)
  await count()
  expect((await shop.get<HealthView>('/usage/health')).unheard).toBe(0)
  shop.wait(12 * MINUTE_MS)
  await count()
  await count()
  const health = await shop.get<HealthView>('/usage/health')
  expect(health.unheard).toBe(3)
  expect(health.unheardSince).toBeGreaterThan(0)
  expect(await mailsOf(shop, /News about sent messages is missing/)).toHaveLength(1)

  await deliver()
  await count()
  expect((await shop.get<HealthView>('/usage/health')).unheard).toBe(0)
  expect(db.accountId).toBe(shop.accountId)
})

it('replays a day from the raw log: what was lost on its way to the rows is there, and nothing twice', async () => {
  const { shop, id, count, deliver } = await shopWith(3)
  await deliver()
  await count()
  const range = `from=${shopDay()}&to=${shopDay()}`
  const before = await shop.get<UsageView>(`/usage?${range}`)
  expect(before.totals.delivered).toBe(3)
  await shop.query(
    `UPDATE recipients SET state = 'accepted', rank = 3, delivered_at = NULL, pricing = NULL
     WHERE account_id = ? AND broadcast_id = ? RETURNING no`,
    id,
  )
  const asked = await shop.browser.post('/api/v1/usage/replay', { day: archiveDay() })
  expect(asked.status).toBe(202)
  const job = {
    type: 'webhooks.replay',
    accountId: shop.accountId,
    day: archiveDay(),
    after: '',
  } as const
  await replayArchivedJob(shop.deps, job)
  await replayArchivedJob(shop.deps, job)
  await count()
  expect((await shop.get<UsageView>(`/usage?${range}`)).totals).toEqual(before.totals)
})

it('refuses to replay a day of which nothing is kept', async () => {
  const shop = await Shop.open()
  const response = await shop.browser.post('/api/v1/usage/replay', { day: '2020-01-01' })
  expect(response.status).toBe(404)
})

it('tells at 50, 80 and 100 percent of the budget, each once a month', async () => {
  const { shop, db, count, deliver } = await shopWith(4)
  await db.run(`UPDATE connections SET currency = 'USD' WHERE account_id = '${shop.accountId}'`)
  await deliver()
  await rebuildUsage(shop.deps, db)
  const { totals } = await shop.get<UsageView>(`/usage?from=${shopDay()}&to=${shopDay()}`)
  const told = async () =>
    (await mailsOf(shop, /of the budget/)).map(({ subject }) => /(\d+)%/.exec(subject)?.[1])
  const withBudget = async (micros: number) => {
    await db.run(
      `INSERT INTO usage_state (account_id, as_of, budget_micros, budget_currency) VALUES ('${shop.accountId}', 1, ${micros}, 'USD')
       ON CONFLICT (account_id) DO UPDATE SET budget_micros = excluded.budget_micros, budget_currency = 'USD'`,
    )
    await count()
    await count()
  }
  expect(totals.costMicros).toBeGreaterThan(0)
  await withBudget(totals.costMicros * 3)
  expect(await told()).toEqual([])
  await withBudget(totals.costMicros * 2)
  expect(await told()).toEqual(['50'])
  expect(await problemsOf(shop)).toEqual([])
  await withBudget(Math.round(totals.costMicros * 1.25))
  expect(await told()).toEqual(['50', '80'])
  expect(await problemsOf(shop)).toEqual([['budget_reached', '80%']])
  await withBudget(totals.costMicros)
  expect(await told()).toEqual(['50', '80', '100'])
  expect(await problemsOf(shop)).toEqual([['budget_reached', '100%']])
  await withBudget(totals.costMicros * 10)
  expect(await problemsOf(shop)).toEqual([])
})

it('counts a tap on a quick reply once, and what people wrote as an answer', async () => {
  const { shop, count, deliver } = await shopWith(2)
  await deliver()
  for (const n of [1, 2]) {
    await shop.inbound({
      id: `wamid.tap${shop.accountId}${n}`,
      from: '972545551000',
      timestamp: String(Math.floor(shop.now() / 1000)),
      type: 'button',
      button: { text: 'Yes please' },
    })
  }
  await count()
  const { totals } = await shop.get<UsageView>(`/usage?from=${shopDay()}&to=${shopDay()}`)
  expect(totals).toMatchObject({ sent: 2, delivered: 2, clicked: 1, replied: 1 })
})

it('stands on every page while webhooks are missing, and no longer', async () => {
  const { shop, count, deliver } = await shopWith(3)
  await count()
  expect(await problemsOf(shop)).toEqual([])
  shop.wait(12 * MINUTE_MS)
  await count()
  await count()
  expect(await problemsOf(shop)).toEqual([['webhooks_missing', '3']])
  await deliver()
  await count()
  expect(await problemsOf(shop)).toEqual([])
})

it('moves to the connection that is left when the one it stood at ends', async () => {
  const { shop, count } = await shopWith(3)
  shop.wait(12 * MINUTE_MS)
  await count()
  const [first] = (await shop.get<{ items: ConnectionView[] }>('/connections')).items
  const meta = new MetaBusiness()
  await shop.browser.read(
    shop.browser.post('/api/v1/connections', {
      wabaId: meta.wabaId,
      phoneNumberId: meta.numberId,
      accessToken: meta.accessToken,
    }),
  )
  await count()
  expect(await problemsOf(shop)).toEqual([['webhooks_missing', '3']])
  await shop.browser.read(shop.browser.delete(`/api/v1/connections/${first?.id}`))
  await count()
  expect(await problemsOf(shop)).toEqual([['webhooks_missing', '3']])
})

it('has its statement in the currency of what is in use, not of what was ended', async () => {
  const shop = await Shop.open()
  const [ended] = (await shop.get<{ items: ConnectionView[] }>('/connections')).items
  await shop.browser.read(shop.browser.delete(`/api/v1/connections/${ended?.id}`))
  let meta = new MetaBusiness()
  // Numbers are listed by their ids: the one that was ended is the first.
  while (meta.numberId < shop.meta.numberId) meta = new MetaBusiness()
  meta.waba = { currency: 'EUR' }
  await shop.browser.read(
    shop.browser.post('/api/v1/connections', {
      wabaId: meta.wabaId,
      phoneNumberId: meta.numberId,
      accessToken: meta.accessToken,
    }),
  )
  const statement = await shop.get<BillingView>(`/billing?month=${shopDay().slice(0, 7)}`)
  expect(statement.currency).toBe('EUR')
})

it('names the last day of which Meta counts clearly more than its webhooks told, since it was connected', async () => {
  const { shop, db } = await shopWith(1)
  const dayBefore = (days: number) => shopDay(Date.now() - days * DAY_MS)
  const mine = `'${shop.accountId}'`
  // Connected on that day by the account's clocks, when it is the day before in Greenwich.
  const connectedAt = openZone('Asia/Jerusalem').resolve(`${dayBefore(5)}T00:30`).at
  await db.run(`UPDATE connections SET created_at = ${connectedAt} WHERE account_id = ${mine}`)
  const [connection] = await shop.query<{ id: string }>(
    'SELECT id FROM connections WHERE account_id = ?',
  )
  const metaDelivered = (days: number, delivered: number) =>
    db.run(`INSERT INTO usage_meta (account_id, day, connection_id, lines, sent, delivered, asked_at)
      VALUES (${mine}, '${dayBefore(days)}', '${connection?.id}', '[]', ${delivered}, ${delivered}, 1)`)
  const ours = (days: number, messages: number) => {
    const charge = { country: 'IL', category: 'utility', broadcastId: '', chargedAs: 'utility' }
    const charges = JSON.stringify([{ ...charge, type: 'regular', messages }])
    return db.run(`INSERT INTO usage_daily (account_id, day, number_id, currency, cells, charges, hours)
      VALUES (${mine}, '${dayBefore(days)}', '${shop.meta.numberId}', 'USD', '[]', '${charges}', '[]')
      ON CONFLICT (account_id, day, number_id) DO UPDATE SET charges = excluded.charges`)
  }
  // Before it was connected; that very day; nearly the same; clearly more.
  await metaDelivered(6, 500)
  await metaDelivered(5, 500)
  await metaDelivered(3, 1000)
  await ours(3, 995)
  await metaDelivered(2, 100)
  await ours(2, 90)
  const standing = () => noteStanding(shop.deps, db)
  await standing()
  expect(await problemsOf(shop)).toEqual([['counts_differ', dayBefore(2)]])
  await ours(2, 100)
  await standing()
  expect(await problemsOf(shop)).toEqual([])
})
