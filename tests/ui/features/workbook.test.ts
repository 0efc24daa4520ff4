import { describe, expect, it } from 'vitest'
import { readWorkbook } from '../../../ui/features/imports/workbook'
import { archiveOf, repeated, sheetOf, workbookOf, workbookParts } from '../../support/workbooks'

const rowsOf = async (bytes: Uint8Array, sheet: number | null = null) => {
  const book = await readWorkbook(bytes, sheet)
  return 'fault' in book ? book.fault : book.rows
}

describe('a workbook', () => {
  it('is read as text: long numbers in full, days as days', async () => {
    const bytes = await workbookOf([
      ['שם', 'טלפון', 'Joined', 'Total'],
      ['נועה', 972542345678, new Date(Date.UTC(2026, 2, 1)), 12.5],
      ['דן', '0542345679', null, 0.1 + 0.2],
    ])
    expect(await rowsOf(bytes)).toEqual([
      ['שם', 'טלפון', 'Joined', 'Total'],
      ['נועה', '972542345678', '2026-03-01', '12.5'],
      ['דן', '0542345679', '', '0.3'],
    ])
  })

  it('has its sheets named, and the first one with anything in it is taken', async () => {
    const row = (text: string) =>
      sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`)
    const parts = workbookParts({ Cover: sheetOf(''), 'A &amp; B': row('one'), Rest: row('two') })
    const bytes = await archiveOf(parts)
    expect(await readWorkbook(bytes, null)).toEqual({
      sheets: ['Cover', 'A & B', 'Rest'],
      sheet: 1,
      rows: [['one']],
    })
    expect(await rowsOf(bytes, 2)).toEqual([['two']])
    expect(await rowsOf(bytes, 0)).toBe('workbook_empty')
  })

  it('keeps the numbers of its rows where some are blank, and reads formulas as what they show', async () => {
    const sheet = sheetOf(
      '<row r="3"><c r="A3" t="inlineStr"><is><t>Phone</t></is></c></row>' +
        '<row r="5"><c r="A5"><f>1+1</f><v>2</v></c></row>',
    )
    const bytes = await archiveOf(workbookParts({ List: sheet }))
    expect(await rowsOf(bytes)).toEqual([['Phone'], [], ['2']])
  })

  it('may have 100,000 rows', async () => {
    function* many(count: number) {
      for (let no = 0; no < count; no += 1) yield [`${no}`]
    }
    expect(await rowsOf(await workbookOf(many(100_001)))).toHaveLength(100_001)
    expect(await rowsOf(await workbookOf(many(100_002)))).toBe('workbook_too_many_rows')
  })
})

const ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
const good = () => workbookOf([['Phone'], ['0542345678']])

/** A good workbook in which the numbers at a place are others. */
async function damaged(change: (view: DataView, bytes: Uint8Array) => void) {
  const bytes = new Uint8Array(await good())
  change(new DataView(bytes.buffer), bytes)
  return bytes
}
const find = (bytes: Uint8Array, signature: number[], last = false) => {
  const text = Buffer.from(bytes)
  return last ? text.lastIndexOf(Buffer.from(signature)) : text.indexOf(Buffer.from(signature))
}
const CENTRAL = [0x50, 0x4b, 1, 2]
const END = [0x50, 0x4b, 5, 6]

describe('10 bombs and broken files', () => {
  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['a sheet of a gigabyte', () => archiveOf(workbookParts({ List: repeated(1024) })), 'swollen'],
    [
      'shared strings of 150 MB',
      () =>
        archiveOf({
          ...workbookParts({ List: sheetOf('') }),
          'xl/sharedStrings.xml': repeated(150),
        }),
      'swollen',
    ],
    [
      'a thousand files',
      () =>
        archiveOf(
          Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`xl/${at}.xml`, 'x'])),
        ),
      'swollen',
    ],
    [
      'twenty files of 20 MB',
      () =>
        archiveOf(
          Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`xl/${at}.xml`, repeated(20)])),
        ),
      'swollen',
    ],
    [
      'entities that multiply',
      () =>
        archiveOf(
          workbookParts({ List: `<?xml version="1.0"?>${ENTITY}<worksheet>&b;</worksheet>` }),
        ),
      'unsafe',
    ],
    [
      'a declaration hidden in UTF-16',
      () =>
        archiveOf(
          workbookParts({
            List: new Uint8Array(Buffer.from(`\ufeff${ENTITY}<worksheet/>`, 'utf16le')),
          }),
        ),
      'unsafe',
    ],
    [
      'a row in the last column of Excel',
      () =>
        archiveOf(
          workbookParts({
            List: sheetOf('<row r="1"><c r="XFD1"><v>1</v></c></row>'.repeat(1000)),
          }),
        ),
      'workbook_too_many_columns',
    ],
    [
      'one row at the end of the sheet',
      () =>
        archiveOf(
          workbookParts({
            List: sheetOf(
              '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            ),
          }),
        ),
      'workbook_too_many_rows',
    ],
    ['half of a workbook', async () => (await good()).subarray(0, 900), 'broken'],
    [
      'a size that lies',
      () => damaged((view, bytes) => view.setUint32(find(bytes, CENTRAL) + 24, 5, true)),
      'broken',
    ],
    [
      'a size of 4 GB that is none',
      () => damaged((view, bytes) => view.setUint32(find(bytes, CENTRAL) + 24, 0xfffffff0, true)),
      'swollen',
    ],
    [
      'an index that points to nothing',
      () => damaged((view, bytes) => view.setUint32(find(bytes, END, true) + 16, 7, true)),
      'broken',
    ],
    [
      'a password',
      () => damaged((view, bytes) => view.setUint16(find(bytes, CENTRAL) + 8, 9, true)),
      'protected',
    ],
    [
      'a document of Word',
      () => archiveOf({ 'word/document.xml': '<w:document/>' }),
      'not_workbook',
    ],
    [
      'a workbook without its sheet',
      async () => {
        const { 'xl/worksheets/sheet1.xml': _, ...rest } = workbookParts({ List: sheetOf('') })
        return archiveOf(rest)
      },
      'broken',
    ],
    ['noise', async () => Uint8Array.from([0x50, 0x4b, 3, 4, ...Array(500).fill(7)]), 'broken'],
    ['more than 20 MB', async () => new Uint8Array(20 * 1024 * 1024 + 1), 'workbook_too_large'],
  ])('%s ends within 2 s, by its name', async (_, make, fault) => {
    const bytes = await make()
    const startedAt = performance.now()
    expect(await rowsOf(bytes)).toBe(fault)
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})
