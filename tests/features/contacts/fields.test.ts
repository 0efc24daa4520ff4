import { expect, it } from 'vitest'
import type { ContactView, FieldView, NewField } from '../../../worker/contract/contacts'
import { fieldValue } from '../../../worker/features/contacts/field-values'
import type { Browser } from '../../support/browser'
import { Importer, shardOf } from '../../support/lists'

const declare = (browser: Browser, field: NewField) => browser.post('/api/v1/fields', field)
const add = (browser: Browser) =>
  browser.read<ContactView>(
    browser.post('/api/v1/contacts', { phone: '054-234-5678', firstName: 'Noa' }),
  )
const change = (browser: Browser, { id, version }: ContactView, what: object) =>
  browser.patch(`/api/v1/contacts/${id}`, { version, ...what })

it.each([
  ['text', 'anything', 'anything'],
  ['number', '1,234.50', '1234.5'],
  ['number', '1,23', undefined],
  ['number', 'many', undefined],
  ['date', '2026-02-28', '2026-02-28'],
  ['date', '2026-02-30', undefined],
  ['date', '28/02/2026', undefined],
  ['choice', 'red', 'red'],
  ['choice', 'blue', undefined],
  ['yes_no', 'yes', 'yes'],
  ['yes_no', 'maybe', undefined],
] as const)('a field of type %s keeps "%s" as %s', (type, typed, kept) => {
  expect(fieldValue({ type, choices: ['red', 'green'] }, typed)).toBe(kept)
})

it('declares fields, fills them in and finds people by them', async () => {
  const { browser } = await Importer.signUp()
  const declared: NewField[] = [
    { name: 'Member since', type: 'date' },
    { name: 'גודל', type: 'choice', choices: ['S', 'M'] },
    { name: 'Spent', type: 'number' },
  ]
  for (const field of declared) expect((await declare(browser, field)).status).toBe(201)
  const contact = await add(browser)
  const fields = { member_since: '2026-01-31', גודל: 'M', spent: '1,200' }
  const changed = await browser.read<ContactView>(change(browser, contact, { fields }))
  expect(changed.fields).toEqual({ ...fields, spent: '1200' })

  const filter = { join: 'all', rules: [{ on: 'field', key: 'spent', op: 'more', value: '1000' }] }
  const query = encodeURIComponent(JSON.stringify(filter))
  const found = await browser.read<{ items: ContactView[] }>(
    browser.get(`/api/v1/contacts?filter=${query}`),
  )
  expect(found.items.map(({ id }) => id)).toEqual([contact.id])
})

it('refuses what a field cannot hold, names it, and saves nothing of the change', async () => {
  const { browser } = await Importer.signUp()
  await declare(browser, { name: 'Spent', type: 'number' })
  const contact = await add(browser)
  const answer = await change(browser, contact, { firstName: 'Dana', fields: { spent: 'lots' } })
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({
    error: { code: 'contact.field_invalid', details: { fields: ['fields.spent'] } },
  })
  expect(await browser.read(browser.get(`/api/v1/contacts/${contact.id}`))).toEqual(contact)
})

it('changes a name, is found by it, and tells who saw an older version', async () => {
  const { browser } = await Importer.signUp()
  const contact = await add(browser)
  const named = { firstName: 'דָּנָה', lastName: 'לוי', language: 'he', email: null }
  const changed = await browser.read<ContactView>(change(browser, contact, named))
  expect(changed).toMatchObject({ name: 'דָּנָה לוי', language: 'he', phone: contact.phone })
  const found = await browser.read<{ items: ContactView[] }>(
    browser.get(`/api/v1/contacts?q=${encodeURIComponent('דנה')}`),
  )
  expect(found.items).toHaveLength(1)

  const late = await change(browser, contact, { firstName: 'Noa' })
  expect(late.status).toBe(409)
  expect(await late.json()).toMatchObject({ error: { code: 'contact.changed_elsewhere' } })
})

it('knows a field by its first name for ever, and each name once', async () => {
  const { browser } = await Importer.signUp()
  await declare(browser, { name: 'City', type: 'text' })
  expect((await declare(browser, { name: 'city', type: 'number' })).status).toBe(409)
  expect((await declare(browser, { name: 'Size', type: 'choice' })).status).toBe(422)
  const renamed = await browser.read<FieldView>(
    browser.patch('/api/v1/fields/city', { name: 'Town' }),
  )
  expect(renamed).toMatchObject({ key: 'city', name: 'Town' })
  expect((await browser.patch('/api/v1/fields/none', { name: 'X' })).status).toBe(404)
})

it('takes a list into any field, however many the account has', async () => {
  const importer = await Importer.signUp()
  const shard = await shardOf(importer.accountId)
  const insert = `INSERT INTO fields (account_id, key, name, type, created_at)
    WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 399)
    SELECT ?1, 'f' || i, 'Field ' || i, 'text', 1 FROM n`
  await shard.prepare(insert).bind(importer.accountId).run()
  const { counts } = await importer.import('Phone,Field 399,More\n0542345678,x,y\n')
  expect(counts).toMatchObject({ created: 1 })
  const found = await importer.browser.read<{ items: ContactView[] }>(
    importer.browser.get('/api/v1/contacts'),
  )
  expect(found.items[0]?.fields).toEqual({ f399: 'x', more: 'y' })
})
