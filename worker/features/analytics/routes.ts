import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import {
  BillingQuery,
  BillingView,
  Budget,
  NewRateCard,
  RateCardView,
  ReplayRequest,
  UsageCsvQuery,
  UsageQuery,
  UsageRow,
  UsageRowsQuery,
  UsageView,
} from '../../contract/usage'
import { HealthHistory, HealthView, HistoryCsvQuery } from '../../contract/usage-health'
import { requireRole } from '../accounts/roles'
import { describeMonth } from './billing-operations'
import { describeCosts } from './cost-operations'
import { billingCsv, costsCsv, historyCsv, rowsCsv, toCsv } from './csv'
import { askToReplay, describeHealth } from './health-operations'
import { describeHistory } from './history-operations'
import { setBudget } from './notice-operations'
import { describeCards, importCard } from './rate-card-operations'
import { describeUsage } from './report-operations'
import { rebuildUsage } from './rollup-operations'
import { listUsageRows, rowsForFile } from './rows-operations'

const csvFile = (c: Context<AppContext>, name: string, text: string) =>
  c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })

/** What a person waits for: enough for a day's messages; what is left the next sweep counts. */
const REFRESH_MS = 2_000

export const usageRoutes = new Hono<AppContext>()
  .get('/', answers('Messages and costs of a range', UsageView), query(UsageQuery), async (c) => {
    const { deps, db, language } = c.var
    return c.json(await describeUsage(deps, db, c.req.valid('query'), language))
  })
  .get('/csv', answers('One table of it as CSV', null), query(UsageCsvQuery), async (c) => {
    const { deps, db, language } = c.var
    const { table, ...range } = c.req.valid('query')
    const name = `${table}-${range.from}-${range.to}`
    if (table === 'costs') {
      const { rows, currency } = await describeCosts(deps, db, range)
      return csvFile(c, name, costsCsv(rows, currency))
    }
    const view = await describeUsage(deps, db, range, language)
    return csvFile(c, name, toCsv(view, table))
  })
  .get(
    '/rows',
    answers('The messages behind a figure', listOf(UsageRow)),
    query(UsageRowsQuery),
    async (c) => {
      const { deps, db, language } = c.var
      return c.json(await listUsageRows(deps, db, c.req.valid('query'), language))
    },
  )
  .get('/rows/csv', answers('The same as CSV', null), query(UsageRowsQuery), async (c) => {
    const { deps, db, language } = c.var
    const asked = c.req.valid('query')
    const rows = await rowsForFile(deps, db, asked, language)
    return csvFile(c, `${asked.stage}-${asked.from}-${asked.to}`, rowsCsv(rows))
  })
  .post(
    '/refresh',
    answers('Count what changed', v.object({ isComplete: v.boolean() })),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'messages.send')
      const isComplete = await rebuildUsage(deps, db, REFRESH_MS)
      // What is left, what Meta says and what is to be told of it take longer than a person waits.
      await deps.jobs.chore({ type: 'usage.rebuild', accountId: db.accountId })
      return c.json({ isComplete })
    },
  )
  .get('/health', answers('How numbers, templates and webhooks are', HealthView), async (c) =>
    c.json(await describeHealth(c.var.deps, c.var.db)),
  )
  .get('/history', answers('How numbers and templates stood over time', HealthHistory), async (c) =>
    c.json(await describeHistory(c.var.db, c.var.deps.clock.now())),
  )
  .get('/history/csv', answers('The same as CSV', null), query(HistoryCsvQuery), async (c) => {
    const { table } = c.req.valid('query')
    const history = await describeHistory(c.var.db, c.var.deps.clock.now())
    return csvFile(c, `${table}-history`, historyCsv(history, table))
  })
  .post(
    '/replay',
    answers('Apply a day’s webhooks again', null, 202),
    body(ReplayRequest),
    async (c) => {
      const { deps, db, member } = c.var
      await askToReplay(deps, db, member, c.req.valid('json').day)
      return c.body(null, 202)
    },
  )

export const billingRoutes = new Hono<AppContext>()
  .get('/', answers('The statement of a month', BillingView), query(BillingQuery), async (c) =>
    c.json(await describeMonth(c.var.deps, c.var.db, c.req.valid('query'))),
  )
  .get('/csv', answers('The same as CSV', null), query(BillingQuery), async (c) => {
    const asked = c.req.valid('query')
    const view = await describeMonth(c.var.deps, c.var.db, asked)
    return csvFile(c, `billing-${asked.month}`, billingCsv(view))
  })
  .post('/budget', answers('Set the monthly budget', null, 204), body(Budget), async (c) => {
    const { deps, db, member } = c.var
    await setBudget(deps, db, member, c.req.valid('json'))
    return c.body(null, 204)
  })
  .get('/rate-cards', answers('Where prices come from', listOf(RateCardView)), async (c) =>
    c.json({ items: await describeCards(c.var.db), next: null }),
  )
  .post(
    '/rate-cards',
    answers('Import a rate card of Meta’s', listOf(RateCardView), 201),
    body(NewRateCard),
    async (c) => {
      const { deps, db, member } = c.var
      const items = await importCard(deps, db, member, c.req.valid('json'))
      return c.json({ items, next: null }, 201)
    },
  )
