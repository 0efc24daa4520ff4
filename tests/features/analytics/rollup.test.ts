import { beforeAll, describe, expect, it } from 'vitest'
import type { AccountDb } from '../../../worker/boundary/db'
import type { UsageQuery, UsageView } from '../../../worker/contract/usage'
import { describeCosts } from '../../../worker/features/analytics/cost-operations'
import { describeUsage } from '../../../worker/features/analytics/report-operations'
import { rebuildUsage } from '../../../worker/features/analytics/rollup-operations'
import { listDays } from '../../../worker/features/analytics/rollup-queries'
import { listUsageRows } from '../../../worker/features/analytics/rows-operations'
import card from '../../../worker/features/meta/rate-card.json'
import { testDeps } from '../../support/deps'
import { signUp } from '../../support/people'
import { dayInIsrael, hourInIsrael, type Month, NOW, seedMonth } from '../../support/usage-month'

const deps = testDeps({ at: NOW })
/** In the middle of the month: days are rebuilt as long as something may still happen to their messages. */
const inOctober = testDeps({ at: Date.UTC(2026, 9, 15) })
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' }

const SENT = `state IN ('accepted', 'sent', 'failed', 'delivered', 'read')`
const FIGURES = `count(*) AS sent, sum(accepted_at IS NOT NULL) AS accepted, sum(state IN ('delivered', 'read')) AS delivered,
  sum(state = 'read') AS read, sum(replied_at IS NOT NULL) AS replied, sum(state = 'failed') AS failed,
  sum(EXISTS (SELECT 1 FROM broadcast_taps t WHERE t.account_id = r.account_id AND t.broadcast_id = r.broadcast_id AND t.no = r.no)) AS clicked,
  sum(EXISTS (SELECT 1 FROM broadcast_stops t WHERE t.account_id = r.account_id AND t.broadcast_id = r.broadcast_id AND t.no = r.no)) AS optedOut`

let db: AccountDb
let month: Month
beforeAll(async () => {
  const { session } = await signUp()
  db = await deps.db.account(session.account.id)
  month = await seedMonth(db, 200_000)
  await countAll(60_000)
}, 120_000)

/** Answers in how many slices. */
async function countAll(sliceMs: number): Promise<number> {
  let slices = 1
  for (const then of [inOctober, deps]) {
    while (!(await rebuildUsage(then, db, sliceMs))) slices++
  }
  return slices
}

const report = (query: Partial<UsageQuery> = {}): Promise<UsageView> =>
  describeUsage(deps, db, { ...OCTOBER, ...query }, 'en')

type Figures = Record<string, number>

/** The same figures, counted in one pass over all rows, by a statement that shares nothing with the product's. */
function recount<T = Figures>(by: string, where = '1', figures = FIGURES): Promise<T[]> {
  return db.all<T>(
    `SELECT ${by} AS key, ${figures} FROM recipients AS r JOIN broadcasts AS b ON b.account_id = r.account_id AND b.id = r.broadcast_id
     WHERE r.account_id = '${db.accountId}' AND r.${SENT} AND ${dayInIsrael('r.claimed_at')} BETWEEN '2026-10-01' AND '2026-10-31'
       AND ${where} GROUP BY 1 ORDER BY 1`
      .replaceAll(/(?<![\w.])(accepted_at|replied_at|state) /g, 'r.$1 ')
      .replaceAll('r.r.', 'r.'),
  )
}

const figuresOf = <T extends UsageView['totals']>({
  sent,
  accepted,
  delivered,
  read,
  replied,
  clicked,
  optedOut,
  failed,
}: T) => ({ sent, accepted, delivered, read, replied, failed, clicked, optedOut })

describe('a month of 200,000 messages in 12 countries', () => {
  it('has tiles that equal a recount of the rows', async () => {
    const [all] = await recount(`''`)
    const { key: _key, ...expected } = all ?? {}
    const { totals } = await report()
    expect(figuresOf(totals)).toEqual(expected)
    expect(totals.sent).toBeGreaterThan(190_000)
    expect(totals.clicked).toBeGreaterThan(1000)
    expect(totals.optedOut).toBeGreaterThan(100)
  })

  it('has days that end at midnight in the time zone of the WABA, also where clocks change', async () => {
    const { days } = await report()
    const expected = await recount(dayInIsrael('r.claimed_at'))
    expect(days.map((one) => ({ key: one.day, ...figuresOf(one) }))).toEqual(expected)
    expect(days).toHaveLength(31)
  })

  it('counts the hour that came twice as one hour of the clock', async () => {
    const day = { from: '2026-10-25', to: '2026-10-25' }
    const { hours } = await report(day)
    const expected = await recount<{ key: number; sent: number }>(
      hourInIsrael('r.claimed_at'),
      `${dayInIsrael('r.claimed_at')} = '2026-10-25'`,
      'count(*) AS sent',
    )
    expect(hours.flatMap(({ hour, sent }) => (sent ? [{ key: hour, sent }] : []))).toEqual(expected)
    const one = hours[1]?.sent ?? 0
    expect(one).toBeGreaterThan(1.5 * (hours[4]?.sent ?? 0))
  })

  it('counts each country, broadcast and template, and each cause of failure', async () => {
    const view = await report()
    const countries = await recount(`coalesce(r.country, 'ZZ')`)
    const sorted = [...view.countries].sort((a, b) => (a.country < b.country ? -1 : 1))
    expect(sorted.map((one) => ({ key: one.country, ...figuresOf(one) }))).toEqual(countries)
    expect(sorted).toHaveLength(13)

    const broadcasts = await recount('r.broadcast_id')
    const byId = [...view.broadcasts].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId.map((one) => ({ key: one.id, ...figuresOf(one) }))).toEqual(broadcasts)

    const templates = await recount('b.template_id')
    const byTemplate = [...view.templates].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byTemplate.map((one) => ({ key: one.id, ...figuresOf(one) }))).toEqual(templates)

    const causes = await recount<{ key: string; count: number }>(
      'r.code',
      `r.state = 'failed'`,
      'count(*) AS count',
    )
    const byCode = [...view.failures].sort((a, b) => (a.code < b.code ? -1 : 1))
    expect(byCode.map(({ code, count }) => ({ key: code, count }))).toEqual(causes)
  })

  it('costs what the card says for each message that was charged, on the day it was delivered', async () => {
    const delivered = 'coalesce(r.delivered_at, r.read_at)'
    const lines = await db.all<{
      day: string
      country: string | null
      category: string
      messages: number
    }>(
      `SELECT ${dayInIsrael(delivered)} AS day, r.country, count(*) AS messages,
         coalesce(substr(r.pricing, 9), lower(b.template ->> 'category')) AS category
       FROM recipients AS r JOIN broadcasts AS b ON b.account_id = r.account_id AND b.id = r.broadcast_id
       WHERE r.account_id = '${db.accountId}' AND r.state IN ('delivered', 'read')
         AND coalesce(r.pricing, 'regular/') LIKE 'regular/%'
         AND day BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY 1, 2, 4`,
    )
    const priceOf = (country: string | null, category: string) => {
      const market = card.markets.find(({ countries }) => countries.some((one) => one === country))
      const rates = (market ?? card.markets.find((one) => one.market === 'Other'))?.rates.at(-1)
      const price = { ...rates } as Record<string, unknown>
      return Math.round(Number(price[category]) * 1e6)
    }
    const expected = lines.reduce(
      (sum, { country, category, messages }) => sum + messages * priceOf(country, category),
      0,
    )
    const { totals, money, costs } = await report()
    expect(totals.costMicros).toBe(expected)
    expect(money.priced).toBe(expected)
    expect(costs.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0)).toBe(expected)
    expect(expected).toBeGreaterThan(1e9)
  })

  it('counts the same with a filter of number, country and category', async () => {
    const filter = { number: month.numberId, country: 'DE', category: 'utility' } as const
    const { totals } = await report(filter)
    const [expected] = await recount(
      `''`,
      `r.country = 'DE' AND b.template ->> 'category' = 'UTILITY'`,
    )
    const { key: _key, ...figures } = expected ?? {}
    expect(figuresOf(totals)).toEqual(figures)
  })

  it('lists behind a figure exactly the rows that it counts', async () => {
    const day = { from: '2026-10-25', to: '2026-10-25' }
    const { totals, hours } = await report({ ...day, country: 'GB' })
    let rows = 0
    let after: string | undefined
    do {
      const page = await listUsageRows(
        deps,
        db,
        { ...day, country: 'GB', stage: 'failed', limit: 200, after },
        'en',
      )
      rows += page.items.length
      expect(page.items.every(({ state, country }) => state === 'failed' && country === 'GB')).toBe(
        true,
      )
      after = page.next ?? undefined
    } while (after)
    expect(rows).toBe(totals.failed)
    expect(rows).toBeGreaterThan(0)
    const ofTemplate = {
      ...day,
      stage: 'read',
      template: 't3',
      limit: 200,
      after: undefined,
    } as const
    const { templates } = await report(day)
    const expected = templates.find(({ id }) => id === 't3')?.read ?? 0
    const { items } = await listUsageRows(deps, db, ofTemplate, 'en')
    expect(items).toHaveLength(Math.min(200, expected))
    const hour = {
      ...day,
      country: 'GB',
      stage: 'read',
      hour: '1',
      limit: 200,
      after: undefined,
    } as const
    expect((await listUsageRows(deps, db, hour, 'en')).items).toHaveLength(hours[1]?.read ?? -1)
  })

  it('lists behind a cost exactly the messages that were priced so in the range', async () => {
    const day = { from: '2026-10-25', to: '2026-10-26' }
    const { costs, totals } = await report({ ...day, country: 'GB' })
    expect(new Set(costs.map(({ type }) => type)).size).toBeGreaterThan(1)
    expect(new Set(costs.map(({ category }) => category)).size).toBeGreaterThan(1)
    const listed = async (price: object) => {
      let rows = 0
      let after: string | undefined
      do {
        const asked = { ...day, ...price, country: 'GB', limit: 200, after }
        const page = await listUsageRows(deps, db, { ...asked, stage: 'charged' }, 'en')
        rows += page.items.length
        after = page.next ?? undefined
      } while (after)
      return rows
    }
    for (const { category, type, messages } of costs) {
      expect(await listed({ priced: category, type })).toBe(messages)
    }
    const all = costs.reduce((sum, { messages }) => sum + messages, 0)
    expect(await listed({})).toBe(all)
    // Some of what was sent on these days was delivered on others.
    expect(all).not.toBe(totals.delivered)
  })

  it('costs by month and broadcast add up to those by country, category and kind of price', async () => {
    const range = { from: '2026-09-30', to: '2026-11-02' }
    const { costs } = await report(range)
    const { rows } = await describeCosts(deps, db, range)
    const sumOf = (of: { messages: number; costMicros: number | null }[]) => [
      of.reduce((sum, { messages }) => sum + messages, 0),
      of.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0),
    ]
    expect(sumOf(rows)).toEqual(sumOf(costs))
    for (const { country, category, type, ...cost } of costs) {
      const mine = rows.filter(
        (row) => row.country === country && row.category === category && row.type === type,
      )
      expect(sumOf(mine)).toEqual(sumOf([cost]))
    }
    expect(new Set(rows.map(({ month }) => month)).size).toBeGreaterThan(1)
    expect(new Set(rows.map(({ broadcastId }) => broadcastId)).size).toBe(10)
  })

  it('stands beside what the same lines were in the days before', async () => {
    const view = await report({ from: '2026-10-15', to: '2026-10-18' })
    const earlier = await report({ from: '2026-10-11', to: '2026-10-14' })
    expect(view.days.map(({ before }) => before)).toEqual(
      earlier.days.map(({ before: _, day: _day, ...counts }) => counts),
    )
    const countsOf = (of: UsageView, country: string) => {
      const {
        before: _,
        country: _name,
        ...counts
      } = of.countries.find((one) => one.country === country) ?? earlier.countries[0] ?? {}
      return counts
    }
    for (const { country, before } of view.countries) {
      expect(before).toEqual(countsOf(earlier, country))
    }
    expect(view.failures[0]?.before).toBe(
      earlier.failures.find(({ code }) => code === view.failures[0]?.code)?.count,
    )
  })

  it('reads some hundred rows for a report and its comparison, however many messages there were', async () => {
    const rows = await listDays(db, '2026-08-31', '2026-10-31')
    expect(rows.length).toBeLessThanOrEqual(62)
  })

  it('is the same when it is counted again, and when counting stopped in its middle', async () => {
    const before = JSON.stringify(await listDays(db, '2026-09-01', '2026-12-31'))
    await db.run(`DELETE FROM usage_parts WHERE account_id = '${db.accountId}'`)
    await db.run(`DELETE FROM usage_daily WHERE account_id = '${db.accountId}'`)
    expect(await countAll(0)).toBeGreaterThan(5)
    expect(JSON.stringify(await listDays(db, '2026-09-01', '2026-12-31'))).toBe(before)
  })

  it('follows what happens to a row later, and only counts its piece again', async () => {
    const { totals } = await report()
    const id = month.broadcastIds[9]
    await db.run(
      `UPDATE recipients SET state = 'read', rank = 7, read_at = claimed_at + 5000
       WHERE account_id = '${db.accountId}' AND broadcast_id = '${id}' AND no = 77`,
    )
    await db.run(
      `UPDATE chunks SET dirty = dirty + 1 WHERE account_id = '${db.accountId}' AND broadcast_id = '${id}' AND chunk = 1`,
    )
    await rebuildUsage(deps, db)
    expect((await report()).totals.sent).toBe(totals.sent)
    const [all] = await recount(`''`)
    expect((await report()).totals.read).toBe(all?.read)
  })
})
