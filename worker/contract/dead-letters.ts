import * as v from 'valibot'

/** Work that failed again and again and waits for a person. */
export const DeadLetterView = v.object({
  id: v.string(),
  at: v.number(),
  kind: v.picklist(['broadcast', 'webhook', 'import', 'sync', 'other']),
  /** What it is, in the caller's language. */
  text: v.string(),
})
export type DeadLetterView = v.InferOutput<typeof DeadLetterView>

export const DeadLetterList = v.object({ items: v.array(DeadLetterView), count: v.number() })
