import fc from 'fast-check'
import type { Status } from '../../worker/boundary/graph/webhooks'
import { formatTag, type Tag } from '../../worker/features/broadcasts/tags'
import { randomId } from '../../worker/lib/ids'

export const TAG: Tag = { broadcastId: randomId(), no: 1, token: randomId() }

type StatusWish = { [K in keyof Status]?: Status[K] | undefined }

/** A status as it is read from a webhook; of one row unless told otherwise. */
export function aStatus(wish: StatusWish = {}, tag: Tag = TAG): Status {
  return {
    id: `wamid.${tag.no}`,
    status: 'sent',
    timestamp: 1_800_000_000,
    errors: [],
    biz_opaque_callback_data: formatTag(tag),
    ...wish,
    // `undefined` in a wish means: not in the webhook.
  } as Status
}

/** Whatever Meta may say about one message, repeating and contradicting itself. */
export const anyStatus: fc.Arbitrary<Status> = fc
  .record({
    status: fc.constantFrom('sent', 'failed', 'delivered', 'read', 'played'),
    timestamp: fc.integer({ min: 1_800_000_000, max: 1_800_000_004 }),
    code: fc.constantFrom(131026, 131049, 131050),
    pricing: fc.constantFrom(
      undefined,
      { type: 'regular', category: 'marketing' },
      { type: 'free_entry_point', category: 'marketing' },
    ),
  })
  .map(({ code, ...said }) =>
    aStatus({ ...said, errors: said.status === 'failed' ? [{ code }] : [] }),
  )
