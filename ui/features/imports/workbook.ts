// Reads one sheet of an Excel workbook as rows of text.

import { streamXlsxRows } from 'hucre/xlsx'
import {
  IMPORT_MAX_COLUMNS,
  WORKBOOK_MAX_BYTES,
  WORKBOOK_MAX_ROWS,
} from '../../../worker/contract/imports'
import { type ArchiveFault, checkArchive } from './archive'

export type WorkbookFault =
  | ArchiveFault
  | 'workbook_too_large'
  | 'workbook_too_many_rows'
  | 'workbook_too_many_columns'
  | 'workbook_empty'

export type Workbook =
  | { sheets: string[]; sheet: number; rows: string[][] }
  | { fault: WorkbookFault }

/** The rows of a sheet, without the blank ones above its first. */
export async function readWorkbook(bytes: Uint8Array, wanted: number | null): Promise<Workbook> {
  if (bytes.length > WORKBOOK_MAX_BYTES) return { fault: 'workbook_too_large' }
  const archive = await checkArchive(bytes)
  if ('fault' in archive) return archive
  const { sheets } = archive
  try {
    const sheet = wanted ?? (await firstFilled(bytes, sheets.length))
    const rows = await readRows(bytes, sheet, WORKBOOK_MAX_ROWS + 1)
    if (typeof rows === 'string') return { fault: rows }
    return rows.length === 0 ? { fault: 'workbook_empty' } : { sheets, sheet, rows }
  } catch {
    return { fault: 'broken' }
  }
}

/** Many workbooks begin with a cover sheet that holds nothing. */
async function firstFilled(bytes: Uint8Array, count: number): Promise<number> {
  for (let sheet = 0; sheet < count; sheet += 1) {
    for await (const { values } of streamXlsxRows(bytes, { sheet })) {
      if (values.some((value) => textOf(value) !== '')) return sheet
    }
  }
  return 0
}

async function readRows(
  bytes: Uint8Array,
  sheet: number,
  most: number,
): Promise<string[][] | WorkbookFault> {
  const rows: string[][] = []
  let first: number | null = null
  for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
    const cells = values.map(textOf)
    while (cells.at(-1) === '') cells.pop()
    if (cells.length === 0) continue
    if (cells.length > IMPORT_MAX_COLUMNS) return 'workbook_too_many_columns'
    first ??= index
    if (index - first >= most) return 'workbook_too_many_rows'
    // Blank rows keep their place, so that row numbers are those of the sheet.
    while (rows.length < index - first) rows.push([])
    rows.push(cells)
  }
  return rows
}

/** As the sheet keeps it: a long number in full, a day as a day. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dayOf(value)
  if (typeof value === 'number') return numberOf(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return String(value).trim()
}

const dayOf = (date: Date) => {
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}

/** Fifteen digits are what Excel keeps; more would be noise of binary fractions. */
const numberOf = (value: number) =>
  Number.isInteger(value)
    ? value.toLocaleString('en', { useGrouping: false })
    : `${Number(value.toPrecision(15))}`
