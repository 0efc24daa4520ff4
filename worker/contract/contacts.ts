import * as v from 'valibot'
import { CountryCode, Cursor, Id, pageLimit, TypedPhone, text } from './common'

export const CONSENT_STATES = ['opted_in', 'opted_out', 'unknown'] as const
export const ConsentState = v.picklist(CONSENT_STATES)
export type ConsentState = v.InferOutput<typeof ConsentState>

export const TagView = v.object({ id: Id, name: v.string() })
export type TagView = v.InferOutput<typeof TagView>

/** A custom field of the account; `key` is what mappings and filters name. */
export const FieldView = v.object({
  key: v.string(),
  name: v.string(),
  type: v.picklist(['text', 'number', 'date']),
})
export type FieldView = v.InferOutput<typeof FieldView>

export const ContactView = v.object({
  id: Id,
  name: v.nullable(v.string()),
  firstName: v.nullable(v.string()),
  lastName: v.nullable(v.string()),
  /** E.164, or null: people with a username may have none. */
  phone: v.nullable(v.string()),
  bsuid: v.nullable(v.string()),
  email: v.nullable(v.string()),
  country: v.nullable(CountryCode),
  consent: ConsentState,
  consentAt: v.nullable(v.number()),
  consentSource: v.nullable(v.string()),
  tags: v.array(TagView),
  fields: v.record(v.string(), v.string()),
  lastInboundAt: v.nullable(v.number()),
  createdAt: v.number(),
})
export type ContactView = v.InferOutput<typeof ContactView>

export const NewContact = v.strictObject({
  firstName: v.optional(v.nullable(text(80))),
  lastName: v.optional(v.nullable(text(80))),
  phone: TypedPhone,
  email: v.optional(v.nullable(text(254))),
  tags: v.optional(v.array(text(60)), []),
  consent: v.optional(v.picklist(['opted_in', 'unknown']), 'unknown'),
  /** How the person agreed; required with `opted_in`. */
  consentSource: v.optional(v.nullable(text(200))),
})
export type NewContact = v.InferOutput<typeof NewContact>

export const ContactFilter = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  tag: v.optional(Id),
  consent: v.optional(ConsentState),
  country: v.optional(CountryCode),
})
export type ContactFilter = v.InferOutput<typeof ContactFilter>

export const ContactQuery = v.object({
  ...ContactFilter.entries,
  after: Cursor,
  limit: pageLimit(200, 50),
})

export const ContactExport = v.object({
  ...ContactFilter.entries,
  format: v.picklist(['csv', 'xlsx']),
})
export type ContactExport = v.InferOutput<typeof ContactExport>

/** Totals read every row, so they are a request of their own and name their time. */
export const CountView = v.object({ count: v.number(), at: v.number() })
export type CountView = v.InferOutput<typeof CountView>

/** `after` is the moment of the last entry seen. */
export const TimelineQuery = v.object({
  after: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))),
  limit: pageLimit(100, 30),
})

/** What happened with a person, newest first. */
export const TimelineEntry = v.variant('kind', [
  v.object({
    kind: v.literal('broadcast'),
    at: v.number(),
    broadcastId: Id,
    broadcastName: v.string(),
    no: v.number(),
    state: v.string(),
  }),
  v.object({
    kind: v.literal('message'),
    at: v.number(),
    direction: v.picklist(['in', 'out']),
    type: v.string(),
    text: v.nullable(v.string()),
  }),
  v.object({
    kind: v.literal('consent'),
    at: v.number(),
    change: v.picklist(['opted_in', 'opted_out', 'retracted']),
    source: v.string(),
    wording: v.nullable(v.string()),
  }),
])
export type TimelineEntry = v.InferOutput<typeof TimelineEntry>
