import { AppError } from '../../lib/errors'

export const broadcastNotFound = () => new AppError('broadcast.not_found', 404)

/** Somebody else changed the draft meanwhile: the page shows both and lets the person choose. */
export const broadcastChangedElsewhere = (version: number) =>
  new AppError('broadcast.changed_elsewhere', 409, {}, { version })

export const broadcastNotEditable = () => new AppError('broadcast.not_editable', 409)
export const broadcastNotLaunchable = () => new AppError('broadcast.not_launchable', 409)
export const planProblems = (problems: { code: string }[]) =>
  new AppError('broadcast.plan_problems', 409, {}, { problems })
/** The audience or the price grew since the user looked. */
export const planChanged = (people: number, highMicros: number) =>
  new AppError('broadcast.plan_changed', 409, { people }, { people, highMicros })
export const cannotPause = () => new AppError('broadcast.cannot_pause', 409)
export const cannotResume = () => new AppError('broadcast.cannot_resume', 409)
export const cannotGoOn = () => new AppError('broadcast.cannot_go_on', 409)
export const cannotCancel = () => new AppError('broadcast.cannot_cancel', 409)

/** It has begun, or it was never scheduled. */
export const broadcastNotScheduled = () => new AppError('broadcast.not_scheduled', 409)

/** While it is being sent, nobody has failed for good. */
export const broadcastStillRunning = () => new AppError('broadcast.still_running', 409)
export const nobodyToRetry = () => new AppError('broadcast.nobody_to_retry', 409)
export const retryNotCopied = () => new AppError('broadcast.retry_not_copied', 409)

/** Made-up people get nothing. */
export const sampleNotSendable = () => new AppError('contact.sample', 409)

export const testerNotFound = () => new AppError('tester.not_found', 404)
export const tooManyTesters = (most: number) => new AppError('tester.too_many', 422, { most })
/** A variable has neither a value of the person nor a fall-back. */
export const testerUnfilled = () => new AppError('tester.unfilled', 409)

/** Amounts are in the currency's unit: they are read by people. */
export const budgetUsed = (left: string) => new AppError('broadcast.budget_used', 409, { left })
