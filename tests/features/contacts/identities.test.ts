import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import type { ContactView } from '../../../worker/contract/contacts'
import { recordOptIn, recordOptOut } from '../../../worker/features/contacts/consent-operations'
import {
  findOrCreateByIdentity,
  noteInbound,
} from '../../../worker/features/contacts/identity-operations'
import { Importer, snapshot } from '../../support/lists'

const NOW = 1_800_000_000_000

async function openAccount() {
  const importer = await Importer.signUp()
  const db = await importer.db()
  const see = (id: string | null) =>
    importer.browser.read<ContactView>(importer.browser.get(`/api/v1/contacts/${id}`))
  const tables = () => snapshot(importer.accountId)
  return { importer, db, see, tables }
}

const said = (contactId: string, identity: string, source = 'message') => ({
  contactId,
  identities: [identity],
  source,
  wording: 'הסר',
  actor: source === 'meta' ? 'meta' : 'contact',
})

it('makes a contact of somebody who writes, and finds them by every name since', async () => {
  const { db, see, tables } = await openAccount()

  const id = await findOrCreateByIdentity(
    db,
    { waId: '972542345678', bsuid: 'IL.abc', profileName: 'Noa' },
    NOW,
  )

  expect(await see(id)).toMatchObject({
    name: 'Noa',
    phone: '+972542345678',
    bsuid: 'IL.abc',
    country: 'IL',
    consent: 'unknown',
  })
  expect(await findOrCreateByIdentity(db, { bsuid: 'IL.abc' }, NOW)).toBe(id)
  expect(await findOrCreateByIdentity(db, { waId: '972542345678' }, NOW)).toBe(id)
  expect(await findOrCreateByIdentity(db, { phone: '+972542345678' }, NOW)).toBe(id)
  expect((await tables()).contacts).toHaveLength(1)
})

it('links a new id to the person whose number it came with', async () => {
  const { importer, db, see } = await openAccount()
  await importer.import('Phone,Name\n0542345678,Noa Levi\n')

  const id = await findOrCreateByIdentity(
    db,
    { waId: '972542345678', bsuid: 'IL.abc', profileName: 'noa 🌸' },
    NOW,
  )

  expect(await see(id)).toMatchObject({ name: 'Noa Levi', bsuid: 'IL.abc' })
  expect(await findOrCreateByIdentity(db, { bsuid: 'IL.abc' }, NOW)).toBe(id)
})

it('trusts the BSUID when a number has gone to another person', async () => {
  const { db, tables } = await openAccount()
  const first = await findOrCreateByIdentity(db, { waId: '972542345678', bsuid: 'IL.one' }, NOW)
  const second = await findOrCreateByIdentity(db, { bsuid: 'IL.two' }, NOW)

  const found = await findOrCreateByIdentity(db, { waId: '972542345678', bsuid: 'IL.two' }, NOW)

  expect(found).toBe(second)
  expect(found).not.toBe(first)
  expect((await tables()).contacts).toHaveLength(2)
})

it('knows somebody without any number', async () => {
  const { db, see } = await openAccount()
  const id = await findOrCreateByIdentity(db, { bsuid: 'BR.xyz', profileName: 'Ana' }, NOW)
  expect(await see(id)).toMatchObject({ phone: null, country: 'BR', name: 'Ana' })
  expect(await findOrCreateByIdentity(db, {}, NOW)).toBeNull()
})

it('meets both spellings of a Brazilian number in one person', async () => {
  const { importer, db, tables } = await openAccount()
  await importer.import('Phone,Name\n+5511960000001,Ana\n')
  const id = await findOrCreateByIdentity(db, { waId: '551160000001' }, NOW)
  expect((await tables()).contacts).toMatchObject([{ id, name: 'Ana', wa_id: '551160000001' }])

  const other = await openAccount()
  await findOrCreateByIdentity(other.db, { waId: '551160000001' }, NOW)
  const { counts } = await other.importer.import('Phone,Name\n+5511960000001,Ana\n')
  expect(counts).toMatchObject({ created: 0, updated: 1 })
  expect((await other.tables()).contacts).toHaveLength(1)
})

it('makes one contact of two messages that arrive at once', async () => {
  const { db, tables } = await openAccount()
  const write = () => findOrCreateByIdentity(db, { waId: '972542345678', bsuid: 'IL.abc' }, NOW)
  const ids = await Promise.all([write(), write(), write()])
  expect(new Set(ids).size).toBe(1)
  expect((await tables()).contacts).toHaveLength(1)
})

it('stops every way to reach a person who opted out, once', async () => {
  const { db, see, tables } = await openAccount()
  const id =
    (await findOrCreateByIdentity(db, { waId: '972542345678', bsuid: 'IL.abc' }, NOW)) ?? ''

  await recordOptOut(db, said(id, 'IL.abc'), NOW)
  const after = await tables()
  await recordOptOut(db, said(id, '972542345678'), NOW + 5000)

  expect(await see(id)).toMatchObject({ consent: 'opted_out', consentAt: NOW })
  expect(after.suppressions).toMatchObject([
    { identity: '+972542345678', scope: 'marketing' },
    { identity: 'IL.abc', scope: 'marketing' },
  ])
  expect(await tables()).toEqual(after)
})

it('lets a person come back, but Meta lift only its own stop', async () => {
  const { db, see, tables } = await openAccount()
  const id = (await findOrCreateByIdentity(db, { waId: '972542345678' }, NOW)) ?? ''

  await recordOptOut(db, said(id, '+972542345678', 'meta'), NOW)
  await recordOptIn(db, said(id, '+972542345678', 'meta'), NOW + 1)
  expect(await see(id)).toMatchObject({ consent: 'opted_in' })
  expect((await tables()).suppressions).toEqual([])

  await recordOptOut(db, said(id, '+972542345678', 'meta'), NOW + 2)
  await recordOptOut(db, said(id, '+972542345678'), NOW + 3)
  await recordOptIn(db, said(id, '+972542345678', 'meta'), NOW + 4)
  expect(await see(id)).toMatchObject({ consent: 'opted_out', consentSource: 'message' })
  expect((await tables()).suppressions).toHaveLength(1)

  await recordOptIn(db, said(id, '+972542345678'), NOW + 5)
  expect(await see(id)).toMatchObject({ consent: 'opted_in' })
  expect((await tables()).suppressions).toEqual([])
  expect((await tables()).consents).toHaveLength(5)
})

it('remembers when a person last wrote', async () => {
  const { db, see } = await openAccount()
  const id = (await findOrCreateByIdentity(db, { waId: '972542345678' }, NOW)) ?? ''
  await noteInbound(db, id, NOW + 9)
  await noteInbound(db, id, NOW + 3)
  expect(await see(id)).toMatchObject({ lastInboundAt: NOW + 9 })
})

it('finds a stop by another spelling of the number after the contact is gone', async () => {
  const { importer, db, see } = await openAccount()
  const { browser } = importer
  const stopped = (await findOrCreateByIdentity(db, { waId: '551160000001' }, NOW)) ?? ''
  await recordOptOut(db, said(stopped, '551160000001'), NOW)
  await browser.read(browser.delete(`/api/v1/contacts/${stopped}`))
  const typed = { phone: '+5511960000001', consent: 'opted_in', consentSource: 'form' }
  const added = await browser.read<ContactView>(browser.post('/api/v1/contacts', typed))
  expect(added.consent).toBe('opted_out')

  await browser.read(browser.delete(`/api/v1/contacts/${added.id}`))
  await db.run(
    sql`UPDATE suppressions SET identity = '+5511960000001' WHERE account_id = ${db.accountId}`,
  )
  const again = await findOrCreateByIdentity(db, { waId: '551160000001' }, NOW)
  expect((await see(again)).consent).toBe('opted_out')
})

it('leaves a number with the contact that has it, though somebody else is named with it', async () => {
  const { db, see, tables } = await openAccount()
  const first = await findOrCreateByIdentity(db, { waId: '972542345678', bsuid: 'IL.one' }, NOW)
  const second = await findOrCreateByIdentity(db, { bsuid: 'IL.two' }, NOW)
  await findOrCreateByIdentity(db, { waId: '972542345678', bsuid: 'IL.two' }, NOW)
  expect(await see(first)).toMatchObject({ phone: '+972542345678' })
  expect(await see(second)).toMatchObject({ phone: null })
  expect((await tables()).identities).toHaveLength(4)
})
