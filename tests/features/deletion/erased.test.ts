import { expect, it } from 'vitest'
import { replayArchivedJob } from '../../../worker/consumer/events'
import type { PersonRequestView } from '../../../worker/contract/deletion'
import type { StorageView } from '../../../worker/contract/inbox'
import { sweepImports } from '../../../worker/features/contacts/import-jobs'
import { retainJob } from '../../../worker/features/deletion/jobs'
import { erasePeople } from '../../../worker/features/deletion/person-erase-queries'
import { askForPerson } from '../../../worker/features/deletion/person-operations'
import { keepMedia, store } from '../../../worker/features/inbox/media-operations'
import { randomId, timeOrderedId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { contentsOf } from '../../support/deletion'
import { Importer, openTestDeps, testEnv } from '../../support/lists'
import { merge } from '../../support/merging'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'
import { archiveDay } from '../../support/shop-day'
import { aStatus } from '../../support/statuses'

const textOf = async (shop: Shop) =>
  JSON.stringify(
    [...(await contentsOf(shop.accountId))].filter(([place]) => !/raw|keys/.test(place)),
  )

const erase = async (shop: Shop, contactId: string) =>
  expect((await shop.browser.delete(`/api/v1/contacts/${contactId}`)).status).toBe(204)

it('a status that comes after a person was deleted counts, and brings nothing of them back', async () => {
  const shop = await Shop.open()
  const [gone = ''] = await shop.addMany(2)
  const id = await shop.send()
  const row = (await shop.rows(id)).find(({ contactId }) => contactId === gone)
  const tag = { broadcastId: id, no: row?.no ?? 0, token: row?.token ?? '' }
  const wamid = row?.wamid ?? ''
  expect(wamid).not.toBe('')
  await erase(shop, gone)

  await shop.statuses(aStatus({ id: wamid, status: 'read' }, tag))
  await shop.statuses(aStatus({ id: wamid, status: 'failed', errors: [{ code: 131050 }] }, tag))
  const after = (await shop.rows(id)).find(({ no }) => no === row?.no)
  // Meta's id of a message holds the number of who got it.
  expect(after).toMatchObject({ state: 'read', wamid: null, sealedParams: null, contactId: '' })
  expect(await shop.query('SELECT identity FROM suppressions WHERE account_id = ?')).toEqual([])
})

it('the answer of Meta to whom somebody deletes at that moment brings nothing of them back', async () => {
  const shop = await Shop.open()
  const [gone = ''] = await shop.addMany(1)
  const id = await shop.running()
  shop.meta.script = async () => {
    await erase(shop, gone)
    return accept
  }
  await shop.sendAll()
  expect(shop.meta.posts).toHaveLength(1)
  expect(await shop.rows(id)).toMatchObject([
    { state: 'accepted', contactId: '', identity: '', wamid: null, sealedParams: null },
  ])
})

it('takes whoever became part of a person along, whatever has not followed yet', async () => {
  const shop = await Shop.open()
  const [kept = '', dropped = ''] = await shop.add([
    { phone: '+972525550131' },
    { phone: '+972525550132' },
  ])
  await shop.reply(dropped, 'Hello')
  await merge(shop, kept, dropped)
  // As it stands while a long history is on its way.
  await shop.query('UPDATE messages SET contact_id = ?2 WHERE account_id = ?1', dropped)
  await shop.query(`UPDATE contact_merges SET state = 'moving' WHERE account_id = ?`)

  await erase(shop, kept)
  for (const table of ['messages', 'contacts', 'contact_merges', 'merge_slices']) {
    expect(await shop.query(`SELECT * FROM ${table} WHERE account_id = ?`), table).toEqual([])
  }
  expect(await textOf(shop)).not.toMatch(/97252555013[12]/)
})

it('a deletion that stopped half-way finds everybody again', async () => {
  const shop = await Shop.open()
  const [kept = '', dropped = ''] = await shop.addMany(2)
  await merge(shop, kept, dropped)
  await shop.query('INSERT INTO testers VALUES (?1, ?2, 1, ?1)', dropped)
  const db = await shop.db()
  const dying = Object.assign(Object.create(db), {
    batch: async (statements: readonly unknown[]) => {
      if (statements.length > 8) throw new Error('killed')
      return db.batch(statements as Parameters<typeof db.batch>[0])
    },
  })
  await expect(erasePeople(dying, [kept, dropped], 1)).rejects.toThrow('killed')
  await erase(shop, kept)
  expect(await shop.query('SELECT * FROM testers WHERE account_id = ?')).toEqual([])
})

it('answers the question of who is deleted, also by the time that is set for unused contacts', async () => {
  const shop = await Shop.open()
  const [kept = '', dropped = '', unused = ''] = await shop.add([
    { phone: '+972525550141' },
    { phone: '+972525550142' },
    { phone: '+972525550143' },
  ])
  for (const end of [2, 3]) {
    const asked = { phone: `+97252555014${end}`, email: '', note: '' }
    expect(await askForPerson(openTestDeps(), null, asked)).toBe('asked')
  }
  await merge(shop, kept, dropped)
  const open = async () =>
    (await shop.get<{ items: PersonRequestView[] }>('/person-requests')).items.filter(
      ({ settledAt }) => settledAt === null,
    )
  expect(await open()).toHaveLength(2)

  await erase(shop, kept)
  expect((await open()).map(({ contactId }) => contactId)).toEqual([unused])
  await shop.browser.read(shop.browser.patch('/api/v1/retention', { months: 3 }))
  const later = openTestDeps({ clock: { now: () => Date.now() + 100 * DAY_MS } })
  await retainJob(later, { type: 'account.retain', accountId: shop.accountId })
  expect(await open()).toEqual([])
})

it('leaves a number with whom it belongs to, though the deleted contact carried it too', async () => {
  const shop = await Shop.open()
  const [twin = '', owner = ''] = await shop.add([
    { phone: null, bsuid: 'IL.5550151' },
    { phone: '+972525550151' },
  ])
  // As accounts may have them from before a number was one contact's only.
  await shop.query(
    `UPDATE contacts SET phone = '+972525550151' WHERE account_id = ? AND id = ?`,
    twin,
  )
  await erase(shop, twin)
  const again = await shop.browser.post('/api/v1/contacts', { phone: '+972525550151' })
  expect(again.status).toBe(409)
  expect(await again.json()).toMatchObject({ error: { details: { id: owner } } })
})

it('files that are past their time take up no room any more', async () => {
  const shop = await Shop.open()
  const db = await shop.db()
  const bytes = new Uint8Array([1, 2, 3])
  await store(shop.deps, db, { id: timeOrderedId(Date.now()), bytes, waitingSince: null })
  const storage = () => shop.get<StorageView>('/inbox/storage')
  expect(await storage()).toMatchObject({ files: 1, bytes: 3 })
  await shop.browser.read(shop.browser.patch('/api/v1/retention', { months: 3 }))
  const later = openTestDeps({ clock: { now: () => Date.now() + 100 * DAY_MS } })
  await retainJob(later, { type: 'account.retain', accountId: shop.accountId })
  expect(await storage()).toMatchObject({ files: 0, bytes: 0 })
})

it('a file that is brought while its person is deleted does not stay', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{ phone: '+972525550161' }])
  const timestamp = `${Math.floor(shop.now() / 1000)}`
  const image = { id: '1', mime_type: 'image/png' }
  const from = '972525550161'
  await shop.inbound({ id: `wamid.${randomId()}`, from, timestamp, type: 'image', image })
  const [message] = await shop.query<{ id: string }>('SELECT id FROM messages WHERE account_id = ?')
  const graph = {
    ...shop.deps.graph,
    call: async () => ({ url: 'https://lookaside.example/1' }),
    download: async () => {
      await erase(shop, person)
      return new Uint8Array([1, 2, 3])
    },
  }
  await keepMedia({ ...shop.deps, graph }, await shop.db(), person, message?.id ?? '')
  const { objects } = await testEnv.FILES.list({ prefix: `media/${shop.accountId}/` })
  expect(objects).toEqual([])
})

it('a day of webhooks that is applied again brings back nobody who was deleted since', async () => {
  const shop = await Shop.open()
  const say = (from: string, secondsAgo: number) => {
    const timestamp = `${Math.floor(shop.now() / 1000) - secondsAgo}`
    const text = { type: 'text', text: { body: `CANARY ${from}` } }
    return shop.inbound({ id: `wamid.${randomId()}`, from, timestamp, ...text })
  }
  await say('972525550171', 20)
  await say('972525550172', 20)
  const phones = async () =>
    (await shop.query<{ id: string; phone: string }>(
      'SELECT id, phone FROM contacts WHERE account_id = ? ORDER BY phone',
    )) ?? []
  const [gone, stays] = await phones()
  await erase(shop, gone?.id ?? '')
  await shop.query('DELETE FROM messages WHERE account_id = ?')
  const day = archiveDay(shop.now())
  const again = () =>
    replayArchivedJob(shop.deps, {
      ...{ type: 'webhooks.replay' as const, accountId: shop.accountId, day, after: '' },
    })
  await again()
  expect(await phones()).toEqual([stays])
  expect(await shop.query('SELECT * FROM messages WHERE account_id = ?')).toHaveLength(1)

  // Who writes after that is somebody new.
  shop.wait(2000)
  await say('972525550171', 0)
  await shop.query('DELETE FROM messages WHERE account_id = ?')
  await again()
  expect((await phones()).map(({ phone }) => phone)).toEqual(['+972525550171', '+972525550172'])
})

it('of an uploaded list no row is kept of who was imported, so that deleting a contact is all of it', async () => {
  const importer = await Importer.signUp()
  const csv = 'Phone,Name\n+972525550171,Canary Dana\n+972525550172,Avi\nnot-a-number,Refused\n'
  const { id } = await importer.check(csv, { consent: 'none' })
  const { browser, session } = importer.person
  await browser.read(browser.post(`/api/v1/imports/${id}/start`))
  await importer.runSlices(id)
  const { items } = await browser.read<{ items: { id: string }[] }>(
    browser.get('/api/v1/contacts?q=canary'),
  )
  expect((await browser.delete(`/api/v1/contacts/${items[0]?.id}`)).status).toBe(204)
  const contents = JSON.stringify([...(await contentsOf(session.account.id))])
  expect(contents).toContain('Refused')
  expect(contents).not.toMatch(/Canary|525550171/)
})

it('of a list that was looked at and never imported nothing is kept', async () => {
  const importer = await Importer.signUp()
  const { browser, session } = importer.person
  const csv = 'Phone,Name\n+972525550181,Canary Dana\n052-555-01,Refused\n'
  const { id } = await importer.check(csv, { consent: 'none' })
  const edit = { phone: '+972525550182' }
  await browser.read(
    browser.send('PUT', `/api/v1/imports/${id}/rows/3`, {
      body: JSON.stringify(edit),
      headers: { 'content-type': 'application/json' },
    }),
  )
  const contents = async () => JSON.stringify([...(await contentsOf(session.account.id))])
  expect(await contents()).toMatch(/Canary/)
  await browser.read(browser.post(`/api/v1/imports/${id}/cancel`, {}))
  const later = openTestDeps({ clock: { now: () => Date.now() + 2 * DAY_MS } })
  await sweepImports(later)
  expect(await contents()).not.toMatch(/Canary|Refused|52555018/)
})
