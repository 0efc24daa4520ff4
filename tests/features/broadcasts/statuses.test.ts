import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Status } from '../../../worker/boundary/graph/webhooks'
import { recordAndClaim, recordAnswers } from '../../../worker/features/broadcasts/send-queries'
import { applyStatuses } from '../../../worker/features/broadcasts/status-operations'
import { formatTag } from '../../../worker/features/broadcasts/tags'
import { randomId } from '../../../worker/lib/ids'
import { type Row, Shop } from '../../support/shop'
import { anyStatus, aStatus } from '../../support/statuses'

const tagOf = ({ broadcastId, no, token }: Row) => ({ broadcastId, no, token: token ?? '' })

describe('statuses from Meta', () => {
  it('move a row up, each with its time', async () => {
    const shop = await Shop.open()
    await shop.addMany(1)
    const id = await shop.send()
    const [row] = await shop.rows(id)
    if (!row) throw new Error('no row')
    const steps = ['sent', 'delivered', 'read'].map((status, at) =>
      aStatus({ status, timestamp: 1_800_000_000 + at }, tagOf(row)),
    )
    for (const status of steps) await applyStatuses(shop.deps, await shop.db(), [status])

    expect(await shop.rows(id)).toMatchObject([
      { state: 'read', sentAt: 1_800_000_000_000, readAt: 1_800_000_002_000, wamid: row.wamid },
    ])
  })

  it('come to the same rows in any order, in any batches, repeated, and around the answer', async () => {
    const shop = await Shop.open()
    await shop.addMany(80)
    const id = await shop.running()
    const db = await shop.db()
    const chunk = { accountId: shop.accountId, broadcastId: id, chunk: 1, first: 1, last: 80 }
    const claim = { category: 'MARKETING', token: randomId(), from: 1, limit: 80, now: shop.now() }
    const claimed = await recordAndClaim(db, chunk, [], claim)
    let next = 0

    /** One row that hears all of this; `answerAt` is when our own record of the POST is written. */
    const hear = async (batches: Status[][], answerAt: number) => {
      const { no = 0, token = '' } = claimed[next++] ?? {}
      const tag = formatTag({ broadcastId: id, no, token })
      const accepted = { no, token, state: 'accepted', rank: 3, at: 5, sealedParams: 'v1' } as const
      for (let at = 0; at <= batches.length; at++) {
        if (at === answerAt) {
          await recordAnswers(db, chunk, [{ ...accepted, wamid: 'wamid.1' }], shop.now())
        }
        const batch = batches[at]?.map((one) => ({ ...one, biz_opaque_callback_data: tag }))
        if (batch) await applyStatuses(shop.deps, db, batch)
      }
      const row = (await shop.rows(id)).find((one) => one.no === no)
      return { ...row, no: 0, contactId: '', identity: '' }
    }

    const history = fc.array(anyStatus, { minLength: 1, maxLength: 5 }).chain((list) =>
      fc.record({
        list: fc.constant(list),
        repeated: fc.shuffledSubarray([...list, ...list]),
        order: fc.shuffledSubarray(list, { minLength: list.length }),
        answerAt: fc.nat(list.length),
      }),
    )
    await fc.assert(
      fc.asyncProperty(history, async ({ list, repeated, order, answerAt }) => {
        const once = await hear([list], 0)
        const many = await hear([...order.map((one) => [one]), repeated], answerAt)
        expect(many).toEqual(once)
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })
})
