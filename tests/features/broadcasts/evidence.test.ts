import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldStatuses } from '../../../worker/features/broadcasts/evidence'
import { anyStatus, aStatus, TAG } from '../../support/statuses'

const folded = (...statuses: Parameters<typeof foldStatuses>[0]) => foldStatuses(statuses)[0]

it('takes the strongest of what was said, and each time', () => {
  const read = aStatus({ status: 'read', timestamp: 30 })
  const delivered = aStatus({ status: 'delivered', timestamp: 20 })
  const sent = aStatus({
    status: 'sent',
    timestamp: 10,
    pricing: { type: 'REGULAR', category: 'x' },
  })

  expect(folded(read, sent, delivered)).toMatchObject({
    state: 'read',
    sentAt: 10_000,
    deliveredAt: 20_000,
    readAt: 30_000,
    pricing: 'regular/x',
    code: null,
  })
})

it('believes a delivery after a failure', () => {
  const failed = aStatus({ status: 'failed', errors: [{ code: 131026 }] })
  const delivered = aStatus({ status: 'delivered' })
  expect(folded(failed, delivered)).toMatchObject({ state: 'delivered', code: '131026' })
})

it('says the same whatever the order, the batches and the repetitions', () => {
  const statuses = fc.array(anyStatus, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      statuses.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: 0 })),
      ),
      ([list, again]) => {
        expect(folded(...again, ...list, ...again)).toEqual(folded(...list))
      },
    ),
  )
})

it('leaves out what is not ours, and words it does not know', () => {
  const foreign = aStatus({ biz_opaque_callback_data: 'order-17' })
  const untagged = aStatus({ biz_opaque_callback_data: undefined })
  const future = aStatus({ status: 'pondered' })
  expect(foldStatuses([foreign, untagged, future])).toEqual([])
})

it('keeps rows apart, also two claims of one row', () => {
  const other = { ...TAG, no: 2 }
  const [broadcastId] = [TAG.broadcastId]
  const tags = [TAG, other, { ...TAG, token: broadcastId }]
  const statuses = tags.map((tag) => aStatus({}, tag))
  expect(foldStatuses(statuses).map(({ no, token }) => ({ no, token }))).toEqual(
    tags.map(({ no, token }) => ({ no, token })),
  )
})

it('calls a failure without a code by no code', () => {
  expect(folded(aStatus({ status: 'failed', errors: [] }))).toMatchObject({ code: '0' })
})
