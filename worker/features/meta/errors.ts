import type { CheckView } from '../../contract/connections'
import { AppError } from '../../lib/errors'

export const checkFailed = (checks: CheckView[]) =>
  new AppError('connection.check_failed', 422, {}, { checks })

export const connectionNotFound = () => new AppError('connection.not_found', 404)

/** What is connected already gets another token only with a code that was mailed just now. */
export const codeNeeded = () => new AppError('connection.code_needed', 403)

/** No live token: nothing may be sent in its place. */
export const needsReconnect = () => new AppError('connection.needs_reconnect', 409)
