import Papa from 'papaparse'
import { expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { ImportProblemView } from '../../../worker/contract/imports'
import { makeContactList } from '../../support/contact-list'
import { Importer } from '../../support/lists'

const LIST =
  'Phone,Name,Note\r\n' +
  '0542345678,Noa,\r\n' +
  ',Avi,"=1+1"\r\n' +
  '\r\n' +
  '+972 54-234-5678,Noa again,"two\nlines"\r\n' +
  "'+12,Dan,'quoted\r\n" +
  '5.42E+11,Sam,-5\r\n'

const problemsOf = (importer: Importer, id: string, query = '') =>
  importer.browser.read<List<ImportProblemView>>(
    importer.browser.get(`/api/v1/imports/${id}/problems${query}`),
  )

it('names each row that was left out as a spreadsheet numbers it, with the reason', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.import(LIST)

  const { items } = await problemsOf(importer, id)

  expect(items.map(({ row, reason, cells }) => [row, reason, cells[1]])).toEqual([
    [3, 'blank_phone', 'Avi'],
    [5, 'duplicate_in_file', 'Noa again'],
    [6, 'too_short', 'Dan'],
    [7, 'excel_damaged', 'Sam'],
  ])
  expect(items[3]?.text).toMatch(/^Excel cut the number off/)
  importer.browser.cookies.set('lang', 'he')
  expect((await problemsOf(importer, id)).items[0]?.text).toBe('אין מספר טלפון')
})

it('pages through all of them', async () => {
  const importer = await Importer.signUp()
  const { csv, truth } = makeContactList(6000)
  const { id } = await importer.import(csv)
  const rows: number[] = []
  for (let after = ''; ; ) {
    const page = await problemsOf(importer, id, `?limit=70${after && `&after=${after}`}`)
    rows.push(...page.items.map(({ row }) => row))
    if (!page.next) break
    after = page.next
  }
  expect(rows).toHaveLength(truth.duplicates + truth.invalid + truth.blank)
  expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
})

it('gives them as a file that Excel reads safely, and that comes in again as it went out', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.import(LIST)

  const answer = await importer.browser.get(`/api/v1/imports/${id}/problems.csv`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const file = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.csv"$/)
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const { data } = Papa.parse<string[]>(file.slice(1), { newline: '\r\n' })
  expect(data).toEqual([
    ['Phone', 'Name', 'Note', 'Row', 'Reason'],
    ['', 'Avi', "'=1+1", '3', 'No phone number'],
    [
      "'+972 54-234-5678",
      'Noa again',
      'two\nlines',
      '5',
      'The same number stands further up in the file',
    ],
    ["'+12", 'Dan', "'quoted", '6', 'The number is too short'],
    ['5.42E+11', 'Sam', '-5', '7', expect.stringMatching(/^Excel cut/)],
    [''],
  ])

  // Mended and imported again: our two columns are skipped, the apostrophes are gone.
  const mended = file.replace("'+12", "'+447400000001")
  const again = await importer.import(mended)
  expect(again.settings?.columns).toEqual(['phone', 'name', 'field:note', 'skip', 'skip'])
  expect(again.counts).toMatchObject({ created: 1, unchanged: 0, updated: 1, blank: 1, invalid: 1 })
  const { items } = await problemsOf(importer, again.id)
  expect(items[0]?.cells.slice(0, 3)).toEqual(['', 'Avi', '=1+1'])

  importer.browser.cookies.set('lang', 'he')
  const hebrew = await importer.browser.get(`/api/v1/imports/${id}/problems.csv`)
  expect(await hebrew.text()).toContain(',שורה,סיבה\r\n')
})
