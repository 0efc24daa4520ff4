import * as v from 'valibot'
import { Id, text } from './common'

export const CONTACT_NOTE_MAX = 4000

/** `at`: of a note that is brought back after it was removed; its moment and its place stay. */
export const NewContactNote = v.strictObject({
  text: text(CONTACT_NOTE_MAX),
  at: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
})
export type NewContactNote = v.InferOutput<typeof NewContactNote>

export const ContactNoteChange = v.strictObject({ text: text(CONTACT_NOTE_MAX) })

export const ContactNoteView = v.object({
  id: Id,
  text: v.string(),
  /** Null once this person has closed their account. */
  by: v.nullable(v.object({ id: v.string(), name: v.string() })),
  at: v.number(),
  editedAt: v.nullable(v.number()),
})
export type ContactNoteView = v.InferOutput<typeof ContactNoteView>
