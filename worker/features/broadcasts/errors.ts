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
export const cannotCancel = () => new AppError('broadcast.cannot_cancel', 409)

/** While it is being sent, nobody has failed for good. */
export const broadcastStillRunning = () => new AppError('broadcast.still_running', 409)
export const nobodyToRetry = () => new AppError('broadcast.nobody_to_retry', 409)
export const retryNotCopied = () => new AppError('broadcast.retry_not_copied', 409)
