import { expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import { CONTACT_SORTS, type ContactSort } from '../../../worker/contract/contact-list'
import type {
  ContactView,
  CountView,
  TagView,
  TimelineEntry,
} from '../../../worker/contract/contacts'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { noteInbound } from '../../../worker/features/contacts/identity-operations'
import { listContacts } from '../../../worker/features/contacts/operations'
import type { Browser } from '../../support/browser'
import { countCost } from '../../support/counted-database'
import { Importer, openTestDeps, shardOf, testEnv } from '../../support/lists'

const add = (browser: Browser, person: object) =>
  browser.read<ContactView>(browser.post('/api/v1/contacts', person))
const list = (browser: Browser, query = '') =>
  browser.read<List<ContactView>>(browser.get(`/api/v1/contacts${query}`))
const names = async (browser: Browser, query: string) =>
  (await list(browser, query)).items.map(({ name }) => name)

it('adds a person with tags and consent, and shows them', async () => {
  const { browser, person } = await Importer.signUp()

  const contact = await add(browser, {
    firstName: 'נועה',
    lastName: 'כהן',
    phone: '054-234-5678',
    tags: ['VIP', 'vip', 'חדשים'],
    consent: 'opted_in',
    consentSource: 'said so on the phone',
  })

  expect(contact).toMatchObject({ name: 'נועה כהן', phone: '+972542345678', country: 'IL' })
  expect(contact.tags.map(({ name }) => name)).toEqual(['vip', 'חדשים'])
  const timeline = await browser.read<List<TimelineEntry>>(
    browser.get(`/api/v1/contacts/${contact.id}/timeline`),
  )
  expect(timeline.items).toMatchObject([
    { kind: 'consent', change: 'opted_in', wording: 'said so on the phone' },
    { kind: 'added' },
  ])
  expect(person.session.user.id).toBeTruthy()
})

it('refuses a number the account has, and names whose it is', async () => {
  const { browser } = await Importer.signUp()
  const { id } = await add(browser, { firstName: 'Asha', phone: '+972542345678' })

  for (const phone of ['054-234-5678', '00972542345678']) {
    const answer = await browser.post('/api/v1/contacts', { phone })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({
      error: { code: 'contact.exists', details: { id } },
    })
  }
})

it.each([
  [{ phone: '050-12' }, 'contact.phone_invalid'],
  [{ phone: '054-234-5678', consent: 'opted_in' }, 'contact.no_consent_source'],
  [{ phone: '054-234-5678', accountId: 'x' }, 'request.invalid'],
  [{ phone: '054-234-5678', consent: 'opted_out' }, 'request.invalid'],
])('refuses %o with %s', async (person, code) => {
  const { browser } = await Importer.signUp()
  const answer = await browser.post('/api/v1/contacts', person)
  expect(await answer.json()).toMatchObject({ error: { code } })
  expect((await list(browser)).items).toEqual([])
})

it('finds people by parts of name, phone and e-mail, however they are typed', async () => {
  const { browser } = await Importer.signUp()
  await add(browser, { firstName: 'Zoë', lastName: "O'Neil", phone: '054-234-5678' })
  await add(browser, { firstName: 'נֹעָה', lastName: 'כהן', phone: '054-234-5679', email: 'n@x.org' })
  await add(browser, { firstName: '100%', lastName: 'a_b', phone: '054-234-5670' })

  expect(await names(browser, '?q=zoe')).toEqual(["Zoë O'Neil"])
  expect(await names(browser, '?q=oneil')).toEqual([])
  expect(await names(browser, `?q=${encodeURIComponent('O’neil zo')}`)).toEqual(["Zoë O'Neil"])
  expect(await names(browser, `?q=${encodeURIComponent('כהן נעה')}`)).toEqual(['נֹעָה כהן'])
  expect(await names(browser, '?q=N@X')).toEqual(['נֹעָה כהן'])
  expect(await names(browser, '?q=054-234-5679')).toEqual(['נֹעָה כהן'])
  expect(await names(browser, `?q=${encodeURIComponent('+972 54 234 5678')}`)).toEqual([
    "Zoë O'Neil",
  ])
  expect(await names(browser, `?q=${encodeURIComponent('%')}`)).toEqual(['100% a_b'])
  expect(await names(browser, '?q=a_b')).toEqual(['100% a_b'])
  expect(await names(browser, `?q=${encodeURIComponent('א'.repeat(90))}`)).toEqual([])
})

it('pages, filters and counts', async () => {
  const importer = await Importer.signUp()
  const { browser } = importer
  const rows = Array.from({ length: 12 }, (_, at) => `054234560${at % 10}${Math.floor(at / 10)}`)
  const lines = rows.map((phone, at) => `${phone.slice(0, 10)},P${at},${at % 3 ? 'even' : 'third'}`)
  await importer.import(
    `Phone,Name,Tags\n${[...new Set(lines)].join('\n')}\n+447400000001,Brit,uk\n`,
  )
  const tags = await browser.read<List<TagView>>(browser.get('/api/v1/tags'))
  const third = tags.items.find(({ name }) => name === 'third')?.id ?? ''

  const seen: string[] = []
  for (let after = ''; ; ) {
    const page = await list(browser, `?limit=4${after && `&after=${after}`}`)
    seen.push(...page.items.map(({ id }) => id))
    if (!page.next) break
    after = encodeURIComponent(page.next)
  }
  const all = await list(browser, '?limit=200')

  expect(seen).toEqual(all.items.map(({ id }) => id))
  expect(new Set(seen).size).toBe(seen.length)
  expect(await names(browser, '?country=GB')).toEqual(['Brit'])
  expect(await names(browser, `?tag=${third}`)).toEqual(['P9', 'P6', 'P3', 'P0'])
  expect((await names(browser, `?tag=${third}&limit=3`)).length).toBe(3)
  const count = await browser.read<CountView>(browser.get(`/api/v1/contacts/count?tag=${third}`))
  expect(count.count).toBe(4)
  expect(await names(browser, '?consent=opted_in')).toEqual([])
})

it('reads few rows for a page of many contacts', async () => {
  const { accountId } = await Importer.signUp()
  const database = await shardOf(accountId)
  const insert = (select: string, table: string) =>
    database
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
         INSERT INTO ${table} SELECT ${select} FROM n`,
      )
      .bind(accountId)
      .run()
  const id = "printf('a%025d', i)"
  await insert(
    `?1, ${id}, 'P' || i, NULL, NULL, '+97254' || i, NULL, NULL, NULL, 'IL', '{}',
     '["${'t'.repeat(26)}"]', 'unknown', NULL, NULL, 'p' || i, NULL, 1, 1, NULL, NULL`,
    'contacts',
  )
  await insert(`?1, '${'t'.repeat(26)}', ${id}`, 'contact_tags')
  const pageCost = async (filter: object, sort: ContactSort = 'newest') => {
    const shards = { DATA_0: countCost(testEnv.DATA_0), DATA_1: countCost(testEnv.DATA_1) }
    const bindings = { DATA_0: shards.DATA_0.database, DATA_1: shards.DATA_1.database }
    const counted = await openTestDeps({}, bindings).db.account(accountId)
    const id = `a${'0'.repeat(20)}15000`
    const after = JSON.stringify([id, KEYS[sort] ?? id])
    const { items } = await listContacts(counted, filter, { sort, after, limit: 50 }, 1)
    expect(items).toHaveLength(50)
    return shards.DATA_0.cost.rowsRead + shards.DATA_1.cost.rowsRead
  }

  expect(await pageCost({})).toBeLessThanOrEqual(60)
  expect(await pageCost({ tag: 't'.repeat(26) })).toBeLessThanOrEqual(150)
  for (const sort of CONTACT_SORTS) {
    // An index of its own is read beside the rows.
    expect(await pageCost({}, sort), sort).toBeLessThanOrEqual(110)
  }
})

/** What the contact in the middle is sorted by. */
const KEYS: Partial<Record<ContactSort, string | number>> = {
  name: 'P15000',
  '-name': 'P15000',
  last: 0,
}

it('sorts by who wrote last, with those who never did behind them', async () => {
  const { browser, accountId } = await Importer.signUp()
  const db = await openTestDeps().db.account(accountId)
  for (const [at, firstName] of ['A', 'B', 'C', 'D', 'E'].entries()) {
    const { id } = await add(browser, { firstName, phone: `054-234-567${at}` })
    if (firstName === 'B') await noteInbound(db, id, 2000)
    if (firstName === 'D') await noteInbound(db, id, 1000)
  }
  for (const limit of [2, 3, 5]) {
    const seen: (string | null)[] = []
    for (let after = ''; ; ) {
      const page = await list(browser, `?sort=last&limit=${limit}${after}`)
      seen.push(...page.items.map(({ name }) => name))
      if (!page.next) break
      after = `&after=${encodeURIComponent(page.next)}`
    }
    expect(seen).toEqual(['B', 'D', 'E', 'C', 'A'])
  }
})

it.each<[ContactSort, string[]]>([
  ['newest', ['anna', 'Zoe', 'בני', 'Ben']],
  ['oldest', ['Ben', 'בני', 'Zoe', 'anna']],
  ['name', ['anna', 'Ben', 'Zoe', 'בני']],
  ['-name', ['בני', 'Zoe', 'Ben', 'anna']],
])('sorts by %s over all pages', async (sort, expected) => {
  const { browser } = await Importer.signUp()
  for (const [at, firstName] of ['Ben', 'בני', 'Zoe', 'anna'].entries()) {
    await add(browser, { firstName, phone: `054-234-567${at}` })
  }
  const seen: (string | null)[] = []
  for (let after = ''; ; ) {
    const page = await list(
      browser,
      `?sort=${sort}&limit=2&after=${encodeURIComponent(after)}`.replace(/&after=$/, ''),
    )
    seen.push(...page.items.map(({ name }) => name))
    if (!page.next) break
    after = page.next
  }
  expect(seen).toEqual(expected)
})

it('shows nothing of another account', async () => {
  const [mine, other] = [await Importer.signUp(), await Importer.signUp()]
  const contact = await add(other.browser, {
    firstName: 'Secret',
    phone: '054-234-5678',
    tags: ['t'],
  })
  const tag = contact.tags[0]?.id

  expect((await list(mine.browser, '?q=secret')).items).toEqual([])
  expect((await list(mine.browser, `?tag=${tag}`)).items).toEqual([])
  for (const path of [contact.id, `${contact.id}/timeline`, 'nonsense']) {
    const answer = await mine.browser.get(`/api/v1/contacts/${path}`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 'contact.not_found' } })
  }
  expect(await mine.browser.read(mine.browser.get('/api/v1/tags'))).toEqual({
    items: [],
    next: null,
  })
  // The same number may be a contact of both.
  await add(mine.browser, { firstName: 'Mine', phone: '054-234-5678' })
})

it('keeps a stop for somebody who is added again', async () => {
  const { browser, accountId } = await Importer.signUp()
  const { db } = openTestDeps()
  const database = await db.account(accountId)
  await recordOptOut(
    database,
    {
      contactId: 'erased',
      identities: ['+972542345678'],
      source: 'message',
      wording: 'הסר',
      actor: 'contact',
    },
    1000,
  )

  const contact = await add(browser, {
    phone: '054-234-5678',
    consent: 'opted_in',
    consentSource: 'a friend',
  })

  expect(contact).toMatchObject({ consent: 'opted_out', consentAt: 1000 })
})
