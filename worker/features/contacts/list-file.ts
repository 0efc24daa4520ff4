// A list as a file, made while it is sent: no list has to fit into memory.

import { writeXlsxStream } from 'hucre/xlsx'
import { csvRecord } from '../../lib/csv'
import type { Day } from '../../lib/zones'
import { protectAgain } from './cells'

export type FileFormat = 'csv' | 'xlsx'
/** Pages of records, the head first. */
export type Pages = AsyncGenerator<string[][]>

const TYPES: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const listFile = (format: FileFormat, pages: Pages, sheet: string) =>
  format === 'csv' ? csvOf(pages) : workbookOf(pages, sheet)

/** `contacts-2026-11-28.csv`. */
export const fileHeaders = (format: FileFormat, name: string, day: Day) => ({
  'Content-Type': TYPES[format],
  'Content-Disposition': `attachment; filename="${name}-${day}.${format}"`,
})

/** The mark tells spreadsheets that it is UTF-8. */
function csvOf(pages: Pages): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let mark = '\ufeff'
  return new ReadableStream({
    pull: async (stream) => {
      const { value, done } = await pages.next()
      if (done) return stream.close()
      stream.enqueue(encoder.encode(mark + value.map(csvRecord).join('')))
      mark = ''
    },
    cancel: async () => {
      await pages.return(undefined)
    },
  })
}

/** Every cell is text, so that no number loses its digits and nothing is reckoned. */
const workbookOf = (pages: Pages, name: string): ReadableStream<Uint8Array> =>
  writeXlsxStream(rowsOf(pages), { name })

async function* rowsOf(pages: Pages): AsyncGenerator<string[]> {
  for await (const page of pages) for (const cells of page) yield cells.map(protectAgain)
}
