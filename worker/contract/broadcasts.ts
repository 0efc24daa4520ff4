import * as v from 'valibot'
import { Canary, CanaryView } from './broadcast-canary'
import { PartView, WaitingView } from './broadcast-parts'
import { Cursor, Id, pageLimit, text } from './common'
import { PlanZones, QuietReason, Start } from './schedule'

export const BROADCAST_STATES = [
  'draft',
  'scheduled',
  'holding', // launched; Cancel leaves zero messages sent
  'freezing', // the audience is being written down
  'running',
  'paused',
  'finishing', // every row was claimed; last answers are being recorded
  'done',
  'cancelling',
  'cancelled',
] as const
export const BroadcastState = v.picklist(BROADCAST_STATES)
export type BroadcastState = v.InferOutput<typeof BroadcastState>

export const RECIPIENT_STATES = [
  'queued',
  'sending',
  'unknown',
  'accepted',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
  'skipped',
] as const
export const RecipientState = v.picklist(RECIPIENT_STATES)
export type RecipientState = v.InferOutput<typeof RecipientState>

export const SKIP_REASONS = [
  'opted_out',
  'no_consent',
  'no_identity',
  'missing_parameter',
  'us_marketing',
  'cancelled',
  'over_limit',
  'deleted',
  'sample',
  /** The account's cap on marketing messages to one person. */
  'too_often',
  /** The broadcast's own hours of rest. */
  'recently_written',
  'moved',
  /** Became one with somebody who stands in the same broadcast. */
  'merged',
] as const
export const SkipReason = v.picklist(SKIP_REASONS)
export type SkipReason = v.InferOutput<typeof SkipReason>

/** Seconds between Launch and the first message. */
export const HOLD_SECONDS = 10

const SegmentIds = v.optional(v.pipe(v.array(Id), v.maxLength(5)))

/**
 * Everyone, or people who carry at least one of `tags` or are in one of `segments`; in both cases without
 * those of `withoutTags` and `withoutSegments`.
 */
export const Audience = v.strictObject({
  everyone: v.boolean(),
  tags: v.pipe(v.array(Id), v.maxLength(50)),
  withoutTags: v.pipe(v.array(Id), v.maxLength(50)),
  segments: SegmentIds,
  withoutSegments: SegmentIds,
})
export type Audience = v.InferOutput<typeof Audience>

/** Whether an audience names anybody at all. */
export const isAudienceChosen = ({ everyone, tags, segments = [] }: Audience): boolean =>
  everyone || tags.length > 0 || segments.length > 0

/** Where a parameter's value comes from: a contact's own column, a custom field, or one text for all. */
export const ParameterSource = v.variant('from', [
  v.strictObject({
    from: v.literal('contact'),
    column: v.picklist(['name', 'first_name', 'last_name', 'phone', 'email']),
    fallback: v.nullable(text(200)),
  }),
  v.strictObject({
    from: v.literal('field'),
    key: text(60),
    fallback: v.nullable(text(200)),
  }),
  v.strictObject({ from: v.literal('fixed'), value: text(1000) }),
])
export type ParameterSource = v.InferOutput<typeof ParameterSource>

/** Keys are `TemplateParameter.key`. */
export const ParameterMapping = v.record(v.pipe(v.string(), v.maxLength(80)), ParameterSource)
export type ParameterMapping = v.InferOutput<typeof ParameterMapping>

export const NewBroadcast = v.strictObject({ name: text(100) })

/** Nobody gets it to whom another broadcast wrote within so many hours. */
export const RestHours = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30 * 24))

/** At most so many marketing messages to one person in so many days; null: no cap. */
export const FrequencyCapView = v.strictObject({
  cap: v.nullable(
    v.strictObject({
      messages: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
      days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365)),
    }),
  ),
})
export type FrequencyCapView = v.InferOutput<typeof FrequencyCapView>

/** `version` is the one the change was made on; a newer one on the server answers 409. */
export const BroadcastChange = v.strictObject({
  version: v.number(),
  name: v.optional(text(100)),
  numberId: v.optional(v.nullable(v.string())),
  templateId: v.optional(v.nullable(v.string())),
  audience: v.optional(Audience),
  mapping: v.optional(ParameterMapping),
  waves: v.optional(v.boolean()),
  /** Null: everybody at once, without a sample. */
  canary: v.optional(v.nullable(Canary)),
  start: v.optional(Start),
  restHours: v.optional(v.nullable(RestHours)),
})
export type BroadcastChange = v.InferOutput<typeof BroadcastChange>

/** What the user saw and confirmed; both become limits. */
export const Launch = v.strictObject({
  version: v.number(),
  people: v.pipe(v.number(), v.integer(), v.minValue(1)),
  maxCostMicros: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
export type Launch = v.InferOutput<typeof Launch>

/**
 * Who of a broadcast gets another try: `failed`, those that failed for a reason that can pass;
 * `not_confirmed`, those of whom it is not known whether they got it. The second is a named person's
 * choice, since some of them may get the message twice.
 */
export const RetryKind = v.picklist(['failed', 'not_confirmed'])
export type RetryKind = v.InferOutput<typeof RetryKind>
export const NewRetry = v.strictObject({ what: RetryKind })

export const BroadcastView = v.object({
  id: Id,
  name: v.string(),
  state: BroadcastState,
  /** Why it is paused or stopped: stable code, and the same in the caller's language. */
  stateReason: v.nullable(v.string()),
  stateText: v.nullable(v.string()),
  version: v.number(),
  numberId: v.nullable(v.string()),
  templateId: v.nullable(v.string()),
  templateName: v.nullable(v.string()),
  templateLanguage: v.nullable(v.string()),
  category: v.nullable(v.string()),
  audience: Audience,
  mapping: ParameterMapping,
  /** Goes out over several days where it is above the portfolio's limit. */
  waves: v.boolean(),
  canary: v.nullable(Canary),
  /** When it is to begin, as chosen; the instant it was scheduled for. */
  start: Start,
  startsAt: v.nullable(v.number()),
  restHours: v.nullable(v.number()),
  /** Set on a broadcast that tries again for people of another one. */
  retry: v.nullable(v.object({ of: Id, what: RetryKind })),
  holdUntil: v.nullable(v.number()),
  /** Null once this person has closed their account. */
  createdBy: v.nullable(v.object({ id: v.string(), name: v.string() })),
  createdAt: v.number(),
  updatedAt: v.number(),
  launchedAt: v.nullable(v.number()),
  startedAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
})
export type BroadcastView = v.InferOutput<typeof BroadcastView>

const CountByState = v.record(v.string(), v.number())

/** Where what helps is done: a page of Meta's, or an address of this product's pages. */
export const HelpLink = v.object({ href: v.string(), label: v.string() })
export type HelpLink = v.InferOutput<typeof HelpLink>

export const FailureView = v.object({
  code: v.number(),
  count: v.number(),
  title: v.string(),
  help: v.string(),
  link: v.nullable(HelpLink),
  retryable: v.boolean(),
})
export type FailureView = v.InferOutput<typeof FailureView>

export const CostLine = v.object({
  country: v.nullable(v.string()),
  market: v.string(),
  people: v.number(),
  /** Millionths of the currency's unit per delivered message. */
  rateMicros: v.number(),
  totalMicros: v.number(),
})

export const ProgressView = v.object({
  id: Id,
  state: BroadcastState,
  stateReason: v.nullable(v.string()),
  stateText: v.nullable(v.string()),
  stateLink: v.nullable(HelpLink),
  holdUntil: v.nullable(v.number()),
  startsAt: v.nullable(v.number()),
  /** In quiet hours nothing leaves: why, and until when. */
  rests: v.nullable(v.object({ reason: QuietReason, until: v.number() })),
  /** Set while it is running and nobody can be sent to now. */
  waiting: v.nullable(WaitingView),
  /** In the order of sending; none where everybody is sent to at once. */
  parts: v.array(PartView),
  /** How the sample stands that goes first. */
  canary: v.nullable(CanaryView),
  /** Rows written so far; everybody chosen once frozen: sent to + left out. */
  total: v.number(),
  /** Exclusive: each row is in exactly one state. */
  counts: CountByState,
  replied: v.number(),
  /** People who can get another try, by kind; 0 where it would not help or not be safe yet. */
  retryable: v.object({ failed: v.number(), notConfirmed: v.number() }),
  failures: v.array(FailureView),
  skipped: v.record(v.string(), v.number()),
  currency: v.string(),
  costSoFarMicros: v.number(),
  costByCountry: v.array(CostLine),
  estimateMicros: v.nullable(v.object({ low: v.number(), high: v.number() })),
  /** What was confirmed, to stand beside what it became. */
  planned: v.nullable(
    v.object({
      chosen: v.number(),
      people: v.number(),
      leftOut: v.record(v.string(), v.number()),
      seconds: v.number(),
      perSecond: v.number(),
      /** Where it goes by recipients' clocks. */
      zones: v.nullable(PlanZones),
    }),
  ),
  rateDate: v.string(),
  startedAt: v.nullable(v.number()),
  lastEventAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
  /** Messages handled per minute, newest last, at most 12. */
  perMinute: v.array(v.number()),
  etaSeconds: v.nullable(v.number()),
  at: v.number(),
})
export type ProgressView = v.InferOutput<typeof ProgressView>

/** The list shows what each row came to. */
export const BroadcastListItem = v.object({
  broadcast: BroadcastView,
  progress: v.nullable(ProgressView),
})
export type BroadcastListItem = v.InferOutput<typeof BroadcastListItem>

export const BroadcastQuery = v.object({
  state: v.optional(v.picklist(['draft', 'scheduled', 'sending', 'sent'])),
  after: Cursor,
  limit: pageLimit(100, 30),
})
