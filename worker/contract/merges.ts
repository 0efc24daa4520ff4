import * as v from 'valibot'
import { Cursor, Id, pageLimit } from './common'
import { ConsentState } from './contacts'

/** Why two contacts are probably one person, the surest first. */
export const SAME_REASONS = ['proven', 'spelling', 'email', 'name'] as const
export const SameReason = v.picklist(SAME_REASONS)
export type SameReason = v.InferOutput<typeof SameReason>

/** What tells two contacts apart. */
export const LookalikeView = v.object({
  id: Id,
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  bsuid: v.nullable(v.string()),
  email: v.nullable(v.string()),
  consent: ConsentState,
  lastInboundAt: v.nullable(v.number()),
  createdAt: v.number(),
})
export type LookalikeView = v.InferOutput<typeof LookalikeView>

export const DuplicateView = v.object({
  first: LookalikeView,
  second: LookalikeView,
  reason: SameReason,
  foundAt: v.number(),
})
export type DuplicateView = v.InferOutput<typeof DuplicateView>

export const DuplicateScan = v.object({
  /** When all contacts were last compared; null: never. */
  scannedAt: v.nullable(v.number()),
  isScanning: v.boolean(),
  /** How many pairs that came to. */
  found: v.number(),
})
export type DuplicateScan = v.InferOutput<typeof DuplicateScan>

export const DuplicateList = v.object({
  items: v.array(DuplicateView),
  next: v.nullable(v.string()),
  scan: DuplicateScan,
})
export type DuplicateList = v.InferOutput<typeof DuplicateList>

export const DuplicateQuery = v.object({ after: Cursor, limit: pageLimit(30, 20) })

/** What somebody says of a pair; `unsure` takes that back. */
export const DuplicateVerdict = v.strictObject({
  ids: v.strictTuple([Id, Id]),
  verdict: v.picklist(['different', 'unsure']),
})
export type DuplicateVerdict = v.InferOutput<typeof DuplicateVerdict>

/** Parts of a contact of which one side is chosen; besides them each custom field, as `fields.<key>`. */
export const MERGED_PARTS = ['name', 'phone', 'email', 'language'] as const

/** `take` names the parts that come from the contact that goes. */
export const NewMerge = v.strictObject({
  keptId: Id,
  keptVersion: v.number(),
  droppedId: Id,
  droppedVersion: v.number(),
  take: v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(510)),
})
export type NewMerge = v.InferOutput<typeof NewMerge>

export const MERGE_STATES = ['moving', 'done', 'undoing', 'undone'] as const
export type MergeState = (typeof MERGE_STATES)[number]

export const MergeView = v.object({
  id: Id,
  keptId: Id,
  droppedId: Id,
  /** What the other contact was called, as long as it can come back. */
  droppedName: v.nullable(v.string()),
  at: v.number(),
  by: v.nullable(v.object({ id: v.string(), name: v.string() })),
  /** `moving`, `undoing`: what was written with them is under way. */
  state: v.picklist(MERGE_STATES),
  /** Null once it can't be undone any more, or was. */
  undoUntil: v.nullable(v.number()),
})
export type MergeView = v.InferOutput<typeof MergeView>

/** Whom a contact may be the same person as, and whom it was merged with. */
export const SamenessView = v.object({
  duplicates: v.array(DuplicateView),
  merges: v.array(MergeView),
})
export type SamenessView = v.InferOutput<typeof SamenessView>
