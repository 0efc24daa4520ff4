import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { cardRows } from '../../../ui/features/imports/cards'
import { toCsv } from '../../../ui/features/imports/records'
import { readWorkbook } from '../../../ui/features/imports/workbook'
import { makeContactList } from '../../support/contact-list'
import { Importer } from '../../support/lists'
import { workbookOf } from '../../support/workbooks'

const recordsOf = (csv: string) =>
  Papa.parse<string[]>(csv.slice(1).trimEnd(), { delimiter: ',' }).data

async function throughWorkbook(csv: string): Promise<string> {
  const book = await readWorkbook(await workbookOf(recordsOf(csv)), null)
  if ('fault' in book) throw new Error(book.fault)
  return toCsv(book.rows).join('')
}

const escaped = (text = '') => text.replace(/[,;\\]/g, (mark) => `\\${mark}`)

function throughCards(csv: string): string {
  const cards = recordsOf(csv)
    .slice(1)
    .map(([first, last, phone, email]) =>
      [
        ...['BEGIN:VCARD', 'VERSION:3.0', `N:${escaped(last)};${escaped(first)};;;`],
        ...(phone ? [`TEL;TYPE=CELL:${escaped(phone)}`] : []),
        ...[`EMAIL:${email}`, 'END:VCARD', ''],
      ].join('\r\n'),
    )
  return toCsv(cardRows(cards.join(''), 'utf-8')).join('')
}

const throughTabs = (csv: string) =>
  Papa.unparse(recordsOf(csv), { delimiter: '\t', newline: '\r\n' })

/** A million rows, which only text can hold, are counted by the bench. */
it.each([
  ['TSV', 1000, throughTabs],
  ['XLSX', 1000, throughWorkbook],
  ['vCard', 1000, throughCards],
  ['TSV', 20_000, throughTabs],
  ['XLSX', 20_000, throughWorkbook],
  ['vCard', 20_000, throughCards],
])(
  'finds in a %s of %i rows exactly what is in it',
  async (_, rows, through) => {
    const importer = await Importer.signUp()
    const { csv, truth } = makeContactList(rows)
    const { counts } = await importer.import(await through(csv))
    const { created, duplicates, invalid, blank } = counts
    expect({ rows: counts.rows, unique: created, duplicates, invalid, blank }).toEqual(truth)
  },
  120_000,
)
