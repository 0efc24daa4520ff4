import { expect, it } from 'vitest'
import { retainJob, sweepRetention } from '../../../worker/features/deletion/jobs'
import { monthsBefore } from '../../../worker/features/deletion/retention-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { contentsOf } from '../../support/deletion'
import { Importer, openTestDeps, testEnv } from '../../support/lists'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'

const textOf = async (shop: Shop) =>
  JSON.stringify(
    [...(await contentsOf(shop.accountId))].filter(([place]) => !/raw|keys/.test(place)),
  )

it('deletes one person with the whole history, and reports still add up', async () => {
  const shop = await Shop.open()
  const [gone = '', kept = ''] = await shop.add([
    { phone: '+972525550101', tags: ['vip'] },
    { phone: '+972525550102', tags: ['vip'] },
  ])
  const broadcastId = await shop.send()
  await shop.reply(gone, 'Hello')
  await shop.reply(kept, 'Hello too')
  const before = await shop.progress(broadcastId)

  expect((await shop.browser.delete(`/api/v1/contacts/${gone}`)).status).toBe(204)

  const text = await textOf(shop)
  expect(text).not.toContain('972525550101')
  expect(text).toContain('972525550102')
  // Only the audit line says that there was somebody.
  const audit = await shop.query<{ target: string }>(
    `SELECT target FROM audit WHERE account_id = ? AND action = 'contact.deleted'`,
  )
  expect(audit).toEqual([{ target: `contact:${gone}` }])
  expect(await shop.progress(broadcastId)).toEqual({ ...before, at: expect.any(Number) })
  expect((await shop.browser.get(`/api/v1/contacts/${gone}`)).status).toBe(404)
  expect((await shop.browser.get(`/api/v1/contacts/${kept}`)).status).toBe(200)
  expect((await shop.browser.delete(`/api/v1/contacts/${gone}`)).status).toBe(404)
})

/** A picture that somebody sent and one that they were sent, with their files. */
async function withPictures(shop: Shop, contactId: string, waId: string): Promise<string[]> {
  const timestamp = `${Math.floor(shop.now() / 1000)}`
  const image = { id: '1', mime_type: 'image/png' }
  await shop.inbound({ id: `wamid.${randomId()}`, from: waId, timestamp, type: 'image', image })
  const [received] = await shop.query<{ id: string }>(
    'SELECT id FROM messages WHERE account_id = ? AND contact_id = ?',
    contactId,
  )
  const [sent, upload] = [randomId(), randomId()]
  const keys = await shop.deps.keys.open(await shop.db())
  const body = await keys.seal('messages.body', sent, JSON.stringify({ file: upload }))
  await shop.query(
    `INSERT INTO messages (account_id, contact_id, id, at, direction, number_id, wamid, type, body)
     VALUES (?1, ?2, ?3, 1, 'out', '1', ?3, 'image', ?4)`,
    ...[contactId, sent, body],
  )
  const files = [received?.id, upload].map((id) => `media/${shop.accountId}/${id}`)
  for (const file of files) await testEnv.FILES.put(file, 'sealed')
  return files
}

const filesOf = async (shop: Shop) => {
  const { objects } = await testEnv.FILES.list({ prefix: `media/${shop.accountId}/` })
  return objects.map(({ key }) => key).sort()
}

it('deletes the files that a person sent and was sent, and nobody else’s', async () => {
  const shop = await Shop.open()
  const [gone = '', kept = ''] = await shop.add([
    { phone: '+972525550111' },
    { phone: '+972525550112' },
  ])
  await withPictures(shop, gone, '972525550111')
  const stays = await withPictures(shop, kept, '972525550112')
  expect(await filesOf(shop)).toHaveLength(4)
  expect((await shop.browser.delete(`/api/v1/contacts/${gone}`)).status).toBe(204)
  expect(await filesOf(shop)).toEqual(stays.sort())
})

it('keeps files no longer than the messages they came with', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{ phone: '+972525550113' }])
  const [received] = await withPictures(shop, person, '972525550113')
  await shop.browser.read(shop.browser.patch('/api/v1/retention', { months: 3 }))
  const job = { type: 'account.retain', accountId: shop.accountId } as const
  await retainJob(openTestDeps(), job)
  expect(await filesOf(shop)).toContain(received)
  await retainJob(openTestDeps({ clock: { now: () => Date.now() + 100 * DAY_MS } }), job)
  expect(await filesOf(shop)).not.toContain(received)
})

it('leaves a person out who is deleted while a broadcast waits', async () => {
  const shop = await Shop.open()
  const [gone = ''] = await shop.addMany(3)
  const broadcastId = await shop.running()
  await shop.browser.delete(`/api/v1/contacts/${gone}`)
  await shop.sendAll()
  expect(shop.meta.posts).toHaveLength(2)
  expect(await shop.groupBy(broadcastId)).toEqual({ accepted: 2, skipped: 1 })
})

it('honours a stop of somebody who was deleted and is added again', async () => {
  const shop = await Shop.open()
  const [gone = ''] = await shop.add([{ phone: '+972525550103', stopped: 'all' }])
  await shop.browser.delete(`/api/v1/contacts/${gone}`)
  const again = await shop.post<{ consent: string }>('/contacts', { phone: '+972525550103' })
  expect(again.consent).toBe('opted_out')
})

it('is not done for another account’s person, nor by a member who may not', async () => {
  const [shop, other] = [await Shop.open(), await Shop.open()]
  const [theirs = ''] = await other.addMany(1)
  expect((await shop.browser.delete(`/api/v1/contacts/${theirs}`)).status).toBe(404)
  const marketer = await invite(other.person, 'marketer')
  expect((await marketer.browser.delete(`/api/v1/contacts/${theirs}`)).status).toBe(403)
  expect((await other.browser.get(`/api/v1/contacts/${theirs}`)).status).toBe(200)
})

it('erases old messages and people nobody hears of, as the account chose, and keeps the rest', async () => {
  const shop = await Shop.open()
  const [talking = '', silent = '', written = ''] = await shop.addMany(3)
  await shop.reply(talking, 'An old word')
  const importer = new Importer(shop.person)
  await importer.import('Phone\nnot-a-number\n', { consent: 'none' })
  const problems = () => shop.query('SELECT problems FROM import_problems WHERE account_id = ?')
  expect(await problems()).toHaveLength(1)
  const other = await Shop.open()
  await other.addMany(2)
  const job = { type: 'account.retain', accountId: shop.accountId } as const
  const later = openTestDeps({ clock: { now: () => Date.now() + 100 * DAY_MS } })

  // Nothing is erased unless the account wishes it.
  await retainJob(later, job)
  expect(await shop.query('SELECT id FROM contacts WHERE account_id = ?')).toHaveLength(3)

  await shop.browser.read(shop.browser.patch('/api/v1/retention', { months: 3 }))
  expect(await shop.get('/retention')).toEqual({ months: 3 })
  shop.wait(95 * DAY_MS)
  await shop.reply(talking, 'A new word')
  await shop.query(
    `UPDATE contacts SET updated_at = ${shop.now()} WHERE account_id = ? AND id = '${written}'`,
  )
  await retainJob(later, job)

  const people = await shop.query<{ id: string }>('SELECT id FROM contacts WHERE account_id = ?')
  expect(people.map(({ id }) => id).sort()).toEqual([talking, written].sort())
  expect(people.map(({ id }) => id)).not.toContain(silent)
  expect(await shop.query('SELECT id FROM messages WHERE account_id = ?')).toHaveLength(1)
  expect(await problems()).toEqual([])
  expect(await other.query('SELECT id FROM contacts WHERE account_id = ?')).toHaveLength(2)
})

it('counts months as a calendar does', () => {
  const at = (text: string) => Date.parse(`${text}T10:00:00Z`)
  expect(monthsBefore(at('2026-11-23'), 1)).toBe(at('2026-10-23'))
  expect(monthsBefore(at('2027-03-31'), 1)).toBe(at('2027-02-28'))
  expect(monthsBefore(at('2028-03-31'), 1)).toBe(at('2028-02-29'))
  expect(monthsBefore(at('2026-01-15'), 14)).toBe(at('2024-11-15'))
})

it('keeps the raw log of webhooks for thirty days', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.addMany(1)
  await shop.reply(person, 'Hello')
  const files = async () =>
    (await testEnv.FILES.list({ prefix: `raw/${shop.accountId}/` })).objects.length
  const sweepAt = (days: number) =>
    sweepRetention(openTestDeps({ clock: { now: () => Date.now() + days * DAY_MS } }), {
      type: 'retention.sweep',
    })
  await sweepAt(29)
  expect(await files()).toBe(1)
  await sweepAt(32)
  expect(await files()).toBe(0)
})
