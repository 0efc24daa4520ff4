import * as v from 'valibot'
import { CountryCode, Id, text } from './common'
import { ConsentState } from './contacts'

/** Columns of a contact that hold text. */
export const TEXT_COLUMNS = ['name', 'first_name', 'last_name', 'phone', 'email'] as const

const Value = v.optional(text(200, 0), '')

export const TEXT_OPS = ['is', 'is_not', 'contains', 'lacks', 'blank', 'filled'] as const
export const NUMBER_OPS = ['is', 'is_not', 'more', 'less', 'blank', 'filled'] as const
export const DATE_OPS = ['is', 'after', 'before', 'blank', 'filled'] as const
export const CHOICE_OPS = ['is', 'is_not', 'blank', 'filled'] as const
const FIELD_OPS = [...TEXT_OPS, 'more', 'less', 'after', 'before'] as const

/** Keys as `fieldKeyOf` makes them. */
export const FieldKey = v.pipe(v.string(), v.maxLength(60), v.regex(/^[\p{L}\p{M}\p{N}_]+$/u))

/** A language as contacts carry it: two or three letters. */
export const LanguageCode = v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/))

export const IS_OPS = ['is', 'is_not'] as const
export const LAST_MESSAGE_OPS = ['within', 'not_within', 'ever', 'never'] as const
export const BROADCAST_OPS = [
  'got',
  'not_got',
  'read',
  'not_read',
  'replied',
  'not_replied',
  'missed', // chosen, and failed or left out
  'unread', // delivered, and not read so far
  'tapped',
  'failed',
] as const

const AnyRule = v.variant('on', [
  v.strictObject({
    on: v.literal('column'),
    column: v.picklist(TEXT_COLUMNS),
    op: v.picklist(TEXT_OPS),
    value: Value,
  }),
  v.strictObject({
    on: v.literal('field'),
    key: FieldKey,
    op: v.picklist(FIELD_OPS),
    value: Value,
  }),
  /** Name, phone and e-mail at once, folded like the list's search. */
  v.strictObject({
    on: v.literal('search'),
    op: v.picklist(['contains', 'lacks']),
    value: text(100),
  }),
  v.strictObject({
    on: v.literal('tag'),
    op: v.picklist(['any', 'none']),
    tags: v.pipe(v.array(Id), v.minLength(1), v.maxLength(20)),
  }),
  v.strictObject({ on: v.literal('consent'), op: v.picklist(IS_OPS), value: ConsentState }),
  v.strictObject({
    on: v.literal('country'),
    op: v.picklist(IS_OPS),
    countries: v.pipe(v.array(CountryCode), v.minLength(1), v.maxLength(50)),
  }),
  v.strictObject({ on: v.literal('language'), op: v.picklist(IS_OPS), value: LanguageCode }),
  v.strictObject({
    on: v.literal('last_message'),
    op: v.picklist(LAST_MESSAGE_OPS),
    days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)), 30),
  }),
  /** Without a broadcast it is about any of them. */
  v.strictObject({
    on: v.literal('broadcast'),
    op: v.picklist(BROADCAST_OPS),
    broadcastId: v.nullable(Id),
    /** Of those who failed, only by this code of Meta's. */
    code: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999_999))),
  }),
  /** Of the messages that reached a person, how many were read. Nobody without messages has a rate. */
  v.strictObject({
    on: v.literal('read_rate'),
    op: v.picklist(['at_least', 'below']),
    percent: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  }),
])
type AnyRule = v.InferOutput<typeof AnyRule>

/** Whether a row says with what it compares, in the form its operator reads. */
function hasItsValue(rule: AnyRule): boolean {
  if (rule.on === 'broadcast') return rule.code === undefined || rule.op === 'failed'
  if (rule.on !== 'column' && rule.on !== 'field') return true
  const { op, value } = rule
  if (op === 'blank' || op === 'filled') return value === ''
  if (op === 'more' || op === 'less') return value !== '' && Number.isFinite(Number(value))
  if (op === 'after' || op === 'before') return /^\d{4}-\d{2}-\d{2}$/.test(value)
  return value !== ''
}

/** One row of the builder: what it is about, how it is compared, and with what. */
export const Rule = v.pipe(AnyRule, v.check(hasItsValue, 'value'))
export type Rule = v.InferOutput<typeof Rule>

export const JOINS = ['all', 'any'] as const
const Join = v.picklist(JOINS)

export const Group = v.strictObject({
  join: Join,
  rules: v.pipe(v.array(Rule), v.minLength(1), v.maxLength(12)),
})
export type Group = v.InferOutput<typeof Group>

/** A statement takes 100 values, two a rule at most. */
export const MOST_RULES = 20

/** Rows joined by all or any, some of them groups joined the same way. Without rows it means everybody. */
export const Filter = v.pipe(
  v.strictObject({ join: Join, rules: v.array(v.union([Rule, Group])) }),
  v.check((filter) => countRules(filter) <= MOST_RULES, 'too many rules'),
)
export type Filter = v.InferOutput<typeof Filter>

export const countRules = ({ rules }: { rules: (Rule | Group)[] }): number =>
  rules.reduce((sum, rule) => sum + ('rules' in rule ? rule.rules.length : 1), 0)

/** Whether people are told apart by their numbers, and not only by having one. */
export const asksForNumbers = ({ rules }: { rules: (Rule | Group)[] }): boolean =>
  rules.some((rule) =>
    'rules' in rule
      ? asksForNumbers(rule)
      : rule.on === 'column' &&
        rule.column === 'phone' &&
        rule.op !== 'blank' &&
        rule.op !== 'filled',
  )

/** A filter in a query string. */
export const FilterText = v.pipe(v.string(), v.maxLength(8000), v.parseJson(), Filter)

export const SegmentView = v.object({
  id: Id,
  name: v.string(),
  filter: Filter,
  createdAt: v.number(),
  updatedAt: v.number(),
})
export type SegmentView = v.InferOutput<typeof SegmentView>

export const NewSegment = v.strictObject({ name: text(60), filter: Filter })
export type NewSegment = v.InferOutput<typeof NewSegment>

export const SegmentChange = v.strictObject({
  name: v.optional(text(60)),
  filter: v.optional(Filter),
})
export type SegmentChange = v.InferOutput<typeof SegmentChange>
