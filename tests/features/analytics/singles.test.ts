import { beforeAll, expect, it } from 'vitest'
import type { AccountDb } from '../../../worker/boundary/db'
import type { UsageRowsQuery } from '../../../worker/contract/usage'
import { describeUsage } from '../../../worker/features/analytics/report-operations'
import { rebuildUsage } from '../../../worker/features/analytics/rollup-operations'
import { listUsageRows } from '../../../worker/features/analytics/rows-operations'
import { rateFor } from '../../../worker/features/meta/rates'
import { insertPeople, toPersonRow } from '../../support/contact-rows'
import { testDeps } from '../../support/deps'
import { signUp } from '../../support/people'
import { connectIsrael } from '../../support/usage-month'

const deps = testDeps({ at: Date.UTC(2026, 9, 15) })
const DAY = { from: '2026-10-06', to: '2026-10-06' }
const [ISRAEL, NEW_YORK] = ['100000000000001', '200000000000002']
const EVENING = '2026-10-05T22:30:00Z'
const NIGHT = '2026-10-06T02:00:00Z'
const MORNING = '2026-10-06T14:00:00Z'

let db: AccountDb
let contactId = ''

/** Replies and single templates of two numbers, each with its own days. */
beforeAll(async () => {
  const { session } = await signUp()
  db = await deps.db.account(session.account.id)
  await connectIsrael(db, ISRAEL)
  const connectionId = await connectIsrael(db, NEW_YORK)
  await db.run(`UPDATE connections SET time_zone_id = '7' WHERE id = '${connectionId}'`)
  const person = toPersonRow({ phone: '+972545550001' }, new Map())
  await insertPeople(db, [person])
  contactId = person.id
  await write(ISRAEL, EVENING)
  await write(NEW_YORK, NIGHT)
  await write(NEW_YORK, MORNING)
  await write(NEW_YORK, MORNING, 'marketing')
  await rebuildUsage(deps, db, 60_000)
})

let nth = 0
const write = (numberId: string, at: string, scope: 'all' | 'marketing' = 'all') => {
  const ms = Date.parse(at)
  const pricing = scope === 'marketing' ? 'regular/marketing' : 'regular/service'
  return db.run(`INSERT INTO outbox (account_id, id, contact_id, number_id, identity, scope, state,
      rank, body, pricing, created_by, created_at, claimed_at, accepted_at, sent_at, delivered_at)
    VALUES ('${db.accountId}', 'm${nth++}', '${contactId}', '${numberId}', '+972545550001', '${scope}',
      'delivered', 5, '', '${pricing}', 'user:me', ${ms}, ${ms}, ${ms}, ${ms}, ${ms})`)
}

const report = (filter: object = {}) => describeUsage(deps, db, { ...DAY, ...filter }, 'en')
const rowsOf = async (query: Partial<UsageRowsQuery>) => {
  const asked = { ...DAY, stage: 'sent' as const, limit: 50, after: undefined, ...query }
  return (await listUsageRows(deps, db, asked, 'en')).items
}

it('lists behind a figure the days of each number, not those of the first', async () => {
  const { totals } = await report()
  expect(totals.sent).toBe(3)
  expect((await rowsOf({})).map(({ at }) => new Date(at).toISOString())).toEqual([
    '2026-10-05T22:30:00.000Z',
    '2026-10-06T14:00:00.000Z',
    '2026-10-06T14:00:00.000Z',
  ])
})

it('counts a single template of marketing as what it was meant', async () => {
  const { totals, money } = await report({ category: 'marketing' })
  expect(totals.sent).toBe(1)
  expect(money.forecast).toBe(rateFor('IL', 'marketing', DAY.from).micros)
  expect(money.differences.category).toBe(0)
  expect(await rowsOf({ category: 'marketing' })).toHaveLength(1)
  expect(await rowsOf({ category: 'service' })).toHaveLength(2)
  expect(await rowsOf({ stage: 'charged', priced: 'marketing' })).toHaveLength(1)
})
