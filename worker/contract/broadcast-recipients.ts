// The people of a broadcast: what became of each, and who is written to next.

import * as v from 'valibot'
import { HelpLink, RECIPIENT_STATES, RecipientState } from './broadcasts'
import { Cursor, Id, pageLimit, text } from './common'

export const RecipientQuery = v.object({
  state: v.optional(v.picklist([...RECIPIENT_STATES, 'replied'])),
  reason: v.optional(v.pipe(v.string(), v.maxLength(40))),
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  after: Cursor,
  limit: pageLimit(200, 50),
})

export const RecipientView = v.object({
  no: v.number(),
  contactId: v.nullable(Id),
  name: v.nullable(v.string()),
  identity: v.string(),
  state: RecipientState,
  reason: v.nullable(v.string()),
  /** The reason in the caller's language: why it failed or was left out, and what can be done. */
  reasonText: v.nullable(v.string()),
  reasonLink: v.nullable(HelpLink),
  replied: v.boolean(),
  held: v.boolean(),
  costMicros: v.nullable(v.number()),
  claimedAt: v.nullable(v.number()),
  acceptedAt: v.nullable(v.number()),
  sentAt: v.nullable(v.number()),
  deliveredAt: v.nullable(v.number()),
  readAt: v.nullable(v.number()),
  failedAt: v.nullable(v.number()),
  repliedAt: v.nullable(v.number()),
})
export type RecipientView = v.InferOutput<typeof RecipientView>

/** What exactly was sent to this person; null until Meta accepted it. */
export const RecipientDetail = v.object({
  recipient: RecipientView,
  parameters: v.nullable(v.record(v.string(), v.string())),
  template: v.nullable(
    v.object({ name: v.string(), language: v.string(), components: v.array(v.unknown()) }),
  ),
})
export type RecipientDetail = v.InferOutput<typeof RecipientDetail>

/** Who of a finished broadcast is written to next, by what became of their message. */
export const FOLLOW_UPS = [
  'missed', // failed or left out, and not reached by another try either
  'unread', // delivered, and not read
  'silent', // read, and not answered
  'replied',
  'tapped', // pressed a button
  'failed', // for one reason
] as const
export type FollowUpKind = (typeof FOLLOW_UPS)[number]

const Code = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number))

export const FollowUpQuery = v.object({ who: v.picklist(FOLLOW_UPS), code: v.optional(Code) })
export const FollowUpCount = v.object({ count: v.number() })
export const NewFollowUp = v.strictObject({
  who: v.picklist(FOLLOW_UPS),
  code: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999_999))),
  /** Of the draft and of the segment that is its audience. */
  name: text(60),
})
export type NewFollowUp = v.InferOutput<typeof NewFollowUp>

export const RecipientExport = v.object({ format: v.picklist(['csv', 'xlsx']) })
