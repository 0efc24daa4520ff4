import * as v from 'valibot'
import { CountryCode, Id, pageLimit, text } from './common'

export const IMPORT_MAX_BYTES = 100 * 1024 * 1024
export const IMPORT_MAX_ROWS = 1_000_000
export const IMPORT_MAX_COLUMNS = 100
/** R2 multipart parts; all but the last have this size. */
export const IMPORT_PART_BYTES = 8 * 1024 * 1024

export const NewImport = v.strictObject({
  fileName: text(200),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
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
  /** A tag that everybody in the file gets. */
  tag: v.nullable(text(60)),
  /**
   * `column`: rows with a date in the `opted_in_at` column agreed on that day; `everyone`: the user
   * states that all of them did; `none`: no consent is recorded.
   */
  consent: v.picklist(['column', 'everyone', 'none']),
  /** How people agreed ("form on our site"); required unless consent is `none`. */
  consentSource: v.nullable(text(200)),
})
export type ImportSettings = v.InferOutput<typeof ImportSettings>

export const IMPORT_STATES = [
  'uploading', // parts are arriving
  'matching', // columns are being matched by a person
  'running', // rows are being imported, in slices
  'done',
  'cancelled',
  'failed', // the file can't be read; `problem` says why
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
})
export type ImportCounts = v.InferOutput<typeof ImportCounts>

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
  counts: ImportCounts,
  bytesRead: v.number(),
  /** Rows per second over the last slices; null before there is data. */
  ratePerSecond: v.nullable(v.number()),
  createdAt: v.number(),
  finishedAt: v.nullable(v.number()),
})
export type ImportView = v.InferOutput<typeof ImportView>

/** `after` is the row of the last problem seen. */
export const ProblemQuery = v.object({
  after: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))),
  limit: pageLimit(200, 50),
})

export const IMPORT_PROBLEMS = [
  'blank_phone',
  'not_a_number',
  'too_short',
  'too_long',
  'invalid_number',
  'excel_damaged',
  'duplicate_in_file',
] as const
export const ImportProblemView = v.object({
  /** As a spreadsheet counts: the header is row 1. */
  row: v.number(),
  reason: v.picklist(IMPORT_PROBLEMS),
  /** The reason in the caller's language. */
  text: v.string(),
  cells: v.array(v.string()),
})
export type ImportProblemView = v.InferOutput<typeof ImportProblemView>
