import * as v from 'valibot'
import { CheckView } from '../../../worker/contract/connections'
import type { ApiError } from '../../lib/request'

const WithChecks = v.object({ checks: v.array(CheckView) })

/** A refused connection carries each check, so that the page can show which one failed. */
export function checksOf(error: ApiError): CheckView[] | null {
  const details = v.safeParse(WithChecks, error.details)
  return details.success ? details.output.checks : null
}
