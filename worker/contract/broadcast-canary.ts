import * as v from 'valibot'

/** How long a sample is watched before it is judged. */
export const CANARY_MINUTES = [15, 30, 60, 180, 1440] as const

const Percent = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90))

/** A sample goes first; what becomes of it decides about the rest, and the rest is watched as well. */
export const Canary = v.strictObject({
  waitMinutes: v.picklist(CANARY_MINUTES),
  /** Of those sent to: more failures than this are too many. */
  mostFailedPercent: Percent,
  /** The same of people who asked for no more, or whom WhatsApp says it of. */
  mostStoppedPercent: Percent,
  /** Of those delivered: fewer reads than this are too few. Null: reads don't count. */
  leastReadPercent: v.nullable(Percent),
})
export type Canary = v.InferOutput<typeof Canary>

export const USUAL_CANARY: Canary = {
  waitMinutes: 30,
  mostFailedPercent: 10,
  mostStoppedPercent: 4,
  leastReadPercent: null,
}

/** At least so many, or chance says more than they do. */
export const LEAST_SAMPLE = 50
const SAMPLE_SHARE = 0.02

/** How many of an audience go first. */
export const sampleOf = (people: number): number =>
  Math.min(people, Math.max(LEAST_SAMPLE, Math.ceil(people * SAMPLE_SHARE)))

export const CANARY_STATES = [
  'sampling', // the sample is being sent
  'waiting', // it was sent, and is watched
  'asking', // it can't be told from chance: a person decides
  'went_on', // the rest is being sent, and watched
  'stopped', // too many of the sample failed, or asked for no more
] as const
export const CanaryState = v.picklist(CANARY_STATES)
export type CanaryState = v.InferOutput<typeof CanaryState>

export const CANARY_CAUSES = ['failed', 'stopped', 'read'] as const
export const CanaryCause = v.picklist(CANARY_CAUSES)
export type CanaryCause = v.InferOutput<typeof CanaryCause>

/** What became of people, and where the share lies with nine in ten certainty on either side. */
const Rate = v.object({ count: v.number(), of: v.number(), low: v.number(), high: v.number() })
export type Rate = v.InferOutput<typeof Rate>

export const CanaryView = v.object({
  ...Canary.entries,
  state: CanaryState,
  /** People of the sample. */
  people: v.number(),
  /** When it is judged; null before the sample was sent, and once it was judged. */
  decidesAt: v.nullable(v.number()),
  /** What is judged by: of the sample, and once it went on, of all since then. */
  failed: Rate,
  stopped: Rate,
  read: Rate,
  /** What speaks against going on. */
  cause: v.nullable(CanaryCause),
})
export type CanaryView = v.InferOutput<typeof CanaryView>
