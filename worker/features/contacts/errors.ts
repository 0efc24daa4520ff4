import { AppError } from '../../lib/errors'

export const contactNotFound = () => new AppError('contact.not_found', 404)

/** Names the contact that has the number, so that a page can open it. */
export const contactExists = (id: string) => new AppError('contact.exists', 409, {}, { id })

export const phoneNotValid = (problem: string) =>
  new AppError('contact.phone_invalid', 422, {}, { fields: ['phone'], problem })

export const consentSourceMissing = () =>
  new AppError('contact.no_consent_source', 422, {}, { fields: ['consentSource'] })

export const tooManyTagsInAccount = (most: number) => new AppError('tags.too_many', 422, { most })

export const segmentNotFound = () => new AppError('segment.not_found', 404)

export const tooManySegments = (most: number) => new AppError('segment.too_many', 422, { most })

export const noteNotFound = () => new AppError('contact_note.not_found', 404)

export const tooManyNotes = (most: number) => new AppError('contact_note.too_many', 422, { most })

export const contactChangedElsewhere = () => new AppError('contact.changed_elsewhere', 409)

export const fieldNotFound = () => new AppError('field.not_found', 404)

export const fieldExists = () => new AppError('field.exists', 409, {}, { fields: ['name'] })

export const choicesMissing = () =>
  new AppError('field.no_choices', 422, {}, { fields: ['choices'] })

export const tooManyFieldsInAccount = (most: number) =>
  new AppError('field.too_many', 422, { most })

/** `field` names the custom field in the account's own words. */
export const fieldValueInvalid = (key: string, field: string) =>
  new AppError('contact.field_invalid', 422, { field }, { fields: [`fields.${key}`] })

/** Names the contact that this one became part of, so that a page can open it. */
export const contactMerged = (id: string) => new AppError('contact.merged', 404, {}, { id })

export const mergeNotFound = () => new AppError('merge.not_found', 404)

export const mergeOfOne = () => new AppError('merge.of_one', 422)

/** Nothing is sent to samples: a real person must not become one. */
export const mergeOfSample = () => new AppError('merge.of_sample', 422)

/** A message is on its way to one of them, a broadcast is being prepared, or they are being merged. */
export const mergeMustWait = () => new AppError('merge.must_wait', 409)

export const mergeCannotUndo = () => new AppError('merge.cannot_undo', 409)

export const bulkEditNotFound = () => new AppError('bulk_edit.not_found', 404)

export const cannotUndo = () => new AppError('bulk_edit.cannot_undo', 409)

/** Numbers are masked for this member, who can't look for them by a filter either. */
export const numbersHidden = () => new AppError('contact.numbers_hidden', 403)

/** The list's address names a place that no list has. */
export const cursorUnknown = () => new AppError('contact.bad_cursor', 400)

export const importNotFound = () => new AppError('import.not_found', 404)

export const importTooLarge = (mostMb: number) => new AppError('import.too_large', 413, { mostMb })

export const importEmpty = () => new AppError('import.empty', 422)

export const tooManyOpenImports = (most: number) =>
  new AppError('import.too_many_open', 429, { most })

/** The step needs an import in another state. */
export const importNotIn = (wanted: string) => new AppError(`import.not_${wanted}`, 409)

export const partNotExpected = (no: number, bytes: number) =>
  bytes === 0
    ? new AppError('import.no_such_part', 400)
    : new AppError('import.part_size', 400, { no, bytes })

export const partsMissing = (parts: number[]) =>
  new AppError('import.parts_missing', 409, { parts: parts.join(', ') }, { parts })

/** What is wrong with the file itself; kept on the import and told again to whoever asks. */
export const fileProblem = (code: string, values: Record<string, string | number> = {}) =>
  new AppError(code, 422, values)

export const tooManyRows = (most: number) => fileProblem('import.too_many_rows', { most })

export const tooManyTags = (row: number, most: number) =>
  fileProblem('import.too_many_tags', { row, most })

export const rowNotListed = (row: number) => new AppError('import.row_not_listed', 404, { row })

export const tooManyEdits = (most: number) => new AppError('import.too_many_edits', 422, { most })

export const undoNotPossible = () => new AppError('import.no_undo', 409)

export const presetNotFound = () => new AppError('import.preset_not_found', 404)

export const tooManyPresets = (most: number) =>
  new AppError('import.too_many_presets', 422, { most })

const settingsProblem = (
  code: string,
  field: string,
  values: Record<string, string | number> = {},
) => new AppError(code, 422, values, { fields: [field] })

export const noPhoneColumn = () => settingsProblem('import.no_phone_column', 'columns')

export const columnsDiffer = (expected: number) =>
  settingsProblem('import.columns_differ', 'columns', { expected })

export const columnTwice = (target: string) =>
  settingsProblem('import.column_twice', 'columns', { target })

export const fieldUnknown = (key: string) =>
  settingsProblem('import.field_unknown', 'columns', { key })

export const tooManyFields = (most: number) =>
  settingsProblem('import.too_many_fields', 'columns', { most })

export const noConsentColumn = () => settingsProblem('import.no_consent_column', 'consent')

export const noConsentSource = () => settingsProblem('import.no_consent_source', 'consentSource')

/** Only what a message was taken for can be taken back, while nothing was said since. */
export const consentNotUndoable = () => new AppError('consent.not_undoable', 409)

/** A word can't stop and bring back. */
export const wordBringsBack = (word: string) =>
  new AppError('consent.word_brings_back', 422, { word }, { fields: ['own'] })

export const wordEmpty = () => new AppError('consent.word_empty', 422, {}, { fields: ['own'] })

/** Marketing to somebody without a recorded consent, in an account that declared no legal basis. */
export const noConsentRecorded = () => new AppError('consent.none_recorded', 409)

export const optInPageNotFound = () => new AppError('not_found', 404)

export const numberNotReady = () =>
  new AppError('opt_in.number_not_ready', 409, {}, { fields: ['numberId'] })
