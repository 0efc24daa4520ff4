import type { Role } from '../../contract/auth'
import { AppError } from '../../lib/errors'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'

/** No session, or one that ended: the browser signs in again. */
export const notSignedIn = () => new AppError('auth.not_signed_in', 401)

/** The person exists, but is a member of no workspace any more. */
export const noWorkspace = () => new AppError('auth.no_workspace', 403)

export const roleTooLow = (role: Role) => new AppError('member.role_too_low', 403, { role })

export const accountNotActive = () => new AppError('account.not_active', 403)

/** Says when to try again, in words and for programs. */
export function tooManyTries(retryAt: number, now: number) {
  const minutes = Math.max(1, Math.ceil((retryAt - now) / MINUTE_MS))
  const retryAfterSeconds = Math.ceil((retryAt - now) / SECOND_MS)
  return new AppError('auth.too_many_tries', 429, { minutes, retryAfterSeconds }, { retryAt })
}

export const codeWrong = (triesLeft: number) =>
  new AppError('auth.code_wrong', 422, { triesLeft }, { triesLeft })

/** Never asked for in this browser, used, too old, or tried too often: the way on is the same. */
export const codeGone = () => new AppError('auth.code_gone', 410)

/** Says from when on the code counts again for what a session alone must not do. */
export const addressNew = (waitsMs: number) =>
  new AppError('auth.address_new', 403, { hours: Math.ceil(waitsMs / HOUR_MS) })

export const mailNotSent = (cause: unknown) =>
  new AppError('auth.mail_not_sent', 503, {}, undefined, { cause })

export const invitationNotFound = () => new AppError('invitation.not_found', 404)

/** Used or too old. */
export const invitationGone = () => new AppError('invitation.gone', 410)

/** The link alone is no proof of being the person whom it invites. */
export const invitationNeedsCode = () => new AppError('invitation.code_needed', 409)

export const tooManyInvitations = (most: number) =>
  new AppError('invitation.too_many', 429, { most })

/** Making an owner or admin takes a fresh code. */
export const teamCodeNeeded = () =>
  new AppError('member.code_needed', 422, {}, { fields: ['code'] })

export const memberExists = () => new AppError('member.exists', 409, {}, { fields: ['email'] })

export const memberNotFound = () => new AppError('member.not_found', 404)

export const lastOwner = () => new AppError('member.last_owner', 409)

/** One's own role is for others to change; leaving is a step of its own. */
export const ownRole = () => new AppError('member.own_role', 409)

/** Somebody else changed or removed this person, or the one who asked, at the same moment. */
export const memberChanged = () => new AppError('member.changed_meanwhile', 409)

/** The window shows another workspace than the one this session now works in. */
export const otherWorkspace = () => new AppError('session.other_workspace', 409)

export const tooManyWorkspaces = (most: number) => new AppError('account.too_many', 429, { most })

export const phoneInvalid = () =>
  new AppError('profile.phone_invalid', 422, {}, { fields: ['phone'] })

export const emailTaken = () => new AppError('profile.email_taken', 409, {}, { fields: ['email'] })

export const sessionNotFound = () => new AppError('session.not_found', 404)
