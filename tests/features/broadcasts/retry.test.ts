import { describe, expect, it } from 'vitest'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { draftRetry } from '../../../worker/features/broadcasts/operations'
import { countRetryable } from '../../../worker/features/broadcasts/queries'
import { MINUTE_MS } from '../../../worker/lib/time'
import type { Reply } from '../../support/meta'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

/** What Meta answers to each of ten people: two failures that can pass, one that can't, one unclear. */
const ANSWERS: Reply[] = [
  { refuse: 131049 },
  { refuse: 131049 },
  { refuse: 131026 },
  'timeout',
  ...Array<Reply>(6).fill({ accept: 'accepted' }),
]

async function sent() {
  const shop = await Shop.open()
  await shop.addMany(ANSWERS.length)
  const id = await shop.running()
  const rows = await shop.rows(id)
  shop.meta.script = ({ to }) =>
    ANSWERS[rows.findIndex(({ identity }) => identity === to)] ?? { accept: 'accepted' }
  await shop.sendAll()
  const db = await shop.db()
  const member = { userId: 'x', accountId: shop.accountId } as never
  // With the clock of the queues' handlers, which the test moves.
  const draft = (what: 'failed' | 'not_confirmed') => draftRetry(shop.deps, db, member, id, what)
  const retryable = (what: 'failed' | 'not_confirmed') => countRetryable(db, id, what, shop.now())
  const send = async ({ id: retryId, version }: { id: string; version: number }) => {
    const { people, highMicros } = await shop.plan(retryId)
    await shop.post(`/broadcasts/${retryId}/launch`, { version, people, maxCostMicros: highMicros })
    await shop.freeze(retryId)
    await shop.sendAll()
  }
  return { shop, id, rows, draft, retryable, send }
}

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

describe('another try', () => {
  it('goes to those whose failure can pass, and each person counts once in the report', async () => {
    const { shop, id, rows, draft, send } = await sent()
    expect(await shop.progress(id)).toMatchObject({ retryable: { failed: 2 } })
    const retry = await draft('failed')
    expect((await shop.plan(retry.id)).people).toBe(2)
    shop.meta.script = () => ({ accept: 'accepted' })
    const before = shop.meta.posts.length
    await send(retry)

    expect(shop.meta.recipients().slice(before).sort()).toEqual(
      rows.slice(0, 2).map(({ identity }) => identity),
    )
    const { total, counts, failures, retryable } = await shop.progress(id)
    expect(sumOf(counts)).toBe(total)
    expect(counts).toEqual({ accepted: 8, failed: 1, unknown: 1 })
    expect(failures).toMatchObject([{ code: 131026, count: 1 }])
    expect(retryable.failed).toBe(0)
    // The rows of the first try stay what they were.
    expect(await shop.groupBy(id)).toEqual({ accepted: 6, failed: 3, unknown: 1 })
  })

  it('is given once: two drafts do not take the same people', async () => {
    const { shop, draft, send } = await sent()
    const [first, second] = [await draft('failed'), await draft('failed')]
    shop.meta.script = () => ({ accept: 'accepted' })
    const before = shop.meta.posts.length
    await send(first)
    expect((await shop.plan(second.id)).people).toBe(0)
    expect(shop.meta.posts).toHaveLength(before + 2)
    await expect(draft('failed')).rejects.toMatchObject({ code: 'broadcast.nobody_to_retry' })
  })

  it('for those not confirmed waits until none of them can be under way any more', async () => {
    const { shop, id, rows, draft, retryable } = await sent()
    expect(await retryable('not_confirmed')).toBe(0)
    await expect(draft('not_confirmed')).rejects.toMatchObject({ status: 409 })
    shop.wait(31 * MINUTE_MS)
    expect(await retryable('not_confirmed')).toBe(1)
    // News of Meta that comes meanwhile settles it: nobody is written to again.
    const token = (await shop.rows(id))[3]?.token ?? ''
    await shop.statuses(aStatus({ status: 'delivered' }, { broadcastId: id, no: 4, token }))
    expect(await retryable('not_confirmed')).toBe(0)
    expect(rows).toHaveLength(10)
  })

  it('counts once, as read, who reads the first message after the second one failed', async () => {
    const { shop, id, draft, send } = await sent()
    shop.meta.script = () => ({ refuse: 131026 })
    await send(await draft('failed'))
    expect((await shop.progress(id)).counts).toEqual({ accepted: 6, failed: 3, unknown: 1 })

    const token = (await shop.rows(id))[0]?.token ?? ''
    await shop.statuses(aStatus({ status: 'read' }, { broadcastId: id, no: 1, token }))
    const { total, counts, failures } = await shop.progress(id)
    expect(counts).toEqual({ accepted: 6, failed: 2, read: 1, unknown: 1 })
    expect(sumOf(counts)).toBe(total)
    expect(failures).toMatchObject([{ code: 131026, count: 2 }])
  })

  it('is refused while the broadcast is being sent, and for a stranger', async () => {
    const shop = await Shop.open()
    await shop.addMany(1)
    const id = await shop.running()
    const path = `/api/v1/broadcasts/${id}/retry`
    expect((await shop.browser.post(path, { what: 'failed' })).status).toBe(409)
    const stranger = await Shop.open()
    expect((await stranger.browser.post(path, { what: 'failed' })).status).toBe(404)
    const { items } = await shop.get<{ items: { broadcast: BroadcastView }[] }>('/broadcasts')
    expect(items).toHaveLength(1)
  })

  it('that was stopped before anybody’s turn came can be given again, and nobody counts as left out', async () => {
    const { shop, id, draft, send } = await sent()
    const first = await draft('failed')
    const { people, highMicros } = await shop.plan(first.id)
    const { version } = first
    await shop.post(`/broadcasts/${first.id}/launch`, {
      version,
      people,
      maxCostMicros: highMicros,
    })
    await shop.freeze(first.id)
    await shop.post(`/broadcasts/${first.id}/cancel`)
    await shop.finishCancel(first.id)
    const stopped = await shop.progress(id)
    expect(stopped.counts).toEqual({ accepted: 6, failed: 3, unknown: 1 })
    expect(stopped.retryable.failed).toBe(2)

    shop.meta.script = () => ({ accept: 'accepted' })
    const before = shop.meta.posts.length
    await send(await draft('failed'))
    expect(shop.meta.posts).toHaveLength(before + 2)
    const { total, counts, retryable } = await shop.progress(id)
    expect(counts).toEqual({ accepted: 8, failed: 1, unknown: 1 })
    expect(sumOf(counts)).toBe(total)
    expect(retryable.failed).toBe(0)
    await expect(draft('failed')).rejects.toMatchObject({ code: 'broadcast.nobody_to_retry' })
  })

  it('leaves out who stopped since', async () => {
    const { shop, rows, draft } = await sent()
    await shop.reply(rows[0]?.contactId ?? '', 'הסר')
    const retry = await draft('failed')
    expect(await shop.plan(retry.id)).toMatchObject({
      people: 1,
      leftOut: [{ reason: 'opted_out', count: 1 }],
    })
  })
})
