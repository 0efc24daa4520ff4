import { expect, it } from 'vitest'
import type { ExportView } from '../../../worker/contract/deletion'
import { sweepExports } from '../../../worker/features/deletion/export-operations'
import { exportJob } from '../../../worker/features/deletion/jobs'
import {
  DATA_TABLES,
  DIRECTORY_TABLES,
  LAST_TABLES,
} from '../../../worker/features/deletion/owned-tables'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { Importer, openTestDeps, testEnv } from '../../support/lists'
import { mailsTo, newestCode } from '../../support/people'
import { Shop } from '../../support/shop'
import { unzip } from '../../support/unzip'

async function order(shop: Shop): Promise<ExportView> {
  await shop.post('/exports/code')
  return shop.post('/exports', { code: await newestCode(shop.person.email) })
}

async function exported(shop: Shop): Promise<Map<string, string>> {
  const { id } = await order(shop)
  const job = { type: 'account.export', accountId: shop.accountId, exportId: id } as const
  await exportJob(openTestDeps(), job)
  const answer = await shop.browser.get(`/api/v1/exports/${id}/file`)
  expect(answer.headers.get('content-type')).toBe('application/zip')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect(answer.headers.get('content-length')).toBe(`${bytes.length}`)
  return textsIn(bytes)
}

async function textsIn(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const files = await unzip(bytes.buffer)
  return new Map([...files].map(([name, content]) => [name, decoder.decode(content)]))
}

it('holds every table of the list but those with a reason, readable and without secrets', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([
    { firstName: 'דנה', phone: '+972525550111', tags: ['vip'] },
  ])
  await shop.send()
  await shop.reply(person, 'שלום, יש ורדים?')
  const files = await exported(shop)

  for (const { name, exported } of [...DATA_TABLES, ...LAST_TABLES, ...DIRECTORY_TABLES]) {
    const isOut = 'left_out' in exported
    expect(files.has(`data/${name}.json`), name).toBe(!isOut)
    expect(files.has(`tables/${name}.csv`), name).toBe(!isOut)
  }
  const read = (name: string) => JSON.parse(files.get(`data/${name}.json`) ?? '[]')
  expect(read('contacts')).toMatchObject([{ first_name: 'דנה', phone: '+972525550111' }])
  expect(read('messages')[0].body).toMatchObject({ text: { body: 'שלום, יש ורדים?' } })
  expect(read('recipients')[0].sealed_params).toMatchObject({ 'body.1': expect.any(String) })
  expect(JSON.parse(files.get('members.json') ?? '')).toMatchObject([{ role: 'owner' }])
  const all = [...files.values()].join('\n')
  expect(all).not.toContain(shop.meta.accessToken)
  expect(all).not.toMatch(/"v1\.[a-z2-7]{26}\./)
})

it('has messages of one second in the order in which they are read', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{ phone: '+972525550111' }])
  const texts = ['One', 'two', 'three', 'four', 'five', 'six']
  const at = shop.now()
  for (const text of texts) await shop.reply(person, text, at)
  const files = await exported(shop)
  const rows: { body: { text: { body: string } } }[] = JSON.parse(
    files.get('data/messages.json') ?? '[]',
  )
  expect(rows.map(({ body }) => body.text.body)).toEqual(texts)
})

it('leaves out nothing that somebody wrote, whatever it begins with', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.addMany(1)
  const texts = ['{not JSON', '{"size": "M"}', 'plain']
  for (const [at, text] of texts.entries()) {
    await shop.post(`/contacts/${person}/notes`, { text })
    await shop.post('/saved-replies', { shortcut: `s${at}`, text })
  }
  const files = await exported(shop)
  for (const [name, column] of [
    ['contact_notes', 'body'],
    ['saved_replies', 'text'],
  ] as const) {
    const rows: Record<string, unknown>[] = JSON.parse(files.get(`data/${name}.json`) ?? '[]')
    const read = rows.map((row) => row[column])
    expect(read).toEqual(expect.arrayContaining(['{not JSON', { size: 'M' }, 'plain']))
  }
  expect(files.get('tables/saved_replies.csv')).toContain('{not JSON')
})

it('gives a list of people that an import reads back without a difference', async () => {
  const from = await Importer.signUp()
  const csv = [
    'First name,Last name,Phone,Email,Tags,Opted in at,City,Note',
    'Dana,Cohen,+972525550121,dana@example.com,vip;shop,2026-01-15,חיפה,"=1+1"',
    'Avi,O\'Hara,+14155552671,,,,"New, York",\'-5',
    ',,+972525550123,x@example.com,shop,2026-03-01,,"say ""hi"""',
  ].join('\r\n')
  await from.import(csv, { consent: 'column', consentSource: 'shop' })
  const files = await exportedOf(from)
  const people = files.get('people.csv') ?? ''

  const to = await Importer.signUp()
  await to.import(people, { consent: 'column', consentSource: 'shop' })
  expect(await peopleIn(to)).toEqual(await peopleIn(from))
  expect(await peopleIn(from)).toHaveLength(3)
})

async function exportedOf(person: Importer): Promise<Map<string, string>> {
  const { browser, session, email } = person.person
  await browser.read(browser.post('/api/v1/exports/code'))
  const { id } = await browser.read<ExportView>(
    browser.post('/api/v1/exports', { code: await newestCode(email) }),
  )
  const accountId = session.account.id
  await exportJob(openTestDeps(), { type: 'account.export', accountId, exportId: id })
  const answer = await browser.get(`/api/v1/exports/${id}/file`)
  return textsIn(new Uint8Array(await answer.arrayBuffer()))
}

async function peopleIn({ person }: Importer) {
  type Person = { tags: { name: string }[]; phone: string } & Record<string, unknown>
  const { items } = await person.browser.read<{ items: Person[] }>(
    person.browser.get('/api/v1/contacts?limit=50'),
  )
  return items
    .map(({ name, firstName, lastName, phone, email, consent, consentAt, fields, tags }) => ({
      ...{ name, firstName, lastName, phone, email, consent, consentAt, fields },
      tags: tags.map((tag) => tag.name).sort(),
    }))
    .sort((a, b) => a.phone.localeCompare(b.phone))
}

it('needs a fresh code, and tells every owner', async () => {
  const shop = await Shop.open()
  const wrong = await shop.browser.post('/api/v1/exports', { code: 'ABCD2345' })
  expect(wrong.ok).toBe(false)
  await order(shop)
  const second = await shop.browser.post('/api/v1/exports', { code: 'ABCD2345' })
  expect(await second.json()).toMatchObject({ error: { code: 'export.running' } })
  const mail = (await mailsTo(shop.person.email)).at(-1)
  expect(mail?.subject).toContain('is being exported')
})

it('is nobody else’s, not ready before it is, and gone after a week', async () => {
  const [shop, other] = [await Shop.open(), await Shop.open()]
  const { id } = await order(shop)
  const path = `/api/v1/exports/${id}/file`
  expect((await shop.browser.get(path)).status).toBe(409)
  const job = { type: 'account.export', accountId: shop.accountId, exportId: id } as const
  await exportJob(openTestDeps(), job)
  expect((await other.browser.get(path)).status).toBe(404)
  expect((await shop.browser.get(path)).status).toBe(200)

  await sweepExports(openTestDeps({ clock: { now: () => Date.now() + 8 * DAY_MS } }))
  expect((await shop.browser.get(path)).status).toBe(409)
  const { objects } = await testEnv.FILES.list({ prefix: `exports/${shop.accountId}/` })
  expect(objects).toEqual([])
})

it('is begun again when it was killed, and given up when it is killed each time', async () => {
  const shop = await Shop.open()
  await shop.addMany(3)
  const { id } = await order(shop)
  const job = { type: 'account.export', accountId: shop.accountId, exportId: id } as const
  const dying = openTestDeps({
    files: Object.assign(Object.create(testEnv.FILES), {
      put: async () => {
        throw new Error('killed')
      },
      list: (options: R2ListOptions) => testEnv.FILES.list(options),
      delete: (keys: string[]) => testEnv.FILES.delete(keys),
    }),
  })
  await expect(exportJob(dying, job)).rejects.toThrow('killed')
  // While it may still be at work, nobody begins it again.
  await exportJob(openTestDeps(), job)
  expect((await shop.get<{ items: ExportView[] }>('/exports')).items[0]?.state).toBe('running')

  let ahead = 0
  const later = () => {
    ahead += 6 * MINUTE_MS
    return { clock: { now: () => Date.now() + ahead } }
  }
  for (let times = 0; times < 2; times++) {
    await expect(exportJob({ ...dying, ...later() }, job)).rejects.toThrow('killed')
  }
  await exportJob(openTestDeps(later()), job)
  expect((await shop.get<{ items: ExportView[] }>('/exports')).items[0]?.state).toBe('failed')
})

it('lies sealed, each part in its place: the raw objects hold no word of it', async () => {
  const shop = await Shop.open()
  await shop.add([{ firstName: 'קנרית', phone: '+972525550131' }])
  const { id } = await order(shop)
  const job = { type: 'account.export', accountId: shop.accountId, exportId: id } as const
  await exportJob(openTestDeps(), job)

  const folder = `exports/${shop.accountId}/`
  const { objects } = await testEnv.FILES.list({ prefix: folder })
  expect(objects.map(({ key }) => key)).toEqual([`${folder}${id}/00000`])
  const raw = (await (await testEnv.FILES.get(`${folder}${id}/00000`))?.bytes()) ?? new Uint8Array()
  const text = new TextDecoder('latin1').decode(raw)
  expect(text).toMatch(/^v1\.[a-z2-7]{26}\./)
  // Names and marks of an archive are readable where nothing is sealed.
  for (const canary of ['PK\u0003\u0004', 'people.csv', 'README.txt']) {
    expect(text).not.toContain(canary)
  }

  // Moved to another export, or to another part of its own, it does not open.
  const db = await openTestDeps().db.account(shop.accountId)
  const keys = await openTestDeps().keys.open(db)
  const opened = await keys.openBytes('exports.part', `${id}/00000`, raw)
  expect(new TextDecoder('latin1').decode(opened)).toContain('people.csv')
  for (const place of [`${id}/00001`, 'another/00000']) {
    await expect(keys.openBytes('exports.part', place, raw)).rejects.toThrow(
      'cannot be opened here',
    )
  }
  const damaged = raw.slice()
  damaged[damaged.length - 20] = (raw.at(-20) ?? 0) ^ 1
  await testEnv.FILES.put(`${folder}${id}/00000`, damaged)
  const answer = await shop.browser.get(`/api/v1/exports/${id}/file`)
  await expect(answer.arrayBuffer()).rejects.toThrow()
})
