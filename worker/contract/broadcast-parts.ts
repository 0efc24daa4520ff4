import * as v from 'valibot'

/** Why a part of a broadcast may not begin yet. */
export const WAIT_REASONS = [
  'wave', // its day has not come
  'zone', // clocks of its recipients do not show the time yet
  'quiet', // it is quiet where its recipients are
  'canary', // a sample is watched first
  'portfolio_limit', // as many people as Meta allows have been written to in the last 24 hours
] as const
export const WaitReason = v.picklist(WAIT_REASONS)
export type WaitReason = v.InferOutput<typeof WaitReason>

/** What the rows of a part have in common. */
export const PART_KINDS = [
  'wave',
  'zone', // they look at one clock
  'canary', // the sample that goes first
  'rest', // everybody else
] as const
export const PartKind = v.picklist(PART_KINDS)
export type PartKind = v.InferOutput<typeof PartKind>

/** A running broadcast of which nobody can be sent to now. */
export const WaitingView = v.object({
  reason: WaitReason,
  /** Null: until somebody decides. */
  until: v.nullable(v.number()),
  /** Who has not been sent to. */
  people: v.number(),
})
export type WaitingView = v.InferOutput<typeof WaitingView>

/** Of a broadcast above the portfolio's limit: who goes out together, and when; null: once it starts. */
export const WaveView = v.object({ people: v.number(), opensAt: v.nullable(v.number()) })
export type WaveView = v.InferOutput<typeof WaveView>

/** People whom a portfolio may write to first in 24 hours, over all its numbers. */
export const LimitView = v.object({
  /** What Meta allows. */
  people: v.number(),
  /** What broadcasts may use of it. */
  allowance: v.number(),
  /** Whom it has written to in the 24 hours before the broadcast starts. */
  used: v.number(),
  left: v.number(),
})
export type LimitView = v.InferOutput<typeof LimitView>

/** Rows that begin together, in the order in which they are sent. */
export const PartView = v.object({
  first: v.number(),
  kind: PartKind,
  /** Whose clock it goes by; null: the workspace's. */
  zone: v.nullable(v.string()),
  /** Without those left out. */
  people: v.number(),
  /** Of these, who has still to be sent to. */
  left: v.number(),
  /** When the next of its rows may begin; null: now, or it is over. */
  opensAt: v.nullable(v.number()),
  waitsFor: v.nullable(WaitReason),
  isOver: v.boolean(),
})
export type PartView = v.InferOutput<typeof PartView>
