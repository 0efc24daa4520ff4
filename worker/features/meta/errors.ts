import type { PinRefusal } from '../../boundary/graph/signup'
import type { CheckView } from '../../contract/connections'
import { AppError } from '../../lib/errors'

export const checkFailed = (checks: CheckView[]) =>
  new AppError('connection.check_failed', 422, {}, { checks })

export const connectionNotFound = () => new AppError('connection.not_found', 404)

/** What is connected already gets another token only with a code that was mailed just now. */
export const codeNeeded = () => new AppError('connection.code_needed', 403)

/** No live token: nothing may be sent in its place. */
export const needsReconnect = () => new AppError('connection.needs_reconnect', 409)

/** There is no live token, whatever became of it: a person has to connect. */
export const isConnectionGone = (error: unknown): boolean =>
  error instanceof AppError && error.code.startsWith('connection.')

/** Meta's window was opened by somebody else, too long ago, or its answer was used before. */
export const signupStateGone = () => new AppError('connection.signup_gone', 409)

export const signupNotOffered = () => new AppError('connection.signup_not_offered', 404)

/** Renewing goes by the number's page, with a mailed code. */
export const isConnectedAlready = () => new AppError('connection.connected_already', 409)

export const numberNotFound = () => new AppError('number.not_found', 404)

/** Says nothing of who holds it. */
export const numberClaimed = () => new AppError('number.claimed', 409)

export const pinRefused = (why: PinRefusal) => new AppError(`number.pin_${why}`, 422)

/** Only its owner knows it: it has to be typed in. */
export const pinUnknown = () => new AppError('number.pin_unknown', 409)

export const metaDidNotAnswer = () => new AppError('number.meta_away', 503)

/** Meta refused a change of a number; its words for a person, where it had any. */
export const metaRefused = (words: string | null) =>
  words
    ? new AppError('number.meta_refused_because', 422, { words })
    : new AppError('number.meta_refused', 422)

/** Meta takes this wish once, and within a day of joining. */
export const syncTooLate = () => new AppError('number.sync_too_late', 409)

export const photoUnfit = () => new AppError('number.photo_unfit', 422)
