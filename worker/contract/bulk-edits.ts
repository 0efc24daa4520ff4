import * as v from 'valibot'
import { Id, text } from './common'
import { ContactFilter } from './contact-list'
import { Filter } from './segments'

export const BulkAction = v.variant('do', [
  v.strictObject({ do: v.literal('add_tag'), tag: text(60) }),
  v.strictObject({ do: v.literal('remove_tag'), tagId: Id }),
  /** `reason` is how the people said so; it stands in their ledgers. */
  v.strictObject({ do: v.literal('opt_out'), reason: text(200) }),
  v.strictObject({ do: v.literal('delete') }),
])
export type BulkAction = v.InferOutput<typeof BulkAction>

/** Some people, chosen one by one, or everybody whom a list's filter finds. */
export const BulkWho = v.union([
  v.strictObject({ ids: v.pipe(v.array(Id), v.minLength(1), v.maxLength(1000)) }),
  v.strictObject({
    filter: v.strictObject({ ...ContactFilter.entries, filter: v.optional(Filter) }),
  }),
])
export type BulkWho = v.InferOutput<typeof BulkWho>

export const NewBulkEdit = v.strictObject({
  action: BulkAction,
  who: BulkWho,
  /** What the user saw and confirmed: never more are changed. */
  people: v.pipe(v.number(), v.integer(), v.minValue(1)),
})
export type NewBulkEdit = v.InferOutput<typeof NewBulkEdit>

export const BULK_STATES = ['running', 'done', 'undoing', 'undone'] as const
export type BulkState = (typeof BULK_STATES)[number]

export const BulkEditView = v.object({
  id: Id,
  do: v.picklist(['add_tag', 'remove_tag', 'opt_out', 'delete']),
  state: v.picklist(BULK_STATES),
  /** How many are meant, and how many of them it has gone over. */
  people: v.number(),
  done: v.number(),
  canUndo: v.boolean(),
  createdAt: v.number(),
  finishedAt: v.nullable(v.number()),
})
export type BulkEditView = v.InferOutput<typeof BulkEditView>
