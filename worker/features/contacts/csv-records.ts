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
/** The parser gets this much at first, so that it does not search megabytes for the next quote. */
const WINDOW_CHARS = 4096
const QUOTE = '"'
const REPLACEMENT = '\ufffd'

/** Takes up to `most` whole records from `text`; `isLast` says that nothing follows the text. */
export function takeRecords(
  text: string,
  from: number,
  form: CsvForm,
  most: number,
  isLast: boolean,
): Taken {
  const records: string[][] = []
  for (let end = from; ; ) {
    const plain = takePlain(text, end, form, most - records.length)
    records.push(...plain.records)
    end = plain.end
    const fault = plain.fault
    if (fault || records.length === most) return { records, end, fault }
    // Here stands a quote, or the end of the text: the parser's business.
    const next = parseOne(text, end, form, isLast)
    if (next.records.length === 0) return { records, end, fault: next.fault }
    records.push(...next.records)
    end = next.end
    if (records.length === most) return { records, end, fault: null }
  }
}

/** Lines without any quote are records as they are; cutting them takes a tenth of parsing them. */
function takePlain(
  text: string,
  from: number,
  { delimiter, newline }: CsvForm,
  most: number,
): Taken {
  const records: string[][] = []
  let end = from
  let quote = text.indexOf(QUOTE, from)
  while (records.length < most) {
    const lineEnd = text.indexOf(newline, end)
    if (lineEnd < 0) break
    if (quote >= 0 && quote < end) quote = text.indexOf(QUOTE, end)
    if (quote >= 0 && quote < lineEnd) break
    const record = text.slice(end, lineEnd).split(delimiter)
    const fault = lineEnd - end > CELL_MAX_BYTES / 3 ? faultOf(record, undefined) : null
    if (fault) return { records, end, fault }
    records.push(record)
    end = lineEnd + 1
  }
  return { records, end, fault: null }
}

function parseOne(text: string, from: number, form: CsvForm, isLast: boolean): Taken {
  for (let size = WINDOW_CHARS; ; size *= 8) {
    const to = Math.min(from + size, text.length)
    const isEnd = to === text.length
    const taken = parse(text, from, to, form, isEnd && isLast)
    if (taken.records.length > 0 || taken.fault || isEnd) return taken
  }
}

function parse(text: string, from: number, to: number, form: CsvForm, isLast: boolean): Taken {
  if (from === to) return { records: [], end: from, fault: null }
  // The package's types leave the result open; this is what its parser returns.
  const { data, errors, meta } = new Papa.Parser({ ...form, preview: 1, fastMode: false }).parse(
    text.slice(from, to),
    0,
    !isLast,
  ) as Parsed
  const [record] = data
  const fault = record ? faultOf(record, errors[0]?.code) : null
  if (!record || fault) return { records: [], end: from, fault }
  return { records: [record], end: from + meta.cursor, fault: null }
}

type Parsed = { data: string[][]; errors: { code: string }[]; meta: { cursor: number } }

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

const encoder = new TextEncoder()

/** Bytes of a part of a text in UTF-8. */
export const utf8Length = (text: string, from = 0, to = text.length): number =>
  encoder.encode(text.slice(from, to)).byteLength

export const isBlankRecord = (record: readonly string[]) =>
  record.every((cell) => cell.trim() === '')
