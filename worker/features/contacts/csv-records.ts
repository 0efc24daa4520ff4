// Cuts CSV text into whole records. A record is never split: what is not complete yet stays where it is.

import Papa from 'papaparse'

export type CsvForm = { delimiter: string; newline: '\n' | '\r' }

export type RecordFault = 'unclosed_quote' | 'cell_too_large' | 'damaged_text'

export type Taken = {
  records: string[][]
  /** Where the text after these records begins. */
  end: number
  /** What is wrong with the record that follows; null when nothing was found. */
  fault: RecordFault | null
}

/** A larger cell is most likely the rest of a file behind a quote that never closes. */
export const CELL_MAX_BYTES = 64 * 1024
/** The parser gets this much at once, so that it never searches megabytes for a quote. */
const WINDOW_CHARS = 128 * 1024
const REPLACEMENT = '\ufffd'

/** Takes up to `most` whole records from `text`; `isLast` says that nothing follows the text. */
export function takeRecords(
  text: string,
  from: number,
  form: CsvForm,
  most: number,
  isLast: boolean,
): Taken {
  for (let size = WINDOW_CHARS; ; size *= 4) {
    const to = Math.min(from + size, text.length)
    const isEnd = to === text.length
    const taken = parse(text, from, to, form, most, isEnd && isLast)
    if (taken.records.length > 0 || taken.fault || isEnd) return taken
  }
}

function parse(
  text: string,
  from: number,
  to: number,
  form: CsvForm,
  most: number,
  isLast: boolean,
): Taken {
  if (from === to) return { records: [], end: from, fault: null }
  const { data, errors, cursor } = runParser(text.slice(from, to), form, most, isLast)
  const fault = firstFault(data, errors)
  if (!fault) return { records: data, end: from + cursor, fault: null }
  // Once more for the good ones before it, since the parser tells only where the last record ends.
  const good =
    fault.index > 0 ? runParser(text.slice(from, to), form, fault.index, isLast) : NOTHING
  return { records: good.data, end: from + good.cursor, fault: fault.kind }
}

type ParserError = { code: string; row: number }
type Parsed = { data: string[][]; errors: ParserError[]; cursor: number }

const NOTHING: Parsed = { data: [], errors: [], cursor: 0 }

function runParser(text: string, form: CsvForm, most: number, isLast: boolean): Parsed {
  const config = { ...form, preview: most, fastMode: false }
  // The package's types leave the result open; this is what its parser returns.
  const { data, errors, meta } = new Papa.Parser(config).parse(text, 0, !isLast) as {
    data: string[][]
    errors: ParserError[]
    meta: { cursor: number }
  }
  return { data, errors, cursor: meta.cursor }
}

function firstFault(
  records: string[][],
  errors: ParserError[],
): { index: number; kind: RecordFault } | null {
  const quotes = new Map(errors.map(({ row, code }) => [row, code]))
  for (const [index, record] of records.entries()) {
    const kind = faultOf(record, quotes.get(index))
    if (kind) return { index, kind }
  }
  return null
}

function faultOf(record: string[], quoteError: string | undefined): RecordFault | null {
  if (quoteError === 'MissingQuotes') return 'unclosed_quote'
  // A stray quote that swallowed a line break has swallowed people, too.
  if (quoteError && record.some((cell) => /[\r\n]/.test(cell.trim()))) return 'unclosed_quote'
  for (const cell of record) {
    if (cell.length * 3 > CELL_MAX_BYTES && utf8Length(cell) > CELL_MAX_BYTES) {
      return /[\r\n]/.test(cell) ? 'unclosed_quote' : 'cell_too_large'
    }
  }
  return null
}

/** Whether text that could not be decoded wholly shows in a record. */
export const isDamaged = (record: readonly string[]) =>
  record.some((cell) => cell.includes(REPLACEMENT))

/** Bytes of a part of a well-formed text in UTF-8, without encoding it. */
export function utf8Length(text: string, from = 0, to = text.length): number {
  let bytes = to - from
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    // A surrogate is half of a character of four bytes.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return bytes
}

export const isBlankRecord = (record: readonly string[]) =>
  record.every((cell) => cell.trim() === '')
