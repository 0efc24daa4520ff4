// Text as records, for looking at it and for sending it.

import Papa from 'papaparse'
import { IMPORT_DELIMITERS, type ImportDelimiter } from '../../../worker/contract/imports'

const PREVIEW_RECORDS = 6
const PROBE_RECORDS = 12
/** Excel writes this line in front when its user's list separator is another one. */
const SEPARATOR_LINE = /^\ufeff?sep=([,;\t])\r?\n/

export const isCards = (start: string) => /^\ufeff?\s*BEGIN:VCARD\s/i.test(start)

const recordsOf = (text: string, delimiter: ImportDelimiter, most: number): string[][] =>
  Papa.parse<string[]>(text.replace(SEPARATOR_LINE, '').replace(/^\ufeff/, ''), {
    delimiter,
    preview: most,
  }).data

export const firstRecords = (start: string, delimiter: ImportDelimiter) =>
  recordsOf(start, delimiter, PREVIEW_RECORDS)

/** The delimiter that cuts most records into as many cells as the first one has. */
export function delimiterOf(start: string): ImportDelimiter {
  const said = SEPARATOR_LINE.exec(start)?.[1]
  let best: { delimiter: ImportDelimiter; agreeing: number; cells: number } | null = null
  for (const delimiter of IMPORT_DELIMITERS) {
    if (delimiter === said) return delimiter
    const records = recordsOf(start, delimiter, PROBE_RECORDS)
    const cells = records[0]?.length ?? 1
    if (cells === 1) continue
    const agreeing = records.filter((record) => record.length === cells).length
    const isBetter =
      !best || agreeing > best.agreeing || (agreeing === best.agreeing && cells > best.cells)
    if (isBetter) best = { delimiter, agreeing, cells }
  }
  return best?.delimiter ?? ','
}

const ROWS_PER_PIECE = 2000

/** Rows as CSV, in pieces. */
export function toCsv(rows: string[][]): string[] {
  const pieces: string[] = []
  for (let at = 0; at < rows.length; at += ROWS_PER_PIECE) {
    pieces.push(`${Papa.unparse(rows.slice(at, at + ROWS_PER_PIECE), { newline: '\r\n' })}\r\n`)
  }
  return pieces
}
