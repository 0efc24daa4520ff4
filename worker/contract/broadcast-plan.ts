// What a broadcast would do if it were sent now: who gets it and who does not, what it costs, and one person's own text.

import * as v from 'valibot'
import { LimitView, WaveView } from './broadcast-parts'
import { CostLine, SkipReason } from './broadcasts'
import { Cursor, Id, pageLimit } from './common'
import { PlanRests, PlanStart, PlanZones } from './schedule'

export const PlanProblem = v.object({
  /** `number_missing`, `template_missing`, `template_not_approved`, `mapping_incomplete`, `nobody`, … */
  code: v.string(),
  text: v.string(),
  blocking: v.boolean(),
})

const CountByKey = v.object({ key: v.string(), count: v.number() })

export const PlanView = v.object({
  chosen: v.number(),
  leftOut: v.array(v.object({ reason: SkipReason, count: v.number() })),
  people: v.number(),
  fallbacks: v.array(CountByKey),
  /** Who is left out for want of a value, by parameter: one person may lack several. */
  missing: v.array(CountByKey),
  /** Of those who get it, people without a recorded consent: the account's declaration covers them. */
  onBasis: v.number(),
  category: v.nullable(v.string()),
  currency: v.string(),
  rateDate: v.string(),
  /** True where a rate rests on one transcription of Meta's card. */
  rateUncertain: v.boolean(),
  cost: v.array(CostLine),
  lowMicros: v.number(),
  highMicros: v.number(),
  perSecond: v.number(),
  seconds: v.number(),
  messagingLimit: v.nullable(v.number()),
  /** Null where Meta sets none, or has not said. */
  limit: v.nullable(LimitView),
  /** What a broadcast that does not fit can be sent in; null where everybody fits. */
  waves: v.nullable(v.array(WaveView)),
  /** Where the month's budget stops marketing: what it has left for this broadcast. */
  budget: v.nullable(
    v.object({
      month: v.string(),
      stopMicros: v.number(),
      spentMicros: v.number(),
      /** What other broadcasts that were launched may still cost. */
      reservedMicros: v.number(),
      leftMicros: v.number(),
    }),
  ),
  /** Null: it begins once it is confirmed. */
  start: v.nullable(PlanStart),
  /** Null where nothing of it would rest. */
  rests: v.nullable(PlanRests),
  /** Null where everybody goes by the workspace's clock; else this says when it begins and rests. */
  zones: v.nullable(PlanZones),
  problems: v.array(PlanProblem),
  at: v.number(),
})
export type PlanView = v.InferOutput<typeof PlanView>

/** A search goes over everybody chosen; without one, the first people who get it. */
export const PreviewQuery = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
})

/** One real person and the exact values that would be sent. */
export const PreviewView = v.object({
  contactId: Id,
  /** Why they do not get it all the same; null for those who do. */
  leftOut: v.nullable(SkipReason),
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  parameters: v.record(v.string(), v.string()),
  fallbackKeys: v.array(v.string()),
})
export type PreviewView = v.InferOutput<typeof PreviewView>

const ParameterKey = v.pipe(v.string(), v.maxLength(80))

export const LeftOutQuery = v.object({
  reason: SkipReason,
  /** Only those who lack a value for this parameter. */
  key: v.optional(ParameterKey),
  after: Cursor,
  limit: pageLimit(100, 20),
})
/** People who get it with the fall-back of one parameter. */
export const FallbackQuery = v.object({
  key: ParameterKey,
  after: Cursor,
  limit: pageLimit(100, 20),
})
export const LeftOutView = v.object({
  contactId: Id,
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
})
