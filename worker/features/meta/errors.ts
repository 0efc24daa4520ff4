import type { CheckView } from '../../contract/connections'
import { AppError } from '../../lib/errors'

export const checkFailed = (checks: CheckView[]) =>
  new AppError('connection.check_failed', 422, {}, { checks })

export const connectionNotFound = () => new AppError('connection.not_found', 404)

/** No live token: nothing may be sent in its place. */
export const needsReconnect = () => new AppError('connection.needs_reconnect', 409)
