import { describe, expect, inject, it } from 'vitest'
import { openBrowser } from '../../scripts/api.mjs'
import { listAll } from '../../scripts/journey.mjs'
import type { ContactView } from '../../worker/contract/contacts'
import { newOwner } from '../support/owner'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'
import { workbookOf } from '../support/workbooks'

const HEBREW = [
  ['שם פרטי', 'שם משפחה', 'נייד'],
  ['נועה', 'כהן', '054-234-5678'],
  ['דוד', 'לוי', '+44 7400 123456'],
  ['יעל', 'מזרחי', '12345'],
]
const text = (delimiter: string) => HEBREW.map((row) => row.join(delimiter)).join('\r\n')
/** Hebrew letters stand at 0xE0 in Windows-1255. */
const windows1255 = (all: string) =>
  Buffer.from(
    Uint8Array.from(all, (letter) => {
      const code = letter.charCodeAt(0)
      return code < 0x80 ? code : code - 0x5d0 + 0xe0
    }),
  )
const quoted = (all: string) =>
  [...Buffer.from(all)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('')
const card = ([first = '', last = '', phone = '']: string[]) =>
  [
    'BEGIN:VCARD',
    'VERSION:2.1',
    `N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${quoted(last)};${quoted(first)};;;`,
    `TEL;CELL:${phone}`,
    'END:VCARD',
    '',
  ].join('\r\n')

type File = { name: string; bytes: () => Buffer | Promise<Buffer> }
const FILES: File[] = [
  { name: 'utf8.csv', bytes: () => Buffer.from(text(',')) },
  { name: 'utf8-bom.csv', bytes: () => Buffer.from(`\ufeff${text(',')}`) },
  { name: 'windows-1255.csv', bytes: () => windows1255(text(';')) },
  { name: 'utf16.txt', bytes: () => Buffer.from(`\ufeff${text('\t')}`, 'utf16le') },
  { name: 'book.xlsx', bytes: async () => Buffer.from(await workbookOf(HEBREW)) },
  { name: 'cards.vcf', bytes: () => Buffer.from(HEBREW.slice(1).map(card).join('')) },
]

/** From the chosen file to the review of its rows. */
async function toReview(page: Page, language: Language, name: string, buffer: Buffer) {
  const say = wordsIn(language)
  await page.goto('/contacts/import')
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer })
  await page.getByText(say('imports_preview_hint')).waitFor()
  await page.getByRole('button', { name: say('common_continue') }).click()
  await page.getByText(say('imports_match_lead')).waitFor()
  await page.getByRole('button', { name: say('imports_check_rows') }).click()
  await page.getByRole('navigation', { name: say('imports_check_filter') }).waitFor()
}

const peopleOf = async (cookies: Record<string, string>) => {
  const contacts: ContactView[] = await listAll(openBrowser(inject('url'), cookies), '/contacts')
  return contacts.map(({ firstName, lastName, phone }) => [firstName, lastName, phone]).sort()
}

describe('U07', () => {
  it.each(FILES)(
    '$name brings the right names and numbers, and its counts add up',
    async (file) => {
      const say = wordsIn('he')
      const cookies = await newOwner('he')
      const { page } = await visit({ language: 'he', as: cookies })
      await toReview(page, 'he', file.name, await file.bytes())
      await page.getByText(say('imports_check_ready', { count: 2 })).waitFor()
      await page.getByRole('button', { name: say('imports_start_count', { count: 2 }) }).click()
      await page.getByText(say('imports_done_title', { count: 2 })).waitFor()

      expect(await peopleOf(cookies)).toEqual([
        ['דוד', 'לוי', '+447400123456'],
        ['נועה', 'כהן', '+972542345678'],
      ])
      const figures = await page.locator('.import-counts dd').allTextContents()
      const [sum = 0, ...parts] = figures.map(Number).reverse()
      expect(sum).toBe(3)
      expect(parts.reduce((all, part) => all + part, 0)).toBe(3)

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: say('imports_problems_download') }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      expect(Buffer.concat(chunks).toString()).toMatch(/יעל,מזרחי,12345,.*המספר קצר מדי/)
    },
  )

  it('shows what a file was taken for; another choice changes the preview and the import', async () => {
    const say = wordsIn('en')
    const cookies = await newOwner('en')
    const { page } = await visit({ as: cookies })
    await page.goto('/contacts/import')
    const rows = 'Name|x;Phone,y\nNoa;1,0542345678;2\n'
    await page.getByLabel(say('imports_paste')).fill(rows)
    await page.getByRole('button', { name: say('imports_paste_use') }).click()
    await page.getByText(say('imports_preview_hint')).waitFor()
    await expectAccessible(page)
    const delimiter = page.getByLabel(say('imports_delimiter'))
    await delimiter.selectOption(',')
    await page.getByRole('columnheader', { name: 'Name|x;Phone', exact: true }).waitFor()
    await delimiter.selectOption(';')
    await page.getByRole('columnheader', { name: 'Phone,y', exact: true }).waitFor()
    await page.getByRole('button', { name: say('common_continue') }).click()
    await page.getByRole('heading', { level: 3, name: 'Phone,y', exact: true }).waitFor()
  })

  it.each<[Language, number]>([
    ['en', 1280],
    ['he', 390],
  ])(
    'rows are corrected by keyboard, kept by a reload, and undone as a whole (%s, %i)',
    async (language, width) => {
      const say = wordsIn(language)
      const cookies = await newOwner(language)
      const { page } = await visit({ language, width, as: cookies })
      const csv = 'Name,Phone\nNoa,0542345678\nDan,05O-555-0133\nAvi,12\nSam,9.72505E+11\n'
      await toReview(page, language, 'fix.csv', Buffer.from(csv))
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      const phoneOf = (row: number) => page.getByLabel(say('imports_check_phone_of', { row }))
      const fixed = page.getByText(say('imports_check_fixed'), { exact: true })

      // One press.
      await page.locator('.fix-table tbody tr').first().locator('.btn').click()
      await fixed.first().waitFor()
      // The keyboard: Enter saves and goes on to the next row.
      await phoneOf(4).focus()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type('054-234-5670')
      await page.keyboard.press('Enter')
      await fixed.nth(1).waitFor()
      expect(await phoneOf(5).evaluate((input) => input === document.activeElement)).toBe(true)
      // No row has left its place, and what Excel did is said.
      expect(await page.locator('.fix-table tbody tr').count()).toBe(3)
      await page
        .getByText(/Excel|אקסל/)
        .first()
        .waitFor()

      await page.reload()
      await fixed.nth(1).waitFor()
      await page
        .getByRole('button', { name: say('common_undo') })
        .first()
        .click()
      await phoneOf(3).waitFor()
      await page.locator('.fix-table tbody tr').first().locator('.btn').click()
      await fixed.nth(1).waitFor()

      await page.getByRole('button', { name: say('imports_start_count', { count: 3 }) }).click()
      await page.getByText(say('imports_done_title', { count: 3 })).waitFor()
      expect((await peopleOf(cookies)).map(([, , phone]) => phone)).toEqual([
        '+972505550133',
        '+972542345670',
        '+972542345678',
      ])

      await page.getByRole('button', { name: say('imports_undo') }).click()
      await page.getByRole('button', { name: say('imports_undo_confirm'), exact: true }).click()
      await page.getByText(say('imports_undone_title')).waitFor()
      await expectAccessible(page)
      expect(await peopleOf(cookies)).toEqual([])
    },
  )

  it('a workbook that is none ends in a clear message', async () => {
    const say = wordsIn('en')
    const { page } = await visit({ as: await newOwner('en') })
    await page.goto('/contacts/import')
    const buffer = Buffer.from([0x50, 0x4b, 3, 4, ...Array(500).fill(7)])
    await page.locator('input[type=file]').setInputFiles({ name: 'x.xlsx', mimeType: '', buffer })
    await page.getByText(say('imports_refused_broken')).waitFor()
    await page.getByText(say('imports_refused_not_done')).waitFor()
  })
})
