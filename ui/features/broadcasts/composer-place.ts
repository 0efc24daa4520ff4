import * as v from 'valibot'
import { urlState } from '../../lib/url-state'
import { STEPS } from './composer-steps'

/** Which section is open, in the page's address. */
export const composerPlace = urlState(
  v.object({ step: v.optional(v.union([v.literal(''), v.picklist(STEPS)]), '') }),
)
