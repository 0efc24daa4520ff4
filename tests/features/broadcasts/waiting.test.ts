import { describe, expect, it } from 'vitest'
import { foldStatusesJob } from '../../../worker/features/broadcasts/jobs'
import { draftRetry } from '../../../worker/features/broadcasts/operations'
import { applyStatuses } from '../../../worker/features/broadcasts/status-operations'
import { MINUTE_MS, SECOND_MS } from '../../../worker/lib/time'
import { type Row, Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

const CROWD = 20

/** A broadcast to a crowd, sent; answers its rows. */
async function sent(people = CROWD) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const id = await shop.send()
  const rows = await shop.rows(id)
  shop.chores.length = 0
  const waiting = () => shop.query('SELECT id FROM waiting_statuses WHERE account_id = ?')
  const fold = () =>
    foldStatusesJob(shop.deps, { type: 'statuses.fold', accountId: shop.accountId })
  return { shop, id, rows, waiting, fold }
}

const said = ({ broadcastId, no, token }: Row, status: string, more: object = {}) =>
  aStatus({ status, ...more }, { broadcastId, no, token: token ?? '' })
const all = (rows: Row[], status: string) => rows.map((row) => said(row, status))

describe('statuses of a crowd', () => {
  it('wait for those that follow, and are written together', async () => {
    const { shop, id, rows, waiting, fold } = await sent()
    await shop.statuses(...all(rows, 'sent'))
    await shop.statuses(...all(rows, 'delivered'))
    expect(await shop.groupBy(id)).toEqual({ accepted: CROWD })
    expect(await waiting()).toHaveLength(2)
    // Whoever came first asks for all.
    expect(shop.chores).toEqual([{ type: 'statuses.fold', accountId: shop.accountId }])

    await fold()
    expect(await shop.groupBy(id)).toEqual({ delivered: CROWD })
    expect((await shop.rows(id)).map(({ sentAt }) => sentAt)).not.toContain(null)
    expect(await waiting()).toEqual([])
    expect((await shop.progress(id)).counts).toEqual({ delivered: CROWD })
  })

  it('leave the same rows as those that did not wait, in any order', async () => {
    const { shop, id, rows, fold } = await sent()
    await shop.statuses(...all(rows, 'read'))
    for (const row of rows.slice(0, 5)) await shop.statuses(said(row, 'delivered'))
    await fold()
    await shop.statuses(...all(rows, 'delivered'))
    await shop.statuses(...all(rows, 'sent'))
    await fold()
    await fold()
    expect(await shop.groupBy(id)).toEqual({ read: CROWD })
    for (const { sentAt, readAt } of await shop.rows(id)) {
      expect([sentAt, readAt]).toEqual([1_800_000_000_000, 1_800_000_000_000])
    }
  })

  it('are written at once when they are few', async () => {
    const { shop, id, rows, waiting } = await sent()
    await shop.statuses(...all(rows.slice(0, CROWD - 1), 'sent'))
    expect(await waiting()).toEqual([])
    expect(await shop.groupBy(id)).toEqual({ sent: CROWD - 1, accepted: 1 })
  })

  it('are written at once when they come out of a backlog', async () => {
    const { shop, rows, waiting } = await sent()
    const [{ broadcastId = '' } = {}] = rows
    const backlog = Array.from({ length: 1000 }, (_, at) =>
      aStatus({}, { broadcastId, no: at + 1, token: rows[at]?.token ?? 'a'.repeat(26) }),
    )
    await applyStatuses(shop.deps, await shop.db(), backlog)
    expect(await waiting()).toEqual([])
    expect(await shop.groupBy(broadcastId)).toEqual({ sent: CROWD })
  })

  it('never wait when they say that it failed: a stop is honoured from the next claim on', async () => {
    const { shop, id, rows, waiting } = await sent()
    const [first, ...others] = rows as [Row, ...Row[]]
    const stopped = said(first, 'failed', { errors: [{ code: 131050 }] })
    await shop.statuses(...all(others, 'delivered'), stopped)
    expect(await shop.groupBy(id)).toEqual({ accepted: CROWD - 1, failed: 1 })
    expect(await waiting()).toHaveLength(1)
    const stops = await shop.query('SELECT identity FROM suppressions WHERE account_id = ?')
    expect(stops).toEqual([{ identity: first.identity }])
  })
})

describe('statuses that wait', () => {
  it('are found by the sweep when nobody comes for them', async () => {
    const { shop, id, rows, waiting } = await sent()
    await shop.statuses(...all(rows, 'delivered'))
    shop.chores.length = 0
    await shop.sweep()
    expect(await waiting()).toHaveLength(1)
    shop.wait(MINUTE_MS + SECOND_MS)
    await shop.sweep()
    expect(await shop.groupBy(id)).toEqual({ delivered: CROWD })
    expect(await waiting()).toEqual([])
  })

  it('are none of an account that closes', async () => {
    const { shop, rows, waiting } = await sent()
    // Closed between the question whether it is open and the write.
    await shop.query("UPDATE tenants SET state = 'deleting' WHERE account_id = ?")
    await applyStatuses(shop.deps, await shop.db(), all(rows, 'delivered'))
    expect(await waiting()).toEqual([])
  })

  it('count before anybody gets another try', async () => {
    const { shop, id, rows, fold } = await sent()
    const failed = rows.map((row) => said(row, 'failed', { errors: [{ code: 131049 }] }))
    await shop.statuses(...failed)
    const member = { userId: 'x', accountId: shop.accountId } as never
    const retry = await draftRetry(shop.deps, await shop.db(), member, id, 'failed')
    const { people, highMicros } = await shop.plan(retry.id)
    expect(people).toBe(CROWD)
    const { id: retryId, version } = retry
    await shop.post(`/broadcasts/${retryId}/launch`, { version, people, maxCostMicros: highMicros })
    // All of them arrived after all, which is not written yet when the second try begins.
    await shop.statuses(...all(rows, 'delivered'))
    await shop.freeze(retryId)
    await shop.sendAll()
    expect(shop.meta.posts).toHaveLength(CROWD)
    await fold()
    expect(await shop.groupBy(id)).toEqual({ delivered: CROWD })
  })
})
