import type { GraphError } from '../../boundary/graph/errors'
import { AppError } from '../../lib/errors'

export const templateNotFound = () => new AppError('template.not_found', 404)
export const draftNotFound = () => new AppError('template.draft_not_found', 404)

/** Somebody saved or submitted it since it was read. */
export const draftMoved = () => new AppError('template.changed_elsewhere', 409)

export const notDeletable = () => new AppError('template.not_deletable', 409)
export const notEditable = (part: string) => new AppError('template.not_editable', 409, { part })

/** The name and the form of variables of what stands at Meta can't change. */
export const lockedAtMeta = () => new AppError('template.locked', 409)

export const tooManyDrafts = (most: number) =>
  new AppError('template.too_many_drafts', 409, { most })

/** No connection to hand it in to, or several and none chosen. */
export const connectionMissing = () => new AppError('template.connection_missing', 409)

/** What the lint calls errors is not sent to Meta; `details` names each rule and place. */
export const lintFailed = (problems: unknown[]) =>
  new AppError('template.lint', 422, { count: problems.length }, { problems })

export const fileMissing = () => new AppError('template.file_missing', 404)
export const fileTypeWrong = () => new AppError('template.file_type', 415)
export const fileTooLarge = (mostMb: number) =>
  new AppError('template.file_too_large', 413, { mostMb })

export const metaAway = (cause: Error) =>
  new AppError('templates.not_done', 503, {}, undefined, { cause })

/** Meta's own words for a person, or the number of its code. */
export const refusedByMeta = (error: GraphError) =>
  new AppError('template.refused', 409, {
    reason: error.userMessage ?? `${error.subcode ?? error.code ?? error.httpStatus}`,
  })
