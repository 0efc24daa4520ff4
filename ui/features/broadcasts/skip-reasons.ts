import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { m } from '../../paraglide/messages.js'

type SkipReason = PlanView['leftOut'][number]['reason']
type Words = { title: () => string; hint: () => string }

const WORDS: Record<SkipReason, Words> = {
  opted_out: { title: m.composer_skip_opted_out, hint: m.composer_skip_opted_out_hint },
  no_consent: { title: m.composer_skip_no_consent, hint: m.composer_skip_no_consent_hint },
  no_identity: { title: m.composer_skip_no_identity, hint: m.composer_skip_no_identity_hint },
  missing_parameter: {
    title: m.composer_skip_missing_parameter,
    hint: m.composer_skip_missing_parameter_hint,
  },
  us_marketing: { title: m.composer_skip_us_marketing, hint: m.composer_skip_us_marketing_hint },
  cancelled: { title: m.composer_skip_cancelled, hint: m.composer_skip_cancelled_hint },
  over_limit: { title: m.composer_skip_over_limit, hint: m.composer_skip_over_limit_hint },
  deleted: { title: m.composer_skip_deleted, hint: m.composer_skip_deleted_hint },
  sample: { title: m.composer_skip_sample, hint: m.composer_skip_sample_hint },
  too_often: { title: m.composer_skip_too_often, hint: m.composer_skip_too_often_hint },
  recently_written: { title: m.composer_skip_recent, hint: m.composer_skip_recent_hint },
  moved: { title: m.composer_skip_moved, hint: m.composer_skip_moved_hint },
  merged: { title: m.composer_skip_merged, hint: m.composer_skip_merged_hint },
}

const isKnown = (reason: string): reason is SkipReason => reason in WORDS

/** Why somebody is left out; a reason that is added later is shown by its own name. */
export const skipTitle = (reason: string) => (isKnown(reason) ? WORDS[reason].title() : reason)
export const skipHint = (reason: string) => (isKnown(reason) ? WORDS[reason].hint() : '')

const PAST_HINTS: Record<string, () => string> = {
  no_consent: m.broadcast_skip_no_consent,
  missing_parameter: m.broadcast_skip_missing_parameter,
}

/** The same once it was sent, when advice comes too late. */
export const skipPastHint = (reason: string) => PAST_HINTS[reason]?.() ?? skipHint(reason)
