import { describe, expect, it } from 'vitest'
import type { ConsumerDeps } from '../../../worker/consumer/dispatch'
import type { BulkEditView } from '../../../worker/contract/bulk-edits'
import { sweepBulkEdits } from '../../../worker/features/contacts/bulk-jobs'
import { sweepDuplicates } from '../../../worker/features/contacts/duplicate-jobs'
import { sweepImports } from '../../../worker/features/contacts/import-jobs'
import { sweepMerges } from '../../../worker/features/contacts/merge-jobs'
import { mergeContacts, undoMerge } from '../../../worker/features/contacts/merge-operations'
import { MERGE_PARTS } from '../../../worker/features/deletion/merge-parts-operations'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { Kills } from '../../support/kills'
import { Importer, snapshot } from '../../support/lists'
import { merge, whose, wishToMerge } from '../../support/merging'
import { Shop } from '../../support/shop'

type Rows = Record<string, unknown>[]

/** What is known of people, without ids and moments. */
async function peopleOf(shop: Shop) {
  const { contacts = [], tags = [], contact_tags = [] } = await snapshot(shop.accountId)
  const names = new Map((tags as Rows).map(({ id, name }) => [id, name]))
  const said = (contacts as Rows).map(({ phone, name, tags: list, fields, consent }) => [
    ...[phone, name, fields, consent],
    (JSON.parse(`${list}`) as string[]).map((id) => names.get(id)).sort(),
  ])
  return { said: said.sort(), carried: contact_tags.length, names: [...names.values()].sort() }
}

const notKilled = (kills: Kills, words: string[]) => words.filter((word) => kills.both(word) === 0)

describe('a bulk edit that is killed at every effect', () => {
  async function open(only?: RegExp) {
    const shop = await Shop.open()
    await shop.add([{ phone: '+972541111110' }, { phone: '+972541111111' }])
    await shop.add([{ phone: '+972541111112', tags: ['vip'] }])
    // Each slice ends after one step.
    let calls = 0
    const clock = { now: () => shop.now() + calls++ * 6000 }
    const kills = new Kills(shop, { ...(only && { only }), deps: { clock } })
    const see = (id: string) => shop.get<BulkEditView>(`/bulk-edits/${id}`)
    const start = (action: object, who: object = { filter: {} }) =>
      shop.post<BulkEditView>('/bulk-edits', { action, who, people: 100 })
    const work = async (editId: string) => {
      shop.chores.length = 0
      shop.chores.push({ type: 'contacts.bulk', accountId: shop.accountId, editId })
      await kills.chores()
      return see(editId)
    }
    return { shop, kills, start, work, see }
  }

  const WRITES = ['INSERT INTO bulk_slices', 'DELETE FROM bulk_slices', 'update bulk_edits set']
  it.each<[string, RegExp | undefined, string[]]>([
    ['any', undefined, WRITES],
    ['the next message', /chore/, ['chore contacts.bulk']],
  ])('tags each once, and takes exactly that back: at %s', async (_what, only, words) => {
    const { shop, kills, start, work } = await open(only)
    const before = await peopleOf(shop)
    const { id } = await start({ do: 'add_tag', tag: 'vip' })
    expect(await work(id)).toMatchObject({ state: 'done', done: 3 })
    expect(await peopleOf(shop)).toMatchObject({ carried: 3 })
    await shop.post(`/bulk-edits/${id}/undo`)
    expect(await work(id)).toMatchObject({ state: 'undone' })
    expect(await peopleOf(shop)).toEqual(before)
    expect(notKilled(kills, words)).toEqual([])
  })

  it('takes a tag away, and gives it back to its carriers', async () => {
    const { shop, start, work } = await open()
    const before = await peopleOf(shop)
    const { id } = await start({ do: 'remove_tag', tagId: await shop.tagId('vip') })
    expect(await work(id)).toMatchObject({ state: 'done', done: 3 })
    expect(await peopleOf(shop)).toMatchObject({ carried: 0 })
    await shop.post(`/bulk-edits/${id}/undo`)
    await work(id)
    expect(await peopleOf(shop)).toEqual(before)
  })

  it('opts each out once, and counts them once', async () => {
    const { shop, kills, start, work } = await open()
    const { id } = await start({ do: 'opt_out', reason: 'asked in the shop' })
    expect(await work(id)).toMatchObject({ state: 'done', done: 3, canUndo: false })
    const { consents, suppressions } = await snapshot(shop.accountId)
    expect([consents?.length, suppressions?.length]).toEqual([3, 3])
    // Who died before closing it leaves that to a sweep.
    shop.wait(2 * DAY_MS)
    await kills.until(sweepBulkEdits)
    expect(notKilled(kills, ['UPDATE bulk_edits SET cursor', 'is_open = 0'])).toEqual([])
  })

  it('is woken by a sweep, and closed by a later one', async () => {
    const { shop, kills, start, work, see } = await open()
    const { id } = await start({ do: 'add_tag', tag: 'vip' })
    shop.wait(3 * MINUTE_MS)
    await kills.until(sweepBulkEdits)
    const mine = shop.chores.filter((job) => 'editId' in job && job.editId === id)
    expect(mine.length).toBeGreaterThan(0)
    expect(await work(id)).toMatchObject({ state: 'done', done: 3, canUndo: true })
    shop.wait(2 * DAY_MS)
    await kills.until(sweepBulkEdits)
    expect(await see(id)).toMatchObject({ state: 'done', canUndo: false })
    expect(await peopleOf(shop)).toMatchObject({ carried: 3 })
  })
})

describe('a merge that is killed at every effect', () => {
  async function open() {
    const shop = await Shop.open()
    const [a = '', b = ''] = await shop.add([{ tags: ['vip'] }, { stopped: 'marketing' }])
    await shop.reply(a, 'Hello')
    await shop.reply(b, 'Hello too', shop.now() + 2000)
    // Each slice ends after one step.
    let calls = 0
    const clock = { now: () => shop.now() + calls++ * 6000 }
    return { shop, a, b, kills: new Kills(shop, { deps: { clock } }) }
  }

  it('moves each message once, joins what was said, and takes exactly that back', async () => {
    const { shop, a, b, kills } = await open()
    const before = await whose(shop)
    const wish = await wishToMerge(shop, a, b, [])
    const member = { userId: shop.person.session.user.id, role: 'owner' as const }
    const db = async (deps: ConsumerDeps) => deps.db.account(shop.accountId)
    const find = async () => {
      const [row] = await shop.query<{ id: string; state: string }>(
        'SELECT id, state FROM contact_merges WHERE account_id = ?',
      )
      return row
    }
    // Who asks again after a kill finds that it was done.
    await kills.until(async (deps) => {
      if (await find()) return
      await mergeContacts(deps, await db(deps), member, MERGE_PARTS, wish)
    })
    const id = (await find())?.id ?? ''
    const job = { type: 'contacts.merge' as const, accountId: shop.accountId, mergeId: id }
    shop.chores.push(job)
    await kills.chores()
    expect(await find()).toMatchObject({ state: 'done' })
    const { messages, talks } = (await whose(shop)) as Record<string, Rows>
    expect(messages?.map(({ contact_id }) => contact_id)).toEqual([a, a])
    expect(talks).toMatchObject([{ contact_id: a, unread: 2 }])

    await kills.until(async (deps) => {
      await undoMerge(deps, await db(deps), member, MERGE_PARTS, id)
    })
    shop.chores.push(job)
    await kills.chores()
    expect(await find()).toMatchObject({ state: 'undone' })
    expect(await whose(shop)).toEqual(before)
    const words = ['INSERT INTO contact_merges', 'UPDATE OR REPLACE messages', 'is_open = 0']
    expect(notKilled(kills, words)).toEqual([])
  })

  it('is woken when its message was lost', async () => {
    const { shop, a, b, kills } = await open()
    const { id } = await merge(shop, a, b)
    await shop.query("UPDATE contact_merges SET state = 'moving' WHERE account_id = ?")
    shop.wait(3 * MINUTE_MS)
    shop.chores.length = 0
    await kills.until((deps) => sweepMerges(deps, MERGE_PARTS))
    expect(shop.chores.filter((job) => 'mergeId' in job && job.mergeId === id)).not.toEqual([])
  })
})

describe('the undo of an import that is killed at every effect', () => {
  const FIRST = 'Name,Phone,Tags\nNoa,0542345678,vip\nAvi,0542345679,\n'
  const SECOND =
    'Name,Phone,Tags,Opted in at\n' +
    'Noa Cohen,0542345678,new,2026-01-02\nAvi,0542345679,,\nDan,0542345670,new,\n'

  async function open(only?: RegExp) {
    const shop = await Shop.open()
    const importer = new Importer(shop.person)
    await importer.import(FIRST)
    const before = await peopleOf(shop)
    const { id } = await importer.import(SECOND)
    return { shop, importer, before, id, kills: new Kills(shop, only && { only }) }
  }

  const WRITES = ['DELETE FROM contacts', 'INSERT INTO consents', 'DELETE FROM tags']
  it.each<[string, RegExp | undefined, string[]]>([
    ['any', undefined, WRITES],
    ['what is told to browsers', /live/, ['live']],
  ])('removes and restores each once: at %s', async (_what, only, words) => {
    const { shop, importer, before, id, kills } = await open(only)
    await importer.browser.read(importer.browser.post(`/api/v1/imports/${id}/undo`))
    // Who died kept the lease: the next one waits for its end.
    const job = { type: 'contacts.import' as const, accountId: shop.accountId, importId: id }
    for (let tries = 0; (await importer.see(id)).state !== 'undone' && tries < 60; tries++) {
      shop.chores.push(job)
      await kills.chores()
      shop.wait(5 * MINUTE_MS)
    }
    const view = await importer.see(id)
    expect(view).toMatchObject({ state: 'undone', undone: { removed: 1, restored: 1, kept: 0 } })
    expect(await peopleOf(shop)).toEqual(before)
    const { consents = [] } = await snapshot(shop.accountId)
    expect((consents as Rows).map(({ change }) => change).sort()).toEqual(['opted_in', 'retracted'])
    expect(notKilled(kills, words)).toEqual([])
  })

  it('is forgotten after a day, and changes nobody then', async () => {
    const { shop, importer, id, kills } = await open()
    const after = await peopleOf(shop)
    shop.wait(2 * DAY_MS)
    await kills.until(sweepImports)
    expect((await importer.see(id)).undoUntil).toBeNull()
    expect(await shop.query('SELECT * FROM import_undo WHERE account_id = ?')).toEqual([])
    expect(await peopleOf(shop)).toEqual(after)
    expect(notKilled(kills, ['DELETE FROM import_undo', 'DELETE FROM import_edits'])).toEqual([])
  })
})

describe('news of a person that are killed at every effect', () => {
  const open = async () => {
    const shop = await Shop.open()
    const [id = ''] = await shop.add([{ phone: '+12025550143', consent: 'opted_in' }])
    return { shop, id, kills: new Kills(shop) }
  }
  const wish = (shop: Shop, value: string, timestamp: number) => {
    const one = { wa_id: '12025550143', category: 'marketing_messages', value, timestamp }
    return shop.change({ user_preferences: [one] }, 'user_preferences')
  }

  it('stop marketing once, and let it go on once', async () => {
    const { shop, kills } = await open()
    await kills.webhook(wish(shop, 'stop', 1_790_000_100))
    expect(await snapshot(shop.accountId)).toMatchObject({
      contacts: [{ consent: 'opted_out' }],
      consents: [{ change: 'opted_out' }],
      suppressions: [{ identity: '+12025550143' }],
    })
    await kills.webhook(wish(shop, 'resume', 1_790_000_200))
    const { contacts, consents, suppressions } = await snapshot(shop.accountId)
    expect(contacts).toMatchObject([{ consent: 'opted_in' }])
    expect([consents?.length, suppressions?.length]).toEqual([2, 0])
    const words = ['INSERT INTO suppressions', 'DELETE FROM suppressions']
    expect(notKilled(kills, words)).toEqual([])
  })

  it('note two whom Meta named as one once, and a search leaves them', async () => {
    const { shop, kills } = await open()
    await shop.add([{ phone: '+12025550188' }])
    const system = { type: 'user_changed_number', wa_id: '12025550188' }
    const message = {
      ...{ id: `wamid.${shop.accountId}`, from: '12025550143', type: 'system', system },
      timestamp: `${Math.floor(shop.now() / 1000)}`,
    }
    await kills.webhook(shop.change({ messages: [message] }))
    await shop.post('/contacts/duplicates/scan')
    shop.chores.push({ type: 'contacts.duplicates', accountId: shop.accountId })
    await kills.chores()
    shop.wait(DAY_MS + MINUTE_MS)
    await kills.until((deps) => sweepDuplicates(deps))
    expect(await shop.query('SELECT reason FROM contact_duplicates WHERE account_id = ?')).toEqual([
      { reason: 'proven' },
    ])
    const words = ['INSERT INTO contact_duplicates (account_id', 'UPDATE duplicate_scans']
    expect(notKilled(kills, words)).toEqual([])
  })

  it('give them another number, and every stop holds for it', async () => {
    const { shop, id, kills } = await open()
    await shop.reply(id, 'STOP')
    const system = { type: 'user_changed_number', wa_id: '12025550188' }
    const message = {
      ...{ id: `wamid.${shop.accountId}`, from: '12025550143', type: 'system', system },
      timestamp: `${Math.floor(shop.now() / 1000)}`,
    }
    await kills.webhook(shop.change({ messages: [message] }))
    const { contacts, identities, suppressions } = await snapshot(shop.accountId)
    expect(contacts).toMatchObject([{ id, phone: '+12025550188', consent: 'opted_out' }])
    expect((identities as Rows).map(({ value }) => value)).not.toContain('+12025550143')
    expect((suppressions as Rows).map(({ identity }) => identity)).toContain('+12025550188')
    const messages = await shop.query(
      "SELECT * FROM messages WHERE account_id = ? AND type = 'system'",
    )
    expect(messages).toHaveLength(1)
    expect(notKilled(kills, ['DELETE FROM identities'])).toEqual([])
  })
})
