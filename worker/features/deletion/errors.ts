import { AppError } from '../../lib/errors'

/** The name that was typed is not the workspace's. */
export const nameNotSame = () =>
  new AppError('deletion.name_not_same', 422, {}, { fields: ['name'] })

/** The work has begun, or there is nothing to take back. */
export const cannotTakeBack = () => new AppError('deletion.cannot_take_back', 409)

/** The address is not an owner's of that workspace. */
export const notAnOwner = () => new AppError('deletion.not_an_owner', 422)

export const checksMissing = () => new AppError('deletion.checks_missing', 422)

export const deletionNotFound = () => new AppError('deletion.not_found', 404)

/** Not Meta's signature, or not what Meta signs. */
export const callbackNotSigned = () => new AppError('callback.not_signed', 401)

/** Signed by Meta once, but long ago: somebody else may have kept it. */
export const callbackTooOld = () => new AppError('callback.too_old', 401)

export const exportNotFound = () => new AppError('export.not_found', 404)

export const exportNotReady = () => new AppError('export.not_ready', 409)

export const exportRunning = () => new AppError('export.running', 409)

export const personRequestNotFound = () => new AppError('person_request.not_found', 404)
