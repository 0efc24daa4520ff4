import { AppError } from '../../lib/errors'

export const conversationNotFound = () => new AppError('conversation.not_found', 404)
/** Somebody else changed it at the same moment. */
export const conversationChanged = () => new AppError('conversation.changed', 409)
/** The person has written meanwhile, and who closes has not seen it. */
export const messageUnseen = () => new AppError('conversation.message_unseen', 409)
export const windowClosed = () => new AppError('message.window_closed', 409)
export const notYetSent = () => new AppError('message.not_yet_sent', 409)
export const templateNotApproved = () => new AppError('message.template_not_approved', 409)
export const valuesMissing = (keys: string[]) =>
  new AppError('message.values_missing', 422, { keys: keys.join(', ') })
export const personStopped = () => new AppError('message.opted_out', 409)
const MB = 1024 * 1024
export const fileGone = () => new AppError('file.gone', 404)
export const fileTooLarge = (bytes: number) =>
  new AppError('file.too_large', 413, { most: bytes / MB })
export const fileTypeWrong = () => new AppError('file.type_wrong', 415)
/** Sound of another kind leaves as an audio file. */
export const fileNoVoice = () => new AppError('file.no_voice', 415)
export const storageFull = (gigabytes: number) =>
  new AppError('file.storage_full', 409, { most: gigabytes })
export const notOnTeam = () => new AppError('conversation.not_on_team', 422)
export const tooManyLabels = (most: number) => new AppError('label.too_many', 422, { most })
export const labelNotFound = () => new AppError('label.not_found', 404)
export const labelNameTaken = () => new AppError('label.name_taken', 409)
export const tooManySaved = (most: number) => new AppError('saved_reply.too_many', 422, { most })
export const savedNotFound = () => new AppError('saved_reply.not_found', 404)
export const shortcutTaken = () => new AppError('saved_reply.shortcut_taken', 409)
