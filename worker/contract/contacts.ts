import * as v from 'valibot'
import { CountryCode, Id, pageLimit, TypedPhone, text } from './common'

export const CONSENT_STATES = ['opted_in', 'opted_out', 'unknown'] as const
export const ConsentState = v.picklist(CONSENT_STATES)
export type ConsentState = v.InferOutput<typeof ConsentState>

export const TagView = v.object({ id: Id, name: v.string() })
export type TagView = v.InferOutput<typeof TagView>

export const FIELD_TYPES = ['text', 'number', 'date', 'choice', 'yes_no'] as const
export const FieldType = v.picklist(FIELD_TYPES)
export type FieldType = v.InferOutput<typeof FieldType>

/** A custom field of the account; `key` is what mappings and filters name. */
export const FieldView = v.object({
  key: v.string(),
  name: v.string(),
  type: FieldType,
  /** What can be chosen, in the order it is offered; of a choice only. */
  choices: v.array(v.string()),
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
  language: v.nullable(v.string()),
  consent: ConsentState,
  consentAt: v.nullable(v.number()),
  consentSource: v.nullable(v.string()),
  tags: v.array(TagView),
  fields: v.record(v.string(), v.string()),
  lastInboundAt: v.nullable(v.number()),
  createdAt: v.number(),
  /** A change says on which it was made. */
  version: v.number(),
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

const Blankable = (most: number) => v.optional(v.nullable(text(most)))

/** What is left out stays; null takes away. Fields are by key, in the form of their type. */
export const ContactChange = v.strictObject({
  version: v.number(),
  firstName: Blankable(80),
  lastName: Blankable(80),
  email: Blankable(254),
  language: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/)))),
  fields: v.optional(v.record(v.pipe(v.string(), v.maxLength(60)), v.nullable(text(500)))),
})
export type ContactChange = v.InferOutput<typeof ContactChange>

const FieldName = text(56)
const Choices = v.pipe(v.array(text(60)), v.minLength(1), v.maxLength(50))

export const NewField = v.strictObject({
  name: FieldName,
  type: FieldType,
  /** Of a choice only. */
  choices: v.optional(Choices),
})
export type NewField = v.InferOutput<typeof NewField>

export const FieldChange = v.strictObject({
  name: v.optional(FieldName),
  choices: v.optional(Choices),
})
export type FieldChange = v.InferOutput<typeof FieldChange>

/** Totals read every row, so they are a request of their own and name their time. */
export const CountView = v.object({ count: v.number(), at: v.number() })
export type CountView = v.InferOutput<typeof CountView>

/** What somebody may want to see alone. */
export const TIMELINE_GROUPS = ['messages', 'broadcasts', 'consents', 'notes', 'changes'] as const
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number]

/** `after` is the moment of the last entry seen. */
export const TimelineQuery = v.object({
  after: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))),
  limit: pageLimit(100, 30),
  /** Only of one kind. */
  what: v.optional(v.picklist(TIMELINE_GROUPS)),
})

const By = v.nullable(v.object({ id: v.string(), name: v.string() }))

/** A field by its column, or as `fields.<key>`; null: blank. */
export const FieldEdit = v.object({
  field: v.string(),
  from: v.nullable(v.string()),
  to: v.nullable(v.string()),
})
export type FieldEdit = v.InferOutput<typeof FieldEdit>

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
  v.object({ kind: v.literal('edit'), at: v.number(), by: By, edits: v.array(FieldEdit) }),
  v.object({ kind: v.literal('merge'), at: v.number(), by: By, isUndone: v.boolean() }),
  v.object({ kind: v.literal('note'), at: v.number(), by: By, text: v.string() }),
  v.object({
    kind: v.literal('import'),
    at: v.number(),
    by: By,
    importId: Id,
    /** The file's. */
    name: v.nullable(v.string()),
    /** It made the contact; else it changed it. */
    isNew: v.boolean(),
    isUndone: v.boolean(),
  }),
  v.object({
    kind: v.literal('tag'),
    at: v.number(),
    by: By,
    /** Of the tag; null once it is gone. */
    name: v.nullable(v.string()),
    isAdded: v.boolean(),
    isUndone: v.boolean(),
  }),
  v.object({ kind: v.literal('added'), at: v.number() }),
  v.object({
    kind: v.literal('assigned'),
    at: v.number(),
    by: By,
    /** Null: to nobody any more. */
    to: By,
  }),
])
export type TimelineEntry = v.InferOutput<typeof TimelineEntry>
