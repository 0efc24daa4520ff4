import { expect, it } from 'vitest'
import { IMPORT_PART_BYTES, type ImportView } from '../../../worker/contract/imports'
import type { Browser } from '../../support/browser'
import { makeContactList } from '../../support/contact-list'
import { Importer, snapshot } from '../../support/lists'

const PNG = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1,
  0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89,
])
const utf16 = (text: string) =>
  new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer)
/** Hebrew letters are single bytes from 0xe0 on in Windows-1255. */
const windows1255 = (text: string) =>
  Uint8Array.from(text, (char) => {
    const code = char.charCodeAt(0)
    return code >= 0x5d0 ? code - 0x5d0 + 0xe0 : code
  })
const wide = (columns: number) =>
  `Phone,${Array.from({ length: columns - 1 }, (_, at) => `c${at}`).join(',')}\n0542345678\n`

const errorOf = async (answer: Response) => {
  const { error } = await answer.json<{ error: { code: string; message: string } }>()
  return { status: answer.status, ...error }
}

it.each<[string, string | Uint8Array, string]>([
  ['nothing but a byte order mark', '\ufeff', 'import.empty'],
  ['white space', ' \r\n \r\n', 'import.empty'],
  ['a header alone', 'Phone,Name\r\n', 'import.no_rows'],
  ['a header and blank rows', 'Phone,Name\r\n,\r\n\r\n', 'import.no_rows'],
  ['Windows-1255', windows1255('טלפון,שם\n0542345678,נועה\n'), 'import.encoding'],
  ['UTF-16 with a mark', utf16('\ufeffPhone,Name\n0542345678,Noa\n'), 'import.encoding'],
  ['UTF-16 without a mark', utf16('Phone,Name\n0542345678,Noa\n'), 'import.encoding'],
  ['a renamed PNG', PNG, 'import.not_text'],
  [
    'a zip archive',
    Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0]),
    'import.not_text',
  ],
  ['200 columns', wide(200), 'import.too_many_columns'],
  [
    'a quote that never closes',
    'Phone,Name\n0542345678,"Noa\n0542345679,Avi\n',
    'import.unclosed_quote',
  ],
])('refuses %s with a clear error', async (_, content, code) => {
  const importer = await Importer.signUp()

  const refused = await errorOf(await importer.upload(content))

  expect(refused).toMatchObject({ status: 422, code })
  expect(refused.message).not.toMatch(/[{}]|undefined/)
  const list = await importer.browser.read<{ items: ImportView[] }>(
    importer.browser.get('/api/v1/imports'),
  )
  expect(list.items).toMatchObject([{ state: 'failed', problem: refused.message }])
})

it('says in Hebrew what is wrong', async () => {
  const importer = await Importer.signUp()
  importer.browser.cookies.set('lang', 'he')
  const { message } = await errorOf(await importer.upload(PNG))
  expect(message).toMatch(/^זה אינו קובץ CSV/)
})

it('refuses an empty file and one of 300 MB before anything is sent', async () => {
  const importer = await Importer.signUp()
  expect(await errorOf(await importer.begin(0))).toMatchObject({
    status: 422,
    code: 'import.empty',
  })
  const large = await errorOf(await importer.begin(300 * 1024 * 1024))
  expect(large).toMatchObject({ status: 413, code: 'import.too_large' })
  expect(large.message).toContain('100 MB')
})

it('refuses more uploads than anybody can be matching', async () => {
  const importer = await Importer.signUp()
  for (let count = 0; count < 10; count++) await importer.browser.read(importer.begin(10))
  expect(await errorOf(await importer.begin(10))).toMatchObject({ code: 'import.too_many_open' })
})

const change = (browser: Browser, view: ImportView, settings: object) =>
  browser.patch(`/api/v1/imports/${view.id}`, { ...view.settings, ...settings })

it('asks for a phone column, a consent column and a source before it starts', async () => {
  const importer = await Importer.signUp()
  const { browser } = importer
  const view = await browser.read<ImportView>(importer.upload('Name,City\nNoa,Haifa\n'))
  const start = async () => errorOf(await browser.post(`/api/v1/imports/${view.id}/start`))

  expect(await start()).toMatchObject({ status: 422, code: 'import.no_phone_column' })
  await browser.read(change(browser, view, { columns: ['phone', 'skip'], consent: 'column' }))
  expect(await start()).toMatchObject({ code: 'import.no_consent_column' })
  await browser.read(change(browser, view, { columns: ['phone', 'skip'], consent: 'everyone' }))
  expect(await start()).toMatchObject({ code: 'import.no_consent_source' })
  await browser.read(change(browser, view, { columns: ['phone', 'field:gone'] }))
  expect(await start()).toMatchObject({ code: 'import.field_unknown' })
  expect(await errorOf(await change(browser, view, { columns: ['phone'] }))).toMatchObject({
    code: 'import.columns_differ',
  })
  expect(await errorOf(await change(browser, view, { columns: ['phone', 'phone'] }))).toMatchObject(
    { code: 'import.column_twice' },
  )
  expect(await errorOf(await change(browser, view, { extra: 1 }))).toMatchObject({
    status: 400,
    code: 'request.invalid',
  })
  expect((await importer.see(view.id)).state).toBe('matching')
})

it('goes on with an upload after a break, in any order, and takes a part twice', async () => {
  const importer = await Importer.signUp()
  const { csv, truth } = makeContactList(95_000, 3)
  const bytes = new TextEncoder().encode(csv)
  expect(bytes.byteLength).toBeGreaterThan(IMPORT_PART_BYTES)
  const { id } = await importer.browser.read<ImportView>(importer.begin(bytes.byteLength))
  const part = (no: number) => bytes.subarray((no - 1) * IMPORT_PART_BYTES, no * IMPORT_PART_BYTES)

  await importer.browser.read(importer.sendPart(id, 2, part(2)))
  expect((await importer.see(id)).uploadedParts).toEqual([2])
  const early = await errorOf(await importer.browser.post(`/api/v1/imports/${id}/uploaded`))
  expect(early).toMatchObject({ status: 409, code: 'import.parts_missing' })
  await importer.browser.read(importer.sendPart(id, 1, part(1)))
  await importer.browser.read(importer.sendPart(id, 1, part(1)))
  const view = await importer.browser.read<ImportView>(
    importer.browser.post(`/api/v1/imports/${id}/uploaded`),
  )
  const again = await importer.browser.read<ImportView>(
    importer.browser.post(`/api/v1/imports/${id}/uploaded`),
  )
  expect(again).toEqual(view)

  await importer.browser.read(change(importer.browser, view, { consentSource: 'form' }))
  await importer.browser.read(importer.browser.post(`/api/v1/imports/${id}/start`))
  await importer.runSlices(id)
  expect((await importer.see(id)).counts).toMatchObject({
    rows: truth.rows,
    created: truth.unique,
    duplicates: truth.duplicates,
  })
}, 120_000)

it('takes parts of the right size and type only', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.browser.read<ImportView>(importer.begin(10))
  const path = `/api/v1/imports/${id}/parts`
  const send = async (no: string, body: Uint8Array, type = 'application/octet-stream') =>
    errorOf(
      await importer.browser.send('PUT', `${path}/${no}`, {
        body,
        headers: { 'content-type': type },
      }),
    )

  expect(await send('1', new Uint8Array(9))).toMatchObject({
    status: 400,
    code: 'import.part_size',
  })
  for (const no of ['2', '0', 'x', '1.5', '-1', '20000']) {
    for (const size of [0, 10]) {
      const refused = await send(no, new Uint8Array(size))
      expect(refused).toMatchObject({ status: 400, code: 'import.no_such_part' })
    }
  }
  expect(await send('1', new Uint8Array(10), 'text/csv')).toMatchObject({ status: 415 })
  expect(await send('1', new Uint8Array(IMPORT_PART_BYTES + 1))).toMatchObject({ status: 413 })
})

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `05${42000000 + from + at},P${at}\n`).join('')

it.each([
  ['a quote that never closes', `05423456789,"open${rows(6000, 50_000)}`, 'import.unclosed_quote'],
  ['a quote that swallows people', `0549999999,"Noa\n0549999998,"x",y\n`, 'import.unclosed_quote'],
  ['a cell of 100 KB', `0549999999,${'x'.repeat(100_000)}\n`, 'import.cell_too_large'],
])('keeps the rows before %s and names the row', async (_, broken, code) => {
  const importer = await Importer.signUp()

  const view = await importer.import(`Phone,Name\n${rows(1200)}${broken}${rows(10, 90_000)}`)

  expect(view.state).toBe('failed')
  expect(view.counts).toMatchObject({ rows: 1200, created: 1200 })
  expect(view.problem).toContain('1202')
  expect((await snapshot(importer.accountId)).contacts).toHaveLength(1200)
  expect(code).toMatch(/^import\./)
})

it('keeps the rows before bytes that are no text', async () => {
  const importer = await Importer.signUp()
  const encode = (text: string) => new TextEncoder().encode(text)
  const parts = [
    encode(`Phone,Name\n${rows(90_000)}`),
    windows1255('0549999999,נועה\n'),
    encode(rows(5, 95_000)),
  ]
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())

  const view = await importer.import(bytes)

  expect(view.state).toBe('failed')
  expect(view.problem).toContain('90002')
  expect(view.counts.created).toBe(90_000)
}, 60_000)
