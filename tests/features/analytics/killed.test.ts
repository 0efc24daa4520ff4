import { expect, it, vi } from 'vitest'
import { replayArchivedJob } from '../../../worker/consumer/events'
import type { UsageView } from '../../../worker/contract/usage'
import type { HealthView } from '../../../worker/contract/usage-health'
import { rebuildJob, sweepUsage } from '../../../worker/features/analytics/jobs'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { Kills } from '../../support/kills'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'
import { archiveDay, shopDay } from '../../support/shop-day'
import { statusOf } from '../../support/usage-month'

const notKilled = (kills: Kills, words: string[]) => words.filter((word) => kills.both(word) === 0)

async function sent(people = 2, open = Shop.open) {
  const shop = await open()
  await shop.add(Array.from({ length: people }, (_, n) => ({ phone: `+9725455${52_000 + n}` })))
  const id = await shop.send()
  const statuses = (await shop.rows(id)).map(({ no, token, wamid }) =>
    statusOf(id, { no, token: token ?? '', wamid: wamid ?? '' }, 'delivered', shop.now()),
  )
  const job = { type: 'usage.rebuild' as const, accountId: shop.accountId }
  const usage = () => shop.get<UsageView>(`/usage?from=${shopDay()}&to=${shopDay()}`)
  return { shop, id, delivered: shop.change({ statuses }), job, usage }
}

/** A month's budget is spent in one month: not where the next begins between two counts. */
async function withinOneMonth() {
  const shop = await Shop.open()
  const isLastDay = new Date(shop.now() + DAY_MS).getUTCDate() === 1
  if (isLastDay) shop.wait(2 * DAY_MS)
  return shop
}

/** What Meta says of links in the first template. */
function clicksAt(shop: Shop, templateId: unknown) {
  shop.meta.interrupt = (_method, path) => {
    if (!path.endsWith('/template_analytics')) return null
    const start = Math.floor(Date.now() / 1000)
    const clicked = [{ type: 'url_button', button_content: 'Shop', count: 7 }]
    const point = { template_id: `${templateId}`, start, end: start + 1, clicked }
    return Response.json({ data: [{ data_points: [point] }] })
  }
}

it('counts the same however often the count was killed, and what Meta says of clicks once', async () => {
  const { shop, id, delivered, job, usage } = await sent()
  const kills = new Kills(shop)
  await kills.webhook(delivered)
  const { templateId } = await shop.see(id)
  clicksAt(shop, templateId)
  // Trouble with asking Meta is no trouble of the count; it is asked again some hours later.
  for (const _ of Array.from({ length: 8 })) {
    await kills.until((deps) => rebuildJob(deps, job))
    shop.wait(7 * 60 * MINUTE_MS)
  }
  expect((await usage()).totals).toMatchObject({ sent: 2, delivered: 2 })
  const clicks = await shop.query('SELECT clicks FROM usage_clicks WHERE account_id = ?')
  expect(clicks).toEqual([{ clicks: JSON.stringify({ Shop: 7 }) }])
  const words = ['insert into usage_parts', 'insert into usage_daily', 'insert into usage_clicks']
  expect(notKilled(kills, [...words, 'insert into usage_state'])).toEqual([])
})

it('goes on with what one slice left where the next message was killed', async () => {
  const { shop, job, usage } = await sent()
  for (const _ of Array.from({ length: 3 })) await shop.send()
  const kills = new Kills(shop, { only: /chore/ })
  const began = Date.now()
  let looks = 0
  // Each look at the clock is a slice later.
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => began + looks++ * 6000)
  try {
    await kills.until((deps) => rebuildJob(deps, job))
    await kills.chores()
  } finally {
    clock.mockRestore()
  }
  expect(notKilled(kills, ['chore usage.rebuild'])).toEqual([])
  expect((await usage()).totals).toMatchObject({ sent: 8 })
})

it('takes days away on which nothing is left, however often it was killed', async () => {
  const { shop, job, usage } = await sent()
  await rebuildJob(shop.deps, job)
  const { totals } = await usage()
  await shop.query(
    `INSERT INTO usage_daily SELECT account_id, date(day, '-3 days'), number_id, currency, cells,
       charges, hours FROM usage_daily WHERE account_id = ?`,
  )
  const days = () => shop.query('SELECT day FROM usage_daily WHERE account_id = ?')
  expect(await days()).toHaveLength(2)
  const kills = new Kills(shop)
  await kills.until((deps) => rebuildJob(deps, job))
  expect(await days()).toHaveLength(1)
  expect((await usage()).totals).toEqual(totals)
  expect(notKilled(kills, ['delete from usage_daily'])).toEqual([])
})

it('queues the count of each account again where the sweep was killed', async () => {
  const { shop, usage } = await sent()
  const kills = new Kills(shop, { only: /chore/ })
  await kills.until((deps) => sweepUsage(deps, { type: 'usage.sweep' }))
  const mine = shop.chores.filter((job) => 'accountId' in job && job.accountId === shop.accountId)
  expect(mine.length).toBeGreaterThan(0)
  shop.chores.splice(0, shop.chores.length, ...mine)
  await kills.chores()
  expect((await usage()).totals).toMatchObject({ sent: 2 })
})

/** Counts again and again; whoever died over telling is followed minutes later. */
async function countFor(shop: Shop, kills: Kills, job: Parameters<typeof rebuildJob>[1]) {
  for (const _ of Array.from({ length: 4 })) {
    await kills.until((deps) => rebuildJob(deps, job))
    shop.wait(3 * MINUTE_MS)
  }
}

const KILLED_AT: [string, RegExp][] = [
  ['the note of it', /update usage_state/],
  ['the mail', /^mail$/],
]

it.each(KILLED_AT)(
  'tells of a silence for certain, and on the page: at %s',
  async (_what, only) => {
    const { shop, job } = await sent()
    shop.wait(12 * MINUTE_MS)
    await countFor(shop, new Kills(shop, { only }), job)
    const mails = (await mailsTo(shop.person.email)).filter(({ subject }) =>
      /missing/.test(subject),
    )
    // Told again only by who can't know whether the mail left.
    expect(mails.length).toBeGreaterThanOrEqual(1)
    expect(mails.length).toBeLessThanOrEqual(4)
    expect((await shop.get<HealthView>('/usage/health')).unheard).toBe(2)
    const told = 'SELECT told_at FROM usage_state WHERE account_id = ? AND told_at IS NOT NULL'
    expect(await shop.query(told)).toHaveLength(1)
  },
)

it.each(KILLED_AT)('tells of a budget that is used for certain: at %s', async (_what, only) => {
  const { shop, delivered, job } = await sent(2, withinOneMonth)
  await shop.query(`UPDATE connections SET currency = 'USD' WHERE account_id = ?`)
  await shop.webhooks(delivered)
  await rebuildJob(shop.deps, job)
  // Two messages of some cents: the budget is set below what a person may choose.
  await shop.query(
    `UPDATE usage_state SET budget_micros = 1000, budget_currency = 'USD' WHERE account_id = ?`,
  )
  await countFor(shop, new Kills(shop, { only }), job)
  const mails = (await mailsTo(shop.person.email)).filter(({ subject }) => /budget/.test(subject))
  expect(mails.length).toBeGreaterThanOrEqual(1)
  expect(mails.length).toBeLessThanOrEqual(4)
  const lines = await shop.query(
    `SELECT id FROM audit WHERE account_id = ? AND action = 'budget.reached'`,
  )
  expect(lines.length).toBeLessThanOrEqual(1)
  const told = await shop.query<{ budget_told: string }>(
    'SELECT budget_told FROM usage_state WHERE account_id = ?',
  )
  expect(told[0]?.budget_told).toMatch(/:100$/)
})

it('counts a tap on a quick reply once', async () => {
  const { shop, id, delivered } = await sent()
  const kills = new Kills(shop)
  await kills.webhook(delivered)
  const tap = {
    ...{ id: `wamid.tap${shop.accountId}`, from: '972545552000', type: 'button' },
    timestamp: `${Math.floor(shop.now() / 1000)}`,
    button: { text: 'Yes please' },
  }
  await kills.webhook(shop.change({ messages: [tap] }))
  const taps = 'SELECT broadcast_id AS id FROM broadcast_taps WHERE account_id = ?'
  expect(await shop.query(taps)).toEqual([{ id }])
  expect(notKilled(kills, ['insert into broadcast_taps'])).toEqual([])
})

it('replays a long day to its end where the next message was killed', async () => {
  const { shop, delivered, usage, job } = await sent()
  // More objects than one message replays; the last has what was lost on its way to the rows.
  for (const _ of Array.from({ length: 24 })) await shop.statuses()
  await shop.webhooks(delivered)
  await shop.query(
    `UPDATE recipients SET state = 'accepted', rank = 3, delivered_at = NULL, pricing = NULL
     WHERE account_id = ?`,
  )
  const kills = new Kills(shop, { only: /chore/ })
  const day = archiveDay()
  const replay = { type: 'webhooks.replay', accountId: shop.accountId, day } as const
  await kills.until((deps) => replayArchivedJob(deps, { ...replay, after: '' }))
  await kills.chores()
  expect(notKilled(kills, ['chore webhooks.replay'])).toEqual([])
  shop.wait(DAY_MS / 24)
  await rebuildJob(shop.deps, job)
  expect((await usage()).totals).toMatchObject({ sent: 2, delivered: 2 })
})
