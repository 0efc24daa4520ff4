import { describe, expect, it } from 'vitest'
import { USUAL_CANARY } from '../../../worker/contract/broadcast-canary'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { freezeJob, sweepBroadcastsJob } from '../../../worker/features/broadcasts/jobs'
import { rateFor } from '../../../worker/features/meta/rates'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { Limits } from '../../simulator/limits'
import type { PersonWish } from '../../support/contact-rows'
import { Kills } from '../../support/kills'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'
import { statusOf } from '../../support/usage-month'

const city = { 'body.1': { from: 'field', key: 'city', fallback: null } } as const

/** Who gets it, by country, and who is left out, by reason. */
const GET: Record<string, number> = { IL: 60, DE: 25, BR: 15 }
const LEFT_OUT: Record<string, PersonWish> = {
  opted_out: { stopped: 'all' },
  no_identity: { phone: null, bsuid: null },
  missing_parameter: { fields: {} },
  us_marketing: { country: 'US', phone: '+14155550100' },
}

const rowOf = (wish: PersonWish): PersonWish => ({ fields: { city: 'Haifa' }, ...wish })

/** A business whose people are of several countries, some left out for each reason and some heard enough. */
async function mixed(limit: number) {
  const shop = await Shop.open()
  await shop.add([{ ...rowOf({}), tags: ['tired'] }, rowOf({ tags: ['tired'] })])
  await shop.browser.patch('/api/v1/frequency-cap', { cap: { messages: 1, days: 7 } })
  await shop.send({ audience: { everyone: false, tags: [await shop.tagId('tired')] } })
  for (const [country, count] of Object.entries(GET)) await shop.addMany(count, rowOf({ country }))
  await shop.add(Object.values(LEFT_OUT).map(rowOf))
  await shop.query('UPDATE numbers SET messaging_limit = ?2 WHERE account_id = ?1', limit)
  return shop
}

const ALL = Object.values(GET).reduce((sum, count) => sum + count, 0)
const REASONS = {
  ...Object.fromEntries(Object.keys(LEFT_OUT).map((why) => [why, 1])),
  too_often: 2,
}

/** Meta as it is told to accept all, on a limit that it holds itself. */
function acceptAll(shop: Shop, limit: number) {
  const limits = new Limits()
  const refused: string[] = []
  shop.meta.script = ({ to = '' }) => {
    if (limits.takePerson('portfolio', to, limit, shop.now())) return accept
    refused.push(to)
    return { refuse: 131048 }
  }
  return refused
}

const leftOutOf = ({ leftOut }: PlanView) =>
  Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count]))

/** All that the plan says of people and money, against what the database has when it is over. */
async function expectAsPlanned(shop: Shop, id: string, plan: PlanView, end: ProgressView) {
  expect(end.state).toBe('done')
  expect(end.total).toBe(plan.chosen)
  expect(end.counts).toEqual({ accepted: plan.people, skipped: plan.chosen - plan.people })
  expect(end.skipped).toEqual(leftOutOf(plan))
  const lines = await shop.query<{ country: string; people: number }>(
    `SELECT country, count(*) AS people FROM recipients
     WHERE account_id = ? AND broadcast_id = ?2 AND state = 'accepted' GROUP BY country`,
    id,
  )
  const day = plan.rateDate
  expect(Object.fromEntries(lines.map(({ country, people }) => [country, people]))).toEqual(
    Object.fromEntries(plan.cost.map(({ country, people }) => [country, people])),
  )
  for (const { country, people, totalMicros } of plan.cost) {
    expect(totalMicros).toBe(people * rateFor(country, 'marketing', day).micros)
  }
  const [spent] = await shop.query<{ micros: number }>(
    'SELECT sum(micros) AS micros FROM message_spending WHERE account_id = ? AND broadcast_id = ?2',
    id,
  )
  expect(spent?.micros).toBe(plan.highMicros)
  expect(new Set(shop.meta.recipients()).size).toBe(shop.meta.posts.length)
}

/** Whom the portfolio has written to in the last day, as the ledger counts them. */
async function usedBy(shop: Shop): Promise<number> {
  const [row] = await shop.query<{ people: number }>(
    `SELECT count(DISTINCT j.value) AS people FROM limit_ledger AS l, json_each(l.ids) AS j
     WHERE l.account_id = ? AND (l.at IS NULL OR l.at > ${shop.now() - DAY_MS})`,
  )
  return row?.people ?? 0
}

describe('where Meta accepts all, the plan is what comes of it', () => {
  it('people, reasons, money by country and head-room of a broadcast that goes out at once', async () => {
    const shop = await mixed(250)
    const refused = acceptAll(shop, 250)
    const { id, version } = await shop.draft({ mapping: city })
    const plan = await shop.plan(id)
    expect(plan).toMatchObject({ people: ALL, chosen: ALL + 6, waves: null })
    expect(leftOutOf(plan)).toEqual(REASONS)

    const launch = { version, people: plan.people, maxCostMicros: plan.highMicros }
    await shop.post(`/broadcasts/${id}/launch`, launch)
    const usedBefore = await usedBy(shop)
    await shop.freeze(id)
    await shop.sendAll()
    await expectAsPlanned(shop, id, plan, await shop.progress(id))
    expect((await usedBy(shop)) - usedBefore).toBe(plan.people)
    const after = await shop.plan((await shop.draft({ template: 'order_update' })).id)
    expect(after.limit?.left).toBe((plan.limit?.left ?? 0) - plan.people)
    expect(refused).toEqual([])
  })

  it('the same with a sample, waves over days and the cap together', async () => {
    const limit = 70
    const shop = await mixed(limit)
    const refused = acceptAll(shop, limit)
    const draft = await shop.draft({ mapping: city, waves: true, canary: USUAL_CANARY })
    const plan = await shop.plan(draft.id)
    expect(plan.people).toBe(ALL)
    expect(leftOutOf(plan)).toEqual(REASONS)
    expect(plan.waves?.map(({ people }) => people)).toEqual([66, 34])

    const { version, id } = draft
    const launch = { version, people: plan.people, maxCostMicros: plan.highMicros }
    await shop.post(`/broadcasts/${id}/launch`, launch)
    await shop.freeze(id)
    await shop.sendAll()
    expect((await shop.groupBy(id)).accepted).toBe(50)
    for (let hours = 0; hours < 75; hours += 5) {
      await hearDelivered(shop, id)
      await shop.sweepFor(2)
      await shop.sendAll()
      shop.wait(5 * HOUR_MS)
    }
    const end = await shop.progress(id)
    expect(end.canary).toMatchObject({ state: 'went_on', people: 50 })
    expect(refused).toEqual([])
    // Of those delivered the state is that of Meta's last word.
    const { delivered = 0, accepted = 0, ...counts } = end.counts
    const settled = { ...end, counts: { ...counts, accepted: delivered + accepted } }
    await shop.query(
      `UPDATE recipients SET state = 'accepted' WHERE account_id = ? AND state = 'delivered'`,
    )
    await expectAsPlanned(shop, id, plan, settled)
  })
})

async function hear(shop: Shop, id: string, state: string, some: (nth: number) => boolean) {
  const rows = (await shop.rows(id)).filter((row) => row.state === 'accepted' && row.wamid)
  const news = rows.flatMap(({ no, token, wamid }, nth) =>
    some(nth) && token && wamid
      ? {
          ...statusOf(id, { no, token, wamid }, state, shop.now()),
          ...(state === 'failed' && { errors: [{ code: 131026, title: 'No' }] }),
        }
      : [],
  )
  if (news.length > 0) await shop.statuses(...news)
}

const hearDelivered = (shop: Shop, id: string) => hear(shop, id, 'delivered', () => true)

describe('a sample before waves', () => {
  const LIMIT = 70
  /** Its sample was sent, by workers that were killed at every effect of the freeze. */
  async function sampled() {
    const shop = await Shop.open()
    await shop.addMany(120)
    await shop.query('UPDATE numbers SET messaging_limit = ?2 WHERE account_id = ?1', LIMIT)
    const refused = acceptAll(shop, LIMIT)
    const canary = { ...USUAL_CANARY, waitMinutes: 15 as const }
    const id = await shop.launch({ waves: true, canary })
    shop.wait(11_000)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    const kills = new Kills(shop, { only: /broadcast|chunks|recipients|sends|chore/ })
    await kills.until((deps) => freezeJob(deps, job))
    await shop.sweepFor(12)
    expect(shop.meta.posts).toHaveLength(50)
    return { shop, id, refused, sweep: () => kills.until((deps) => sweepBroadcastsJob(deps)) }
  }

  it('goes on by itself into the waves, each at its time, though it is killed over it', async () => {
    const { shop, id, refused, sweep } = await sampled()
    await hearDelivered(shop, id)
    await sweep()
    shop.wait(16 * MINUTE_MS)
    await sweep()
    await shop.sweepFor(10)
    const { canary, waiting, parts } = await shop.progress(id)
    expect(canary?.state).toBe('went_on')
    // The first day's people are all that the limit leaves, the sample among them; they are complete.
    expect(parts.map(({ kind, people, left }) => [kind, people, left])).toEqual([
      ['canary', 50, 0],
      ['wave', 16, 0],
      ['wave', 54, 54],
    ])
    expect(waiting).toMatchObject({ reason: 'wave', people: 54 })
    expect(shop.meta.posts).toHaveLength(66)
    for (let days = 0; days < 3; days++) {
      shop.wait(DAY_MS + 11 * MINUTE_MS)
      await sweep()
      await shop.sweepFor(10)
    }
    expect(await shop.progress(id)).toMatchObject({ state: 'done', waiting: null })
    expect(new Set(shop.meta.recipients()).size).toBe(120)
    expect(shop.meta.posts).toHaveLength(120)
    expect(refused).toEqual([])
  })

  it('stops by itself for good, whatever day comes, and gives back what is not used', async () => {
    const { shop, id, sweep } = await sampled()
    await hear(shop, id, 'failed', (nth) => nth % 3 === 0)
    await sweep()
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'canary_failed' })
    for (let days = 0; days < 2; days++) {
      shop.wait(DAY_MS + 11 * MINUTE_MS)
      await sweep()
      await shop.sweepFor(10)
    }
    expect(shop.meta.posts).toHaveLength(50)
    await shop.post(`/broadcasts/${id}/cancel`, {})
    await shop.finishCancel(id)
    const { counts, total } = await shop.progress(id)
    expect(counts.skipped).toBe(total - 50)
    const open = 'SELECT source_id FROM limit_ledger WHERE account_id = ? AND at IS NULL'
    expect(await shop.query(open)).toEqual([])
    expect(await usedBy(shop)).toBe(0)
  })
})
