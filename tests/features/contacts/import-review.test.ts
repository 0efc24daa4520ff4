import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { EditedRow, ImportProblemView, ImportView } from '../../../worker/contract/imports'
import { fixesFor } from '../../../worker/features/contacts/fixes'
import { makeContactList } from '../../support/contact-list'
import { Importer, shardOf, snapshot } from '../../support/lists'

const LIST =
  'Name,Phone,City\r\n' +
  'Noa,0542345678,Haifa\r\n' +
  'Avi,,Haifa\r\n' +
  'Dan,05O-555-0133,Haifa\r\n' +
  'Again,+972 54-234-5678,Haifa\r\n' +
  'Sam,9.72505E+11,Haifa\r\n' +
  'Zero,523456789,Haifa\r\n' +
  'Two,050-555-0190 / 052-555-0112,Haifa\r\n'

const problemsOf = (importer: Importer, id: string, query = '') =>
  importer.browser.read<List<ImportProblemView>>(
    importer.browser.get(`/api/v1/imports/${id}/problems${query}`),
  )
const correct = (importer: Importer, id: string, row: number, phone: string) =>
  importer.browser.send('PUT', `/api/v1/imports/${id}/rows/${row}`, { body: { phone } })
const corrected = (importer: Importer, id: string, row: number, phone: string) =>
  importer.browser.read<EditedRow>(correct(importer, id, row, phone))
const start = (importer: Importer, id: string) =>
  importer.browser.read<ImportView>(importer.browser.post(`/api/v1/imports/${id}/start`))

describe('a check', () => {
  it('counts exactly what the import then does, and writes nobody', async () => {
    const importer = await Importer.signUp()
    const { csv, truth } = makeContactList(3000)
    await importer.import('Phone\n0542000002\n')
    const before = await snapshot(importer.accountId)

    const checked = await importer.check(csv)

    expect(checked.state).toBe('checked')
    expect(await snapshot(importer.accountId)).toEqual(before)
    const { rows, created, updated, unchanged, ...rest } = checked.counts
    expect({ rows, unique: created + updated + unchanged }).toEqual({
      rows: truth.rows,
      unique: truth.unique,
    })
    expect(rest).toMatchObject({ duplicates: truth.duplicates, invalid: truth.invalid })
    await start(importer, checked.id)
    await importer.runSlices(checked.id)
    expect((await importer.see(checked.id)).counts).toEqual(checked.counts)
  })

  it('lists what each of its counts stands for', async () => {
    const importer = await Importer.signUp()
    await importer.import('Phone\n0542345678\n')
    const { id, counts } = await importer.check(LIST)

    expect(counts).toMatchObject({ rows: 7, created: 1, updated: 1, blank: 1, invalid: 3 })
    expect(counts).toMatchObject({ duplicates: 1, zeroRestored: 1 })
    const rowsOf = async (kind: string) =>
      (await problemsOf(importer, id, `?kind=${kind}`)).items.map(({ row }) => row)
    expect(await rowsOf('invalid')).toEqual([4, 6, 8])
    expect(await rowsOf('blank')).toEqual([3])
    expect(await rowsOf('duplicate')).toEqual([5])
    expect(await rowsOf('already_here')).toEqual([2])
    expect(await rowsOf('ready')).toEqual([7])
    expect(await rowsOf('zero_restored')).toEqual([7])
    const { items } = await problemsOf(importer, id)
    expect(items.map(({ row }) => row)).toEqual([3, 4, 5, 6, 8])
    expect(items[1]?.fixes).toEqual(['+972505550133'])
    expect(items[3]?.text).toMatch(/^Excel cut/)
  })

  it('is done again when the columns or the country change, and starts from nothing', async () => {
    const importer = await Importer.signUp()
    const { id, settings } = await importer.check(LIST)
    const changed = { ...settings, existing: 'skip' }
    const view = await importer.browser.read<ImportView>(
      importer.browser.patch(`/api/v1/imports/${id}`, changed),
    )
    expect(view).toMatchObject({ state: 'matching', counts: { rows: 0 } })

    const again = await importer.checkAgain(id)

    expect(again.counts).toMatchObject({ rows: 7, created: 2, invalid: 3 })
    expect((await problemsOf(importer, id)).items).toHaveLength(5)
  })

  it('gives the rows of one count as a file', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.check(LIST)
    const answer = await importer.browser.get(`/api/v1/imports/${id}/problems.csv?kind=blank`)
    expect((await answer.text()).split('\r\n').slice(1)).toEqual([
      'Avi,,Haifa,3,No phone number',
      '',
    ])
  })
})

describe('a correction', () => {
  it('moves its row to where it belongs, and can be taken back', async () => {
    const importer = await Importer.signUp()
    const { id, counts } = await importer.check(LIST)

    const fixed = await corrected(importer, id, 4, '050-555-0133')
    expect(fixed).toMatchObject({ fixed: 1, problem: { edit: { text: null }, fixes: [] } })
    expect(fixed.counts).toEqual({ ...counts, created: 3, invalid: 2 })
    // As a reload, or another browser, sees it.
    expect((await importer.see(id)).counts).toEqual(fixed.counts)
    expect((await problemsOf(importer, id)).items[1]?.edit?.phone).toBe('050-555-0133')

    const back = await importer.browser.read<EditedRow>(
      importer.browser.send('DELETE', `/api/v1/imports/${id}/rows/4`),
    )
    expect(back).toMatchObject({ fixed: 0, counts, problem: { edit: null } })
  })

  it('says what is still wrong: no number, one of the file, or one of another correction', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.check(LIST)
    const textFor = async (row: number, phone: string) =>
      (await corrected(importer, id, row, phone)).problem.edit?.text
    expect(await textFor(4, '050-555')).toMatch(/too short/)
    expect(await textFor(4, '054-234-5678')).toMatch(/further up/)
    expect(await textFor(4, '050-555-0133')).toBeNull()
    expect(await textFor(6, '+972 50 555 0133')).toMatch(/further up/)
  })

  it('is imported in place of what stands in the file', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.check(LIST)
    await corrected(importer, id, 4, '050-555-0133')
    await corrected(importer, id, 3, '050-555-0144')

    await start(importer, id)
    await importer.runSlices(id)

    const { counts } = await importer.see(id)
    expect(counts).toMatchObject({ rows: 7, created: 4, blank: 0, invalid: 2, duplicates: 1 })
    const { contacts = [] } = await snapshot(importer.accountId)
    const people = (contacts as { name: string; phone: string }[]).map(({ name, phone }) => [
      name,
      phone,
    ])
    expect(people).toContainEqual(['Dan', '+972505550133'])
    expect(people).toContainEqual(['Avi', '+972505550144'])
    expect((await problemsOf(importer, id)).items.map(({ row }) => row)).toEqual([5, 6, 8])
  })

  it('is taken only for a row that has a problem, and only while rows are reviewed', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.check(LIST)
    expect((await correct(importer, id, 2, '050-555-0133')).status).toBe(404)
    expect((await correct(importer, id, 99, '050-555-0133')).status).toBe(404)
    await start(importer, id)
    expect((await correct(importer, id, 4, '050-555-0133')).status).toBe(409)
  })

  it('belongs to its account', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.check(LIST)
    const stranger = await Importer.signUp()
    expect((await correct(stranger, id, 4, '050-555-0133')).status).toBe(404)
    expect((await stranger.browser.get(`/api/v1/imports/${id}/problems`)).status).toBe(404)
  })
})

it.each([
  ['05O-555-0133', ['+972505550133']],
  ['050-555-0190 / 052-555-0112', ['+972505550190', '+972525550112']],
  ['Dana 054-2345678', ['+972542345678']],
  ['+972 (0)54-234-5678', ['+972542345678']],
  ['9.72505E+11', []],
  ['not a phone', []],
  ['', []],
])('offers for "%s" %j', (typed, fixes) => {
  expect(fixesFor(typed, 'IL')).toEqual(fixes)
})

describe('a saved matching', () => {
  it('is used by itself for a file with the same columns, in its own account', async () => {
    const importer = await Importer.signUp()
    const { browser } = importer
    const first = await browser.read<ImportView>(importer.upload('a,b,c\n0542345678,Noa,Haifa\n'))
    const settings = { ...first.settings, columns: ['phone', 'name', 'new:City'], existing: 'skip' }
    await browser.read(browser.patch(`/api/v1/imports/${first.id}`, settings))
    const body = { name: 'Shop', importId: first.id }
    await browser.read(browser.post('/api/v1/imports/presets', body))

    const second = await browser.read<ImportView>(importer.upload('A,B,C\n0542345679,Avi,Eilat\n'))
    expect(second).toMatchObject({ preset: 'Shop', settings: { existing: 'skip' } })
    expect(second.settings?.columns).toEqual(['phone', 'name', 'new:City'])
    const other = await browser.read<ImportView>(importer.upload('A,B\n0542345679,Avi\n'))
    expect(other.preset).toBeNull()
    const stranger = await Importer.signUp()
    const theirs = await stranger.browser.read<ImportView>(
      stranger.upload('A,B,C\n0542345679,Avi,Eilat\n'),
    )
    expect(theirs.preset).toBeNull()
    const list = await stranger.browser.read<List<unknown>>(
      stranger.browser.get('/api/v1/imports/presets'),
    )
    expect(list.items).toEqual([])
  })
})

it('gives everybody several tags, and the day on which all of them agreed', async () => {
  const importer = await Importer.signUp()
  const { counts } = await importer.import('Phone\n0542345678\n', {
    tag: 'VIP, club',
    consent: 'everyone',
    consentDay: '2026-05-04',
  })
  expect(counts.created).toBe(1)
  const { tags = [], contacts = [] } = await snapshot(importer.accountId)
  expect((tags as { name: string }[]).map(({ name }) => name).sort()).toEqual(['VIP', 'club'])
  expect(contacts).toMatchObject([{ consent_at: Date.UTC(2026, 4, 4) }])
  const shard = await shardOf(importer.accountId)
  const kept = shard.prepare('SELECT count(*) AS n FROM import_undo WHERE account_id = ?')
  expect(await kept.bind(importer.accountId).first('n')).toBe(0)
})

describe('exports of address books', () => {
  it('of Google Contacts are recognised', async () => {
    const importer = await Importer.signUp()
    const csv =
      'First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n' +
      'נועה,,כהן,,,,Shop,,,,* myContacts ::: Family,* Home,noa@example.com,Mobile,054-234-5678\n'
    const view = await importer.browser.read<ImportView>(importer.upload(csv))
    const named = view.headers.map((header, at) => [header, view.settings?.columns[at]])
    expect(named.filter(([, target]) => target !== 'skip')).toEqual([
      ['First Name', 'first_name'],
      ['Last Name', 'last_name'],
      ['Organization Name', 'new:Organization Name'],
      ['Labels', 'tags'],
      ['E-mail 1 - Value', 'email'],
      ['Phone 1 - Value', 'phone'],
    ])
    await importer.browser.read(importer.browser.post(`/api/v1/imports/${view.id}/start`))
    await importer.runSlices(view.id)
    const { tags = [] } = await snapshot(importer.accountId)
    expect((tags as { name: string }[]).map(({ name }) => name)).toEqual(['Family'])
  })

  it('of Outlook are recognised, by their mobile number', async () => {
    const importer = await Importer.signUp()
    const csv =
      'First Name,Last Name,Company,Business Fax,Business Phone,Home Phone,Mobile Phone,Categories,E-mail Address,E-mail Type,Initials,Sensitivity\n' +
      'Noa,Cohen,Shop,,03-555-1234,,054-234-5678,vip,noa@example.com,SMTP,N.C.,Normal\n'
    const view = await importer.browser.read<ImportView>(importer.upload(csv))
    expect(view.settings?.columns).toEqual([
      ...['first_name', 'last_name', 'new:Company', 'skip', 'new:Business Phone', 'skip', 'phone'],
      ...['tags', 'email', 'skip', 'skip', 'skip'],
    ])
  })
})
