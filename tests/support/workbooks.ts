// Excel workbooks for tests: good ones, and archives that only pretend.

import { writeXlsxStream } from 'hucre/xlsx'
import { zip } from '../../worker/lib/zip'

type Cell = string | number | Date | null

export async function workbookOf(rows: Iterable<Cell[]>, name = 'Sheet1'): Promise<Uint8Array> {
  const stream = writeXlsxStream(rows, { name })
  return new Uint8Array(await new Response(stream as BodyInit).arrayBuffer())
}

type Content = string | Uint8Array | (() => AsyncIterable<Uint8Array>)

/** Any archive, file by file. */
export async function archiveOf(files: Record<string, Content>): Promise<Uint8Array> {
  async function* entries() {
    for (const [name, content] of Object.entries(files)) yield { name, chunks: chunksOf(content) }
  }
  const pieces: Uint8Array[] = []
  for await (const piece of zip(entries())) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* chunksOf(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === 'function') yield* content()
  else yield typeof content === 'string' ? new TextEncoder().encode(content) : content
}

/** The same letters over and over, a megabyte at a time: what bombs are made of. */
export const repeated = (megabytes: number, letter = 'A') =>
  async function* () {
    const piece = new TextEncoder().encode(letter.repeat(1024 * 1024))
    for (let count = 0; count < megabytes; count += 1) yield piece
  }

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts of a workbook with sheets written by hand. */
export function workbookParts(sheets: Record<string, Content>): Record<string, Content> {
  const names = Object.keys(sheets)
  const all = names.map((name, at) => ({ name, id: `rId${at + 1}`, file: `sheet${at + 1}.xml` }))
  return {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all.map(({ name, id }, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.map(({ id, file }) => `<Relationship Id="${id}" Type="${OFFICE}/worksheet" Target="worksheets/${file}"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(
      all.map(({ name, file }) => [`xl/worksheets/${file}`, sheets[name] ?? '']),
    ),
  }
}

export const sheetOf = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`
