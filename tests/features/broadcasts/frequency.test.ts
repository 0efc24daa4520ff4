import { describe, expect, it } from 'vitest'
import type { BroadcastView, FrequencyCapView } from '../../../worker/contract/broadcasts'
import { freezeJob } from '../../../worker/features/broadcasts/jobs'
import { deliverSingle } from '../../../worker/features/broadcasts/outbox-operations'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS, HOUR_MS } from '../../../worker/lib/time'
import { Shop, type Wish } from '../../support/shop'

const change = (shop: Shop, cap: FrequencyCapView['cap']) =>
  shop.browser.read<FrequencyCapView>(shop.browser.patch('/api/v1/frequency-cap', { cap }))

/** A shop that may send so many marketing messages to one person a week. */
async function capped(messages: number, people = 2) {
  const shop = await Shop.open()
  const ids = await shop.addMany(people)
  await change(shop, { messages, days: 7 })
  return { shop, ids }
}

const leftOut = async (shop: Shop, id: string) =>
  Object.fromEntries((await shop.plan(id)).leftOut.map(({ reason, count }) => [reason, count]))

/** As the plan would count at the time of the queues' handlers, which the test moves. */
const agedBy = (shop: Shop, ms: number) =>
  shop.query(
    `UPDATE recipients SET claimed_at = claimed_at - ${ms} WHERE account_id = ? AND claimed_at > 0`,
  )
const finishedEarlierBy = (shop: Shop, ms: number) =>
  shop.query(`UPDATE broadcasts SET finished_at = finished_at - ${ms} WHERE account_id = ?`)

describe('the cap on marketing messages to one person', () => {
  it('leaves out, in plan and freeze, whoever got as many as it allows', async () => {
    const { shop } = await capped(2)
    await shop.send({ name: 'First' })
    expect(await leftOut(shop, (await shop.draft()).id)).toEqual({})
    await shop.send({ name: 'Second' })
    const third = await shop.draft()
    expect(await leftOut(shop, third.id)).toEqual({ too_often: 2 })
    const { items } = await shop.get<{ items: unknown[] }>(
      `/broadcasts/${third.id}/left-out?reason=too_often`,
    )
    expect(items).toHaveLength(2)
  })

  it('forgets what lies further back than its days, and the next one is free again', async () => {
    const { shop } = await capped(1)
    await shop.send()
    await agedBy(shop, 8 * DAY_MS)
    await finishedEarlierBy(shop, 8 * DAY_MS)
    expect(await leftOut(shop, (await shop.draft()).id)).toEqual({})
  })

  it('counts neither utility nor what failed or was left out, and holds back no utility', async () => {
    const { shop } = await capped(1)
    const mapping = { 'body.1': { from: 'fixed', value: 'A1' } } as const
    await shop.send({ template: 'order_update', mapping })
    expect(await leftOut(shop, (await shop.draft()).id)).toEqual({})
    shop.meta.script = () => ({ refuse: 131026 })
    await shop.send({ name: 'Failed' })
    expect(await leftOut(shop, (await shop.draft()).id)).toEqual({})
    shop.meta.script = () => ({ accept: 'accepted' })
    await shop.send({ name: 'Got it' })
    expect(
      await leftOut(shop, (await shop.draft({ template: 'order_update', mapping })).id),
    ).toEqual({})
  })

  it('holds when two broadcasts are confirmed at once: nobody gets both', async () => {
    const { shop } = await capped(1, 5)
    const ids = [await shop.launch({ name: 'One' }), await shop.launch({ name: 'Two' })]
    shop.wait(11_000)
    const { accountId } = shop
    await Promise.all(
      ids.map((broadcastId) =>
        freezeJob(shop.deps, { type: 'broadcast.freeze', accountId, broadcastId }),
      ),
    )
    await shop.sendAll()
    const sentTo = shop.meta.recipients()
    expect(sentTo).toHaveLength(5)
    expect(new Set(sentTo).size).toBe(5)
    const skipped = await Promise.all(ids.map(async (id) => (await shop.progress(id)).skipped))
    expect(skipped.reduce((sum, one) => sum + (one.too_often ?? 0), 0)).toBe(5)
  })

  it('counts rows that wait in a paused broadcast, and lets them go with a cancelled one', async () => {
    const { shop } = await capped(1)
    const first = await shop.running({ name: 'Waits' })
    await shop.post(`/broadcasts/${first}/pause`)
    const draft = await shop.draft()
    expect(await leftOut(shop, draft.id)).toEqual({ too_often: 2 })
    await shop.post(`/broadcasts/${first}/cancel`)
    await shop.finishCancel(first)
    expect(await leftOut(shop, draft.id)).toEqual({})
  })

  it('counts marketing templates that a member sent from the inbox, and no test of a draft', async () => {
    const { shop, ids } = await capped(1)
    const db = await shop.db()
    const { items } = await shop.get<{ items: { id: string; name: string }[] }>('/templates')
    const { user } = shop.person.session
    const deliverOne = async (_: string, id: string) => deliverSingle(shop.deps, db, id)
    const deps = { ...shop.deps, deliverOne }
    const send = (contactId: string, name: string, values: Record<string, string>) => {
      const templateId = items.find((one) => one.name === name)?.id ?? ''
      const content = { kind: 'template' as const, templateId, values }
      const { numberId } = shop.meta
      const message = { id: randomId(), contactId, numberId, content }
      return sendReply(deps, db, { userId: user.id }, message)
    }
    const [first = '', second = ''] = ids
    await send(first, 'order_update', { 'body.1': 'A1' })
    expect(await leftOut(shop, (await shop.draft()).id)).toEqual({})
    const { id } = await send(first, 'sale', { 'body.1': 'Noa' })
    const draft = await shop.draft()
    expect(await leftOut(shop, draft.id)).toEqual({ too_often: 1 })

    // As a test of a draft it would not count, nor once it lies far enough back.
    await shop.query(
      `INSERT INTO broadcast_tests (account_id, broadcast_id, message_id, version)
       VALUES (?1, ?2, ?3, 1)`,
      draft.id,
      id,
    )
    expect(await leftOut(shop, draft.id)).toEqual({})
    await send(second, 'sale', { 'body.1': 'Noa' })
    expect(await leftOut(shop, draft.id)).toEqual({ too_often: 1 })
    await shop.query(
      `UPDATE outbox SET created_at = created_at - ${8 * DAY_MS} WHERE account_id = ?`,
    )
    expect(await leftOut(shop, draft.id)).toEqual({})
  })

  it('takes another try for the message that it repeats', async () => {
    const { shop } = await capped(1)
    shop.meta.script = () => 'timeout'
    const id = await shop.send()
    shop.wait(31 * 60_000)
    await shop.query(
      `UPDATE recipients SET claimed_at = claimed_at - ${HOUR_MS} WHERE account_id = ?`,
    )
    await finishedEarlierBy(shop, HOUR_MS)
    await shop.query(`UPDATE broadcasts SET state = 'done' WHERE account_id = ? AND id = ?2`, id)
    const retry = await shop.post<BroadcastView>(`/broadcasts/${id}/retry`, {
      what: 'not_confirmed',
    })
    expect(await shop.plan(retry.id)).toMatchObject({ people: 2, leftOut: [] })
  })

  it('is the business’s own: another account’s neither counts nor holds back', async () => {
    const { shop } = await capped(1)
    await shop.send()
    const { shop: other } = await capped(1)
    expect(await leftOut(other, (await other.draft()).id)).toEqual({})
    expect(await change(shop, null)).toEqual({ cap: null })
    expect(await shop.get('/frequency-cap')).toEqual({ cap: null })
    expect(await other.get('/frequency-cap')).toEqual({ cap: { messages: 1, days: 7 } })
  })
})

describe('hours of rest', () => {
  const rest = (hours: number): Wish => ({ restHours: hours })

  it('leave out whoever any broadcast wrote to within them', async () => {
    const shop = await Shop.open()
    await shop.addMany(2)
    await shop.send()
    expect(await leftOut(shop, (await shop.draft(rest(24))).id)).toEqual({ recently_written: 2 })
    await agedBy(shop, 25 * HOUR_MS)
    expect(await leftOut(shop, (await shop.draft(rest(24))).id)).toEqual({})
  })

  it('hold at the claim: whom a faster broadcast wrote to meanwhile is not written to again', async () => {
    const shop = await Shop.open()
    await shop.addMany(4)
    const slow = await shop.running({ name: 'Slow', ...rest(24) })
    const waiting = shop.sends.splice(0)
    await shop.send({ name: 'Fast' })
    expect(shop.meta.recipients()).toHaveLength(4)

    shop.sends.push(...waiting)
    await shop.sendAll()

    expect(shop.meta.recipients()).toHaveLength(4)
    const { state, skipped } = await shop.progress(slow)
    expect({ state, skipped }).toEqual({ state: 'done', skipped: { recently_written: 4 } })
  })
})
