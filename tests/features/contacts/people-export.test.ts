import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { toCsv } from '../../../ui/features/imports/records'
import { readWorkbook } from '../../../ui/features/imports/workbook'
import type { List } from '../../../worker/contract/common'
import type { TagView } from '../../../worker/contract/contacts'
import { makeContactList } from '../../support/contact-list'
import { Importer, shardOf, snapshot } from '../../support/lists'
import { invite } from '../../support/members'
import { shopDay } from '../../support/shop-day'

const LIST =
  'Name,First name,Last name,Phone,Tags,Note\r\n' +
  ',Noa,Cohen,0542345678,vip;חוזר,"two\nlines, ""quoted"""\r\n' +
  '=SUM(A1),,,+447400123456,,-5\r\n' +
  "Doctor Who,John,Smith,0542345679,,''=odd\r\n" +
  'Dan,,,+1 212 234 5678,vip,＝wide\r\n'

const exported = async (importer: Importer, query: string) => {
  const answer = await importer.browser.get(`/api/v1/contacts/export?${query}`)
  expect(answer.status).toBe(200)
  return new Uint8Array(await answer.arrayBuffer())
}
const textOf = (bytes: Uint8Array) =>
  new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes)

async function csvOfWorkbook(bytes: Uint8Array): Promise<string> {
  const book = await readWorkbook(bytes, null)
  if ('fault' in book) throw new Error(book.fault)
  return toCsv(book.rows).join('')
}

it('is named after the day that it is for the account', async () => {
  const importer = await Importer.signUp()
  const days = [shopDay()]
  const answer = await importer.browser.get('/api/v1/contacts/export?format=csv')
  await answer.body?.cancel()
  days.push(shopDay())
  const names = days.map((day) => `attachment; filename="contacts-${day}.csv"`)
  expect(names).toContain(answer.headers.get('content-disposition'))
})

it('writes a CSV that no spreadsheet runs, with phones that stay text', async () => {
  const importer = await Importer.signUp()
  await importer.import(LIST)
  const text = textOf(await exported(importer, 'format=csv'))
  expect(text.startsWith('\ufeff')).toBe(true)
  const { data } = Papa.parse<string[]>(text.slice(1).trimEnd(), { newline: '\r\n' })
  expect(data).toHaveLength(5)
  // A negative number is none.
  const others = data.flat().filter((cell) => !/^-\d+$/.test(cell))
  for (const cell of others) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
  expect(data.map((cells) => cells[3])).toContain("'+972542345678")
})

it('writes a workbook of nothing but text cells', async () => {
  const importer = await Importer.signUp()
  await importer.import(LIST)
  const book = await readWorkbook(await exported(importer, 'format=xlsx'), null)
  if ('fault' in book) throw new Error(book.fault)
  expect(book.rows.map((cells) => cells[3])).toContain('+972542345678')
  expect(book.rows.flat()).toContain('=SUM(A1)')
})

it.each(['csv', 'xlsx'])('brings back as %s exactly what went out', async (format) => {
  const importer = await Importer.signUp()
  await importer.import(LIST)
  await importer.import(makeContactList(1200, 11).csv)
  const before = await snapshot(importer.accountId)
  const bytes = await exported(importer, `format=${format}`)
  const csv = format === 'csv' ? textOf(bytes) : await csvOfWorkbook(bytes)

  const again = await importer.import(csv, { consent: 'column' })

  expect(again.counts).toMatchObject({ created: 0, updated: 0, invalid: 0, duplicates: 0 })
  expect(again.counts.unchanged).toBe(before.contacts?.length)
  expect(await snapshot(importer.accountId)).toEqual(before)

  // In an empty account it makes the same people.
  const other = await Importer.signUp()
  await other.import(csv, { consent: 'column' })
  const shown = async (one: Importer) => {
    const shard = await shardOf(one.accountId)
    const statement = shard.prepare(
      `SELECT name, first_name, last_name, phone, email, country, fields, consent, consent_at
       FROM contacts WHERE account_id = ? ORDER BY phone`,
    )
    return (await statement.bind(one.accountId).all()).results
  }
  expect(await shown(other)).toEqual(await shown(importer))
})

it('brings values back into the field they came from, whatever it is called by now', async () => {
  const importer = await Importer.signUp()
  const { browser } = importer
  await importer.import('Phone,Size,Row label,Class\n0542345678,M,r1,gold\n')
  for (const [key, name] of [
    ['size', 'Shirt size'],
    ['row_label', 'Row'],
    ['class', 'Group'],
  ]) {
    await browser.read(browser.patch(`/api/v1/fields/${key}`, { name }))
  }
  const before = await snapshot(importer.accountId)
  const csv = textOf(await exported(importer, 'format=csv'))

  const again = await importer.import(csv)

  expect(again.counts).toMatchObject({ updated: 0, unchanged: 1 })
  expect(await snapshot(importer.accountId)).toEqual(before)
  const fields = await browser.read<List<{ key: string }>>(browser.get('/api/v1/fields'))
  expect(fields.items.map(({ key }) => key)).toEqual(['class', 'row_label', 'size'])
})

it('holds whom the filter shows, in the caller’s language', async () => {
  const importer = await Importer.signUp()
  await importer.import(LIST)
  const tags = await importer.browser.read<List<TagView>>(importer.browser.get('/api/v1/tags'))
  const vip = tags.items.find(({ name }) => name === 'vip')?.id
  importer.browser.cookies.set('lang', 'he')
  const { data } = Papa.parse<string[]>(
    textOf(await exported(importer, `format=csv&tag=${vip}`))
      .slice(1)
      .trimEnd(),
  )
  expect(data[0]?.slice(0, 4)).toEqual(['שם', 'שם פרטי', 'שם משפחה', 'טלפון'])
  expect(
    data
      .slice(1)
      .map((cells) => cells[1] || cells[0])
      .sort(),
  ).toEqual(['Dan', 'Noa'])
})

it('is for owners and admins, of their own people, and leaves a line', async () => {
  const importer = await Importer.signUp()
  await importer.import(LIST)
  const stranger = await Importer.signUp()
  expect(textOf(await exported(stranger, 'format=csv'))).not.toContain('Noa')
  const marketer = await invite(importer.person, 'marketer')
  const refused = await marketer.browser.get('/api/v1/contacts/export?format=csv')
  expect(refused.status).toBe(403)
  await exported(importer, 'format=csv')
  const shard = await shardOf(importer.accountId)
  const line = await shard
    .prepare("SELECT target FROM audit WHERE account_id = ? AND action = 'contact.exported'")
    .bind(importer.accountId)
    .first('target')
  expect(line).toBe('contacts:csv')
})
