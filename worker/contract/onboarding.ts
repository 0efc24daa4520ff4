import * as v from 'valibot'
import { Id } from './common'

/** In the order in which they build on each other. */
export const ONBOARDING_STEPS = ['connect', 'webhook', 'templates', 'contacts', 'test'] as const
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number]

export const OnboardingView = v.object({
  done: v.record(v.picklist(ONBOARDING_STEPS), v.boolean()),
  /** Templates that can be sent now, and people to send to. */
  approvedTemplates: v.number(),
  contacts: v.number(),
  /** What a test would be sent with, and to whom; null while something is missing. */
  test: v.nullable(v.object({ template: v.string(), phone: v.string() })),
})
export type OnboardingView = v.InferOutput<typeof OnboardingView>

/** The id is made by the sender: the same id twice is one message. */
export const TestMessage = v.strictObject({ id: Id })
