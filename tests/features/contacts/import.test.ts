import { expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { ContactView, FieldView, TagView } from '../../../worker/contract/contacts'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { makeContactList } from '../../support/contact-list'
import { countCost } from '../../support/counted-database'
import { Importer, openTestDeps, snapshot, testEnv } from '../../support/lists'

const people = ({ browser }: Importer) =>
  browser.read<List<ContactView>>(browser.get('/api/v1/contacts?limit=200'))
const personCalled = async (importer: Importer, name: string) => {
  const { items } = await people(importer)
  return items.find((one) => one.name === name)
}

it.each([1000, 10_000])(
  'finds in a list of %i rows exactly what is in it',
  async (rows) => {
    const { csv, truth } = makeContactList(rows)
    const importer = await Importer.signUp()

    const { counts, state } = await importer.import(csv)

    expect(state).toBe('done')
    expect(counts).toEqual({
      rows: truth.rows,
      created: truth.unique,
      updated: 0,
      unchanged: 0,
      duplicates: truth.duplicates,
      invalid: truth.invalid,
      blank: truth.blank,
      optedOut: 0,
      zeroRestored: 0,
    })
  },
  60_000,
)

it('changes nothing when the same list comes again', async () => {
  const { csv, truth } = makeContactList(1000)
  const importer = await Importer.signUp()
  await importer.import(csv)
  const before = await snapshot(importer.accountId)

  const { counts } = await importer.import(csv)

  expect(counts).toMatchObject({ created: 0, updated: 0, unchanged: truth.unique })
  expect(await snapshot(importer.accountId)).toEqual(before)
})

it('writes few rows for a new contact, and next to none for a known one', async () => {
  const { csv, truth } = makeContactList(5000)
  const importer = await Importer.signUp()
  const rowsWritten = async () => {
    const { id } = await importer.start(csv)
    const shards = { DATA_0: countCost(testEnv.DATA_0), DATA_1: countCost(testEnv.DATA_1) }
    const bindings = { DATA_0: shards.DATA_0.database, DATA_1: shards.DATA_1.database }
    await importer.runSlices(id, openTestDeps({}, bindings))
    return shards.DATA_0.cost.rowsWritten + shards.DATA_1.cost.rowsWritten
  }

  // One of them is the index by name, in which lists are sorted.
  expect((await rowsWritten()) / truth.unique).toBeLessThanOrEqual(6)
  expect((await rowsWritten()) / truth.unique).toBeLessThanOrEqual(0.01)
}, 60_000)

it('keeps everything a row says: names, tags, custom fields, consent', async () => {
  const importer = await Importer.signUp()
  const { browser } = importer

  const { id } = await importer.import(
    'שם פרטי,שם משפחה,נייד,אימייל,תגיות,תאריך הסכמה,עיר,Order total\r\n' +
      'נועה,כהן,054-2345678,noa@example.com,"VIP; חדשים|a,b",2024-03-11,תל אביב,"1,200"\r\n',
    { tag: 'March list' },
  )

  const [noa] = (await people(importer)).items
  expect(noa).toMatchObject({
    name: 'נועה כהן',
    firstName: 'נועה',
    lastName: 'כהן',
    phone: '+972542345678',
    email: 'noa@example.com',
    country: 'IL',
    consent: 'opted_in',
    consentAt: Date.UTC(2024, 2, 11),
    consentSource: 'the form on our site',
    fields: { עיר: 'תל אביב', order_total: '1,200' },
  })
  expect(noa?.tags.map(({ name }) => name)).toEqual(['March list', 'VIP', 'חדשים', 'a', 'b'])
  const tags = await browser.read<List<TagView>>(browser.get('/api/v1/tags'))
  expect(tags.items).toHaveLength(5)
  const fields = await browser.read<List<FieldView>>(browser.get('/api/v1/fields'))
  expect(fields.items.map(({ name }) => name)).toEqual(['Order total', 'עיר'])
  const { consents } = await snapshot(importer.accountId)
  expect(consents).toMatchObject([
    {
      contact_id: noa?.id,
      change: 'opted_in',
      at: Date.UTC(2024, 2, 11),
      source: `import:${id}:2`,
      wording: 'the form on our site',
      actor: `user:${importer.person.session.user.id}`,
    },
  ])
})

it('brings new facts into known people, as the settings say', async () => {
  const importer = await Importer.signUp()
  const head = 'Phone,Name,Email,City,Tags\n'
  await importer.import(`${head}0542345678,Noa,,Haifa,old\n`)
  const noa = async () => (await people(importer)).items[0]

  const skipped = await importer.import(`${head}0542345678,Noa L,n@x.org,Eilat,new\n`, {
    existing: 'skip',
  })
  expect(skipped.counts).toMatchObject({ unchanged: 1, updated: 0 })
  expect(await noa()).toMatchObject({ name: 'Noa', email: null, fields: { city: 'Haifa' } })

  const filled = await importer.import(`${head}0542345678,Noa L,n@x.org,Eilat,new\n`, {
    existing: 'fill_blanks',
  })
  expect(filled.counts).toMatchObject({ updated: 1 })
  expect(await noa()).toMatchObject({ name: 'Noa', email: 'n@x.org', fields: { city: 'Haifa' } })
  expect((await noa())?.tags.map(({ name }) => name)).toEqual(['old', 'new'])

  const updated = await importer.import(`${head}0542345678,Noa L,,Eilat,\n`, { existing: 'update' })
  expect(updated.counts).toMatchObject({ updated: 1 })
  expect(await noa()).toMatchObject({ name: 'Noa L', email: 'n@x.org', fields: { city: 'Eilat' } })
})

it('never brings back somebody who opted out', async () => {
  const importer = await Importer.signUp()
  await importer.import('Phone,Name\n0542345678,Noa\n0542345679,Avi\n')
  const noa = await personCalled(importer, 'Noa')
  const news = { source: 'message', wording: 'הסר', actor: 'contact' }
  const identities = ['+972542345678']
  await recordOptOut(
    await importer.db(),
    { contactId: noa?.id ?? '', identities, ...news },
    Date.now(),
  )

  const { counts } = await importer.import(
    'Phone,Name,Opted in at\n0542345678,Noa B,2024-01-01\n0542345679,Avi,2024-01-01\n',
  )

  expect(counts).toMatchObject({ updated: 2, optedOut: 1 })
  expect(await personCalled(importer, 'Noa B')).toMatchObject({
    consent: 'opted_out',
    consentSource: 'message',
  })
  expect(await personCalled(importer, 'Avi')).toMatchObject({ consent: 'opted_in' })
  const { consents, suppressions } = await snapshot(importer.accountId)
  expect(consents).toHaveLength(2)
  expect(suppressions).toHaveLength(1)
})

it('does not overtake an opt-out that comes while a batch is being written', async () => {
  const importer = await Importer.signUp()
  await importer.import('Phone,Name\n0542345678,Noa\n')
  const noa = await personCalled(importer, 'Noa')
  const { id } = await importer.start('Phone,Name,Opted in at\n0542345678,Noa B,2024-01-01\n')

  // The person writes between the batch's look at contacts and its write.
  let hasWritten = false
  const interrupt = (database: D1Database): D1Database =>
    new Proxy(database, {
      get: (target, key) => {
        if (key !== 'batch') return Reflect.get(target, key).bind(target)
        return async (statements: D1PreparedStatement[]) => {
          if (statements.length > 2 && !hasWritten) {
            hasWritten = true
            const identities = ['+972542345678']
            const news = { source: 'message', wording: 'stop', actor: 'contact' }
            const db = await importer.db()
            await recordOptOut(db, { contactId: noa?.id ?? '', identities, ...news }, Date.now())
          }
          return target.batch(statements)
        }
      },
    })
  const shards = { DATA_0: interrupt(testEnv.DATA_0), DATA_1: interrupt(testEnv.DATA_1) }
  await importer.runSlices(id, openTestDeps({}, shards))

  expect(hasWritten).toBe(true)
  expect((await importer.see(id)).counts).toMatchObject({ updated: 1, optedOut: 1 })
  expect(await personCalled(importer, 'Noa B')).toMatchObject({ consent: 'opted_out' })
})

it('records the consent that the settings state, and none otherwise', async () => {
  const importer = await Importer.signUp()
  const list = (phone: string) => `Phone,Opted in at\n${phone},not a day\n`
  await importer.import(list('0542345671'), { consent: 'column' })
  await importer.import(list('0542345672'), { consent: 'none' })
  await importer.import(list('0542345673'), { consent: 'everyone' })
  const { items } = await people(importer)
  expect(items.map(({ phone, consent }) => [phone?.at(-1), consent])).toEqual([
    ['3', 'opted_in'],
    ['2', 'unknown'],
    ['1', 'unknown'],
  ])
})

it('records no consent of a day that has not come', async () => {
  const importer = await Importer.signUp()
  const said = { consent: 'everyone', consentSource: 'form', consentDay: '2999-01-01' } as const
  await importer.import('Phone\n0542345678\n', said)
  const { consents = [], contacts = [] } = await snapshot(importer.accountId)
  expect((consents as { at: number }[])[0]?.at).toBeLessThanOrEqual(Date.now())
  expect((contacts as { consent_at: number }[])[0]?.consent_at).toBeLessThanOrEqual(Date.now())
})

it('counts blank rows as nothing, blank phones as blank, and repeats as duplicates', async () => {
  const importer = await Importer.signUp()
  const { counts } = await importer.import(
    'Name,Phone\nNoa,0542345678\n\n,\nAvi,\nEli,+972 54 234 5678\nDan,12\nSam,5.42E+08\n,\n\n',
  )
  expect(counts).toEqual({
    rows: 5,
    created: 1,
    updated: 0,
    unchanged: 0,
    duplicates: 1,
    invalid: 2,
    blank: 1,
    optedOut: 0,
    zeroRestored: 0,
  })
})

it('reads lists as programs and people write them', async () => {
  const shapes = [
    'sep=;\r\nName;Phone\r\nNoa;054-2345678\r\n',
    'Name\tPhone\nNoa\t054-2345678\n',
    '\ufeff"Name","Phone"\r"Noa","054-2345678"\r',
    'Noa,054-2345678',
    'Name,Phone,Notes\n"Noa" ,"054-2345678" ,"two\nlines, and ""quotes"""\n',
    "Phone,Name\n'+972542345678,Noa\n",
  ]
  for (const shape of shapes) {
    const importer = await Importer.signUp()
    const view = await importer.browser.read<{ settings: { columns: string[] } }>(
      importer.upload(shape),
    )
    const hasName = view.settings.columns.includes('name')
    const { counts, state } = await importer.import(shape)
    expect({ shape, state, created: counts.created }).toEqual({ shape, state: 'done', created: 1 })
    const [noa] = (await people(importer)).items
    expect(noa?.phone).toBe('+972542345678')
    if (hasName) expect(noa?.name).toBe('Noa')
  }
})

it('shows nothing of an import to another account', async () => {
  const [mine, other] = [await Importer.signUp(), await Importer.signUp()]
  const { id } = await other.import('Phone,Name\n0542345678,Secret\n12,Hidden\n')
  const path = `/api/v1/imports/${id}`
  const before = await snapshot(other.accountId)

  const answers = [
    await mine.browser.get(path),
    await mine.browser.get(`${path}/problems`),
    await mine.browser.get(`${path}/problems.csv`),
    await mine.browser.post(`${path}/uploaded`),
    await mine.browser.post(`${path}/start`),
    await mine.browser.post(`${path}/cancel`),
    await mine.sendPart(id, 1, new Uint8Array(5)),
  ]

  for (const answer of answers) {
    expect(answer.status).toBe(404)
    const text = await answer.text()
    expect(text).toContain('import.not_found')
    expect(text).not.toMatch(/Secret|Hidden/)
  }
  expect(await mine.browser.read(mine.browser.get('/api/v1/imports'))).toEqual({
    items: [],
    next: null,
  })
  expect(await snapshot(other.accountId)).toEqual(before)
})
