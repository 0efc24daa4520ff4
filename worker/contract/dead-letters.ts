import * as v from 'valibot'

export const DEAD_LETTER_KINDS = [
  'broadcast',
  'message',
  'webhook',
  'import',
  'sync',
  'other',
] as const
export type DeadLetterKind = (typeof DEAD_LETTER_KINDS)[number]

/** Work that failed again and again and waits for a person. */
export const DeadLetterView = v.object({
  id: v.string(),
  at: v.number(),
  kind: v.picklist(DEAD_LETTER_KINDS),
  /** What was lost and what another try does, in the caller's language. */
  text: v.string(),
  /** What it belongs to, where that has a page. */
  about: v.nullable(v.object({ kind: v.picklist(['broadcast', 'import']), id: v.string() })),
  /** When it was put back to work; null while it waits. */
  replayedAt: v.nullable(v.number()),
})
export type DeadLetterView = v.InferOutput<typeof DeadLetterView>

/** `count` is of all that wait, `items` are the newest of them; `replayed` were tried again lately. */
export const DeadLetterList = v.object({
  items: v.array(DeadLetterView),
  count: v.number(),
  replayed: v.array(DeadLetterView),
})
export type DeadLetterList = v.InferOutput<typeof DeadLetterList>

/** How many were put back to work, and how many still wait. */
export const Replayed = v.object({ replayed: v.number(), waiting: v.number() })
export type Replayed = v.InferOutput<typeof Replayed>
