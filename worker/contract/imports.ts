import * as v from 'valibot'
import { CountryCode, Id, pageLimit, text } from './common'

export const IMPORT_MAX_BYTES = 100 * 1024 * 1024
export const IMPORT_MAX_ROWS = 1_000_000
export const IMPORT_MAX_COLUMNS = 100
/** Of an Excel workbook, which is unpacked as a whole. */
export const WORKBOOK_MAX_BYTES = 20 * 1024 * 1024
export const WORKBOOK_MAX_ROWS = 100_000
/** R2 multipart parts; all but the last have this size. */
export const IMPORT_PART_BYTES = 8 * 1024 * 1024

export const IMPORT_DELIMITERS = [',', ';', '\t'] as const
export type ImportDelimiter = (typeof IMPORT_DELIMITERS)[number]

export const NewImport = v.strictObject({
  fileName: text(200),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** What a person saw and confirmed; without it the file's head decides. */
  delimiter: v.optional(v.picklist(IMPORT_DELIMITERS)),
})

export type NewImport = v.InferOutput<typeof NewImport>

/** What a column is; `field:<key>` is an existing custom field, `new:<name>` makes one. */
export const ColumnTarget = v.union([
  v.picklist(['phone', 'name', 'first_name', 'last_name', 'email', 'tags', 'opted_in_at', 'skip']),
  v.pipe(v.string(), v.regex(/^(field|new):.{1,60}$/u)),
])
export type ColumnTarget = v.InferOutput<typeof ColumnTarget>

export const ImportSettings = v.strictObject({
  /** One target per column, in file order. */
  columns: v.pipe(v.array(ColumnTarget), v.maxLength(IMPORT_MAX_COLUMNS)),
  /** For numbers written without a country. */
  country: CountryCode,
  existing: v.picklist(['update', 'fill_blanks', 'skip']),
  /** Tags that everybody in the file gets, with commas between them. */
  tag: v.nullable(text(200)),
  /**
   * `column`: rows with a date in the `opted_in_at` column agreed on that day; `everyone`: the user
   * states that all of them did; `none`: no consent is recorded.
   */
  consent: v.picklist(['column', 'everyone', 'none']),
  /** How people agreed ("form on our site"); required unless consent is `none`. */
  consentSource: v.nullable(text(200)),
  /** The day on which everyone agreed; without it the day of the import. */
  consentDay: v.optional(v.nullable(v.pipe(v.string(), v.isoDate()))),
})
export type ImportSettings = v.InferOutput<typeof ImportSettings>

export const IMPORT_STATES = [
  'uploading', // parts are arriving
  'matching', // columns are being matched by a person
  'checking', // rows are being read, in slices, and nothing is written
  'checked', // what the import would do is known; rows can be corrected
  'running', // rows are being imported, in slices
  'done',
  'cancelled',
  'failed', // the file can't be read; `problem` says why
  'undoing', // what the import did is being taken back, in slices
  'undone',
] as const
export const ImportState = v.picklist(IMPORT_STATES)

/**
 * rows = created + updated + unchanged + duplicates + invalid + blank, at any moment. `optedOut` of those
 * who are known had opted out before, and still are: a list never brings anybody back.
 */
export const ImportCounts = v.object({
  rows: v.number(),
  created: v.number(),
  updated: v.number(),
  unchanged: v.number(),
  duplicates: v.number(),
  invalid: v.number(),
  blank: v.number(),
  optedOut: v.number(),
  /** Of the readable numbers those that a spreadsheet had taken the first zero from. */
  zeroRestored: v.number(),
})
export type ImportCounts = v.InferOutput<typeof ImportCounts>

/** What undoing did. `kept`: people with messages, broadcasts or changes since, who stay. */
export const UndoCounts = v.object({ removed: v.number(), restored: v.number(), kept: v.number() })
export type UndoCounts = v.InferOutput<typeof UndoCounts>

export const ImportView = v.object({
  id: Id,
  fileName: v.string(),
  size: v.number(),
  state: ImportState,
  /** Why it failed, in the caller's language, with the row where known. */
  problem: v.nullable(v.string()),
  partBytes: v.number(),
  uploadedParts: v.array(v.number()),
  headers: v.array(v.string()),
  /** The first rows, cell by cell. */
  preview: v.array(v.array(v.string())),
  settings: v.nullable(ImportSettings),
  delimiter: v.nullable(v.string()),
  /** The name of the saved matching that the settings come from. */
  preset: v.nullable(v.string()),
  counts: ImportCounts,
  /** Rows that were corrected by hand and are readable now. */
  fixed: v.number(),
  bytesRead: v.number(),
  /** Rows per second over the last slices; null before there is data. */
  ratePerSecond: v.nullable(v.number()),
  createdAt: v.number(),
  finishedAt: v.nullable(v.number()),
  /** Until when the whole import can be taken back; null when it can't. */
  undoUntil: v.nullable(v.number()),
  undone: v.nullable(UndoCounts),
})
export type ImportView = v.InferOutput<typeof ImportView>

export const IMPORT_PROBLEMS = [
  'blank_phone',
  'not_a_number',
  'too_short',
  'too_long',
  'invalid_number',
  'excel_damaged',
  'duplicate_in_file',
] as const
/** What a check says of rows that are no problem; it lists the first of each kind. */
export const IMPORT_NOTES = ['ready', 'already_here', 'opted_out', 'zero_restored'] as const
export const IMPORT_NOTES_LISTED = 200

/** What a count of a check stands for, and what it filters the rows by. */
export const ROW_KINDS = ['invalid', 'blank', 'duplicate', ...IMPORT_NOTES] as const
export type RowKind = (typeof ROW_KINDS)[number]

/** `after` is the row of the last problem seen. Without a kind: every problem. */
export const ProblemQuery = v.object({
  kind: v.optional(v.picklist(ROW_KINDS)),
  after: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))),
  limit: pageLimit(200, 50),
})
export const ProblemFileQuery = v.object({ kind: v.optional(v.picklist(ROW_KINDS)) })

export const ImportProblemView = v.object({
  /** As a spreadsheet counts: the header is row 1. */
  row: v.number(),
  reason: v.picklist([...IMPORT_PROBLEMS, ...IMPORT_NOTES]),
  /** The reason in the caller's language. */
  text: v.string(),
  cells: v.array(v.string()),
  /** What stands there instead by now; `text` says what is wrong with it, null when nothing is. */
  edit: v.nullable(v.object({ phone: v.string(), text: v.nullable(v.string()) })),
  /** Numbers that the cell most likely means. */
  fixes: v.array(v.string()),
})
export type ImportProblemView = v.InferOutput<typeof ImportProblemView>

/** The number that a row shall have instead. */
export const RowEdit = v.strictObject({ phone: v.pipe(v.string(), v.trim(), v.maxLength(100)) })
export type RowEdit = v.InferOutput<typeof RowEdit>
export const EditedRow = v.object({
  problem: ImportProblemView,
  counts: ImportCounts,
  fixed: v.number(),
})
export type EditedRow = v.InferOutput<typeof EditedRow>

/** A matching kept for files with the same columns. */
export const PresetView = v.object({
  id: Id,
  name: v.string(),
  headers: v.array(v.string()),
  settings: ImportSettings,
})
export type PresetView = v.InferOutput<typeof PresetView>
export const NewPreset = v.strictObject({ name: text(60), importId: Id })
export type NewPreset = v.InferOutput<typeof NewPreset>
