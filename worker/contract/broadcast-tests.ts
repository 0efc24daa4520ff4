import * as v from 'valibot'
import { RecipientState } from './broadcasts'
import { Id, TypedPhone, text } from './common'

/** A person who gets tests: a contact like any other. */
export const TesterView = v.object({
  contactId: Id,
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
})
export type TesterView = v.InferOutput<typeof TesterView>

export const MOST_TESTERS = 5

export const NewTester = v.strictObject({ name: text(80), phone: TypedPhone })
export type NewTester = v.InferOutput<typeof NewTester>

/**
 * Who gets a test, each under an id that the sender made: the same id twice is one message. `like` is a
 * contact whose message it is; null: each tester's own.
 */
export const NewTests = v.strictObject({
  version: v.number(),
  like: v.nullable(Id),
  messages: v.pipe(
    v.array(v.strictObject({ id: Id, contactId: Id })),
    v.minLength(1),
    v.maxLength(MOST_TESTERS),
    v.check((all) => new Set(all.map(({ contactId }) => contactId)).size === all.length, 'twice'),
  ),
})
export type NewTests = v.InferOutput<typeof NewTests>

/** A test that was sent, and what became of it. */
export const SentTest = v.object({
  id: Id,
  contactId: Id,
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  /** The draft as it was tested; a higher version has not been. */
  version: v.number(),
  /** Whose message it was; null: their own. */
  like: v.nullable(v.object({ contactId: Id, name: v.nullable(v.string()) })),
  state: RecipientState,
  /** Why it failed or did not leave, and what can be done, in the caller's language. */
  reasonText: v.nullable(v.string()),
  createdAt: v.number(),
  deliveredAt: v.nullable(v.number()),
  readAt: v.nullable(v.number()),
})
export type SentTest = v.InferOutput<typeof SentTest>

export const TestsView = v.object({
  /** Newest first; one for each tester. */
  items: v.array(SentTest),
  /** What one test costs at list price, at most. */
  costMicros: v.number(),
  currency: v.string(),
})
export type TestsView = v.InferOutput<typeof TestsView>
