import { describe, expect, it } from 'vitest'
import type { ConsumerDeps } from '../../../worker/consumer/dispatch'
import { freezeJob, sweepBroadcastsJob } from '../../../worker/features/broadcasts/jobs'
import { getBroadcast } from '../../../worker/features/broadcasts/operations'
import { planBroadcast } from '../../../worker/features/broadcasts/plan-operations'
import { progressOf } from '../../../worker/features/broadcasts/progress-operations'
import { pageRecipients } from '../../../worker/features/broadcasts/recipient-queries'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { recordAndClaim, recordAnswers } from '../../../worker/features/broadcasts/send-queries'
import { applyStatuses, foldWaiting } from '../../../worker/features/broadcasts/status-operations'
import { randomId } from '../../../worker/lib/ids'
import { inPieces } from '../../../worker/lib/lists'
import { SECOND_MS } from '../../../worker/lib/time'
import { countCost } from '../../support/counted-database'
import { testEnv } from '../../support/lists'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'
import { tallyAt } from '../../support/tally'

// What D1 charges for is counted here, so that a slow statement fails a test and not a bill. The bounds
// lie a little above what was measured.

type Cost = { read: number; written: number }

/** What D1 charges for one piece of work of a shop, all shards together. */
function meter(shop: Shop) {
  const [first, second] = [countCost(testEnv.DATA_0), countCost(testEnv.DATA_1)]
  const deps = shop.depsOn({ ...testEnv, DATA_0: first.database, DATA_1: second.database })
  const total = (): Cost => ({
    read: first.cost.rowsRead + second.cost.rowsRead,
    written: first.cost.rowsWritten + second.cost.rowsWritten,
  })
  return async (work: (deps: ConsumerDeps) => Promise<unknown>): Promise<Cost> => {
    const before = total()
    await work(deps)
    const { read, written } = total()
    return { read: read - before.read, written: written - before.written }
  }
}

const dbOf = (deps: ConsumerDeps, shop: Shop) => deps.db.account(shop.accountId)

function expectAtMost({ read, written }: Cost, most: Cost, people = 1) {
  expect(read / people, 'rows read').toBeLessThanOrEqual(most.read)
  expect(written / people, 'rows written').toBeLessThanOrEqual(most.written)
}

describe('one person in a broadcast costs few rows', () => {
  const PEOPLE = 1000

  it('to write down, to send to, and to hear from', async () => {
    const shop = await Shop.open()
    await shop.addMany(PEOPLE)
    const id = await shop.launch()
    const costOf = meter(shop)

    const plan = await costOf(async (deps) => {
      const db = await dbOf(deps, shop)
      await planBroadcast(deps, db, await getBroadcast(db, id))
    })
    // Once over all contacts, whatever the plan tells about them, and once to sort them into groups.
    expectAtMost(plan, { read: 2.1, written: 0 }, PEOPLE)

    shop.wait(11 * SECOND_MS)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    const freeze = await costOf((deps) => freezeJob(deps, job))
    // The row, and its place in the index of the contact's history.
    expectAtMost(freeze, { read: 4.2, written: 2.05 }, PEOPLE)

    const send = await costOf((deps) => shop.sendAll(deps))
    // The claim and the record.
    expectAtMost(send, { read: 9.5, written: 2.1 }, PEOPLE)

    const rows = await shop.rows(id)
    const said = (status: string) =>
      rows.map(({ no, token }) => aStatus({ status }, { broadcastId: id, no, token: token ?? '' }))
    const hear = (...statuses: string[]) =>
      costOf(async (deps) => {
        const db = await dbOf(deps, shop)
        for (const status of statuses) {
          for (const some of inPieces(said(status), 100)) await applyStatuses(deps, db, some)
        }
        await foldWaiting(deps, db)
      })
    // Three of each person that wait for each other are written once; what waits is a row for a hundred.
    const three = await hear('sent', 'delivered', 'read')
    expectAtMost(three, { read: 3.5, written: 1.1 }, PEOPLE)
    // News that comes again is looked up, and not written.
    expectAtMost(await hear('delivered'), { read: 3.2, written: 0.05 }, PEOPLE)
    const count = await costOf(async (deps) => progressOf(deps, await dbOf(deps, shop), id, 'en'))
    expectAtMost(count, { read: 2.1, written: 0.01 }, PEOPLE)
  })
})

describe('what keeps people from hearing too much', () => {
  it('reads a few rows more for each message they got before, and writes none', async () => {
    const PEOPLE = 300
    const shop = await Shop.open()
    await shop.addMany(PEOPLE)
    for (const name of ['One', 'Two']) await shop.send({ name })
    const cap = { messages: 5, days: 7 }
    await shop.browser.read(shop.browser.patch('/api/v1/frequency-cap', { cap }))
    const id = await shop.launch({ name: 'Three' })
    const costOf = meter(shop)
    shop.wait(11 * SECOND_MS)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    const freeze = await costOf((deps) => freezeJob(deps, job))
    // 4.2 without a cap; then three for each of two messages.
    expectAtMost(freeze, { read: 10.3, written: 2.1 }, PEOPLE)
    const send = await costOf((deps) => shop.sendAll(deps))
    // The cap is settled at the freeze: the claim knows nothing of it.
    expectAtMost(send, { read: 9.5, written: 2.2 }, PEOPLE)
  })
})

/** A broadcast that looks like one to 100,000 people: as many chunks, each with a few rows. */
async function large(state: 'running' | 'done', chunks = 200, rowsEach = 5) {
  const shop = await Shop.open()
  await shop.addMany(1)
  const id = await shop.running()
  shop.sends.length = 0
  await shop.query('DELETE FROM recipients WHERE account_id = ?')
  await shop.query('DELETE FROM chunks WHERE account_id = ?')
  const numbers = (count: number) =>
    `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n)`
  await shop.query(
    `INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, counts, dirty, finished_at)
     SELECT ?1, ?2, i, (i - 1) * ${rowsEach} + 1, i * ${rowsEach}, '{}', 1, ?3
     FROM ${numbers(chunks)}`,
    id,
    state === 'done' ? 1 : null,
  )
  await shop.query(
    `INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank)
     SELECT ?1, ?2, i, printf('a%025d', i), '+97254' || i, 'IL', ?3, ?4
     FROM ${numbers(chunks * rowsEach)}`,
    id,
    state === 'done' ? 'read' : 'queued',
    state === 'done' ? 7 : 0,
  )
  const total = chunks * rowsEach
  await shop.query(
    'UPDATE broadcasts SET state = ?2, total = ?3 WHERE account_id = ?1',
    state,
    total,
  )
  return { shop, id, costOf: meter(shop) }
}

describe('a broadcast to 100,000 people', () => {
  it('is reported from at most 400 rows, once its chunks are counted', async () => {
    const { shop, id, costOf } = await large('done')
    const report = () => costOf(async (deps) => progressOf(deps, await dbOf(deps, shop), id, 'en'))
    await report()
    const again = await report()
    expectAtMost(again, { read: 230, written: 0 })
    // One that changed is counted again, alone.
    await shop.query('UPDATE chunks SET dirty = dirty + 1 WHERE account_id = ? AND chunk = 7')
    expectAtMost(await report(), { read: 260, written: 1 })
    expect((await shop.progress(id)).counts).toEqual({ read: 1000 })
  })

  it('is swept each minute without looking at its rows', async () => {
    const { shop, costOf } = await large('running')
    await costOf((deps) => sweepBroadcastsJob(deps))
    const { read, written } = await costOf((deps) => sweepBroadcastsJob(deps))
    // A few looks at each chunk, and at one row of each to see that it is not over.
    expect(read).toBeLessThanOrEqual(200 * 7.5)
    expect(written).toBeLessThanOrEqual(20)
    expect(shop.sends).toHaveLength(12)
  })
})

describe('a window', () => {
  it.each([
    ['few', 4],
    ['many', 200],
  ])(
    'costs its own rows to claim and to record, in a broadcast of %s chunks',
    async (_, chunks) => {
      const { shop, id, costOf } = await large('running', chunks, 500)
      const { accountId } = shop
      const chunk = { accountId, broadcastId: id, chunk: 3, first: 1001, last: 1500 }
      const now = shop.now()
      const token = randomId()
      const claim = {
        category: 'MARKETING',
        token,
        from: 1101,
        limit: WINDOW_ROWS,
        now,
        tally: tallyAt(now),
      }
      let rows: { no: number }[] = []
      const claimed = await costOf(async (deps) => {
        rows = await recordAndClaim(await dbOf(deps, shop), chunk, [], claim)
      })
      expect(rows.map(({ no }) => no)).toEqual(
        Array.from({ length: WINDOW_ROWS }, (_, at) => 1101 + at),
      )
      // Looked at, whose number it is, written, read with the person, and priced; the rest are of the broadcast.
      expectAtMost(claimed, { read: 6 * WINDOW_ROWS + 12, written: WINDOW_ROWS + 2 })

      const answers = rows.map(({ no }) => {
        const wamid = `wamid.${no}`
        return { no, token, state: 'accepted' as const, rank: 3, wamid, at: now }
      })
      const record = async (deps: ConsumerDeps) =>
        recordAnswers(await dbOf(deps, shop), chunk, answers, now, tallyAt(now))
      // The answer, its row and the row again; the chunk and the minute's rate.
      expectAtMost(await costOf(record), { read: 3 * WINDOW_ROWS + 5, written: WINDOW_ROWS + 2 })
    },
  )
})

describe('a page of recipients', () => {
  it.each([
    ['of few', 4],
    ['of many', 400],
  ])('%s reads the rows that it shows and their contacts', async (_what, chunks) => {
    const { shop, id, costOf } = await large('done', chunks, 50)
    const middle = (chunks * 50) / 2
    const cost = await costOf(async (deps) => {
      const rows = await pageRecipients(await dbOf(deps, shop), id, {}, middle, 50)
      expect(rows.map(({ no }) => no)).toEqual(
        Array.from({ length: 50 }, (_, at) => middle + at + 1),
      )
    })
    expectAtMost(cost, { read: 102, written: 0 })
  })
})
