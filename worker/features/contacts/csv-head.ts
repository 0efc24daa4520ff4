// What the beginning of an uploaded file tells: whether it is text, how it is written, what its columns are.

import { IMPORT_MAX_COLUMNS } from '../../contract/imports'
import { readCell } from './cells'
import {
  type CsvForm,
  isBlankRecord,
  type RecordFault,
  type Taken,
  takeRecords,
  utf8Length,
} from './csv-records'
import { phoneReader } from './phone'

/** A record may have 1 MB; the head holds more than one. */
export const HEAD_BYTES = 1_200_000
const PREVIEW_ROWS = 5
const PROBE_RECORDS = 12
const DELIMITERS = [',', ';', '\t']

export type CsvHead = {
  form: CsvForm
  headers: string[]
  /** The first rows, cell by cell. */
  preview: string[][]
  /** Where the first row of people begins, in bytes, and how many records stand before it. */
  dataOffset: number
  recordsBefore: number
}

export type HeadProblem =
  | { code: 'import.encoding' | 'import.not_text' | 'import.empty' | 'import.no_rows' }
  | { code: 'import.too_many_columns'; values: { most: number; found: number } }
  | { code: `import.${RecordFault}`; values: { row: number } }

/** Reads a file's head; `isWhole` says that the head is all there is. */
export function readHead(
  bytes: Uint8Array,
  isWhole: boolean,
  country: string,
  /** Where a person has said it. */
  said: string | null = null,
): CsvHead | HeadProblem {
  const text = decode(bytes)
  if (typeof text !== 'string') return text
  if (text.trim() === '') return { code: 'import.empty' }
  const hint = /^sep=([,;\t])\r?\n/.exec(text)
  const newline = text.includes('\n') ? '\n' : '\r'
  const start = hint?.[0].length ?? 0
  const delimiter = said ?? hint?.[1] ?? detectDelimiter(text, start, newline, isWhole)
  return readColumns(text, start, { delimiter, newline }, bytes, isWhole, country)
}

export const isHeadProblem = (head: CsvHead | HeadProblem): head is HeadProblem => 'code' in head

function readColumns(
  text: string,
  start: number,
  form: CsvForm,
  bytes: Uint8Array,
  isWhole: boolean,
  country: string,
): CsvHead | HeadProblem {
  const first = takeRecords(text, start, form, 1, isWhole)
  const header = first.records[0]
  if (!header) return faultAt(first, 1)
  if (header.length > IMPORT_MAX_COLUMNS) {
    const values = { most: IMPORT_MAX_COLUMNS, found: header.length }
    return { code: 'import.too_many_columns', values }
  }
  const read = phoneReader(country)
  // A list may begin with a person at once: a number is nobody's headline.
  const hasHeader = !header.some((cell) => read(readCell(cell)).ok)
  const dataStart = hasHeader ? first.end : start
  const rows = takeRecords(text, dataStart, form, PROBE_RECORDS, isWhole)
  const preview = rows.records.filter((record) => !isBlankRecord(record))
  if (preview.length === 0) {
    if (rows.fault || !isWhole) return faultAt(rows, rows.records.length + (hasHeader ? 2 : 1))
    return { code: 'import.no_rows' }
  }
  const headers = header.map((cell, at) => (hasHeader ? readCell(cell) : letterOf(at)))
  return {
    form,
    headers,
    preview: preview
      .slice(0, PREVIEW_ROWS)
      .map((row) => headers.map((_, at) => shorten(readCell(row[at] ?? '')))),
    dataOffset: bomLength(bytes) + utf8Length(text, 0, dataStart),
    recordsBefore: hasHeader ? 1 : 0,
  }
}

// No whole record in more than 1 MB of text: the same as a cell that is too large.
const faultAt = (taken: Taken, row: number): HeadProblem => ({
  code: `import.${taken.fault ?? 'cell_too_large'}`,
  values: { row },
})

/** The delimiter that cuts most records into as many cells as the first one has. */
function detectDelimiter(
  text: string,
  start: number,
  newline: CsvForm['newline'],
  isWhole: boolean,
): string {
  let best = { delimiter: ',', agreeing: 0, cells: 1 }
  for (const delimiter of DELIMITERS) {
    const { records } = takeRecords(text, start, { delimiter, newline }, PROBE_RECORDS, isWhole)
    const cells = records[0]?.length ?? 1
    const agreeing = records.filter((record) => record.length === cells).length
    const isBetter = agreeing > best.agreeing || (agreeing === best.agreeing && cells > best.cells)
    if (cells > 1 && (best.cells === 1 || isBetter)) best = { delimiter, agreeing, cells }
  }
  return best.delimiter
}

const PREVIEW_CHARS = 200
const shorten = (cell: string) =>
  cell.length > PREVIEW_CHARS ? `${cell.slice(0, PREVIEW_CHARS).toWellFormed()}…` : cell

/** A, B, … Z, AA: as spreadsheets call columns without a name. */
const letterOf = (at: number): string =>
  (at >= 26 ? letterOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26))

const hasBom = (bytes: Uint8Array) => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
const bomLength = (bytes: Uint8Array) => (hasBom(bytes) ? 3 : 0)

/** UTF-8 only: browsers convert other encodings before they upload. */
function decode(bytes: Uint8Array): string | HeadProblem {
  const problem = binaryProblemOf(bytes)
  if (problem) return problem
  try {
    // The head may end inside a character, hence `stream`.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
    return decoder.decode(bytes, { stream: true })
  } catch {
    return { code: 'import.encoding' }
  }
}

/** UTF-16 has a NUL beside most Latin letters; pictures and archives have control bytes anywhere. */
function binaryProblemOf(bytes: Uint8Array): HeadProblem | null {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { code: 'import.encoding' }
  }
  const nuls = [0, 0]
  let controls = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1
    else if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) controls++
  }
  const [even = 0, odd = 0] = nuls
  const isUtf16 =
    Math.max(even, odd) > bytes.length / 20 && Math.min(even, odd) < bytes.length / 200
  if (isUtf16 && controls < bytes.length / 100) return { code: 'import.encoding' }
  if (even + odd > 0 || controls > bytes.length / 100) return { code: 'import.not_text' }
  return null
}
