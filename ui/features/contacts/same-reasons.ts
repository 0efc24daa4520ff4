import type { SameReason } from '../../../worker/contract/merges'
import { m } from '../../paraglide/messages.js'

const WORDS: Record<SameReason, () => string> = {
  proven: m.duplicates_reason_proven,
  spelling: m.duplicates_reason_spelling,
  email: m.duplicates_reason_email,
  name: m.duplicates_reason_name,
}

/** Why two contacts are taken for one person. */
export const reasonText = (reason: SameReason): string => WORDS[reason]()
