import { describe, expect, it } from 'vitest'
import type { ImportView } from '../../../worker/contract/imports'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { sweepImports } from '../../../worker/features/contacts/import-jobs'
import { DAY_MS } from '../../../worker/lib/time'
import { makeContactList } from '../../support/contact-list'
import { Importer, openTestDeps, shardOf, snapshot } from '../../support/lists'

const FIRST = 'Name,Phone,Tags,City\nNoa,0542345678,vip,Haifa\nAvi,0542345679,,Haifa\n'
const SECOND =
  'Name,Phone,Tags,City,Opted in at\n' +
  'Noa Cohen,0542345678,new,Eilat,2026-01-02\nAvi,0542345679,,Haifa,\nDan,0542345670,new,,\n'

const undo = (importer: Importer, id: string) => importer.browser.post(`/api/v1/imports/${id}/undo`)

async function undone(importer: Importer, id: string): Promise<ImportView> {
  await importer.browser.read(undo(importer, id))
  await importer.runSlices(id)
  return importer.see(id)
}

/** What people see of the state, without the moment of the last change, what caused it, and the ledger. */
async function peopleOf(importer: Importer) {
  const { consents: _, contacts = [], ...rest } = await snapshot(importer.accountId)
  const shown = (contacts as Record<string, unknown>[]).map(
    ({ updated_at: _at, jobs: _jobs, ...one }) => one,
  )
  return { ...rest, contacts: shown }
}

describe('undoing an import', () => {
  it('removes whom it created and restores whom it updated', async () => {
    const importer = await Importer.signUp()
    await importer.import(FIRST)
    const before = await peopleOf(importer)
    const { id, counts } = await importer.import(SECOND)
    expect(counts).toMatchObject({ created: 1, updated: 1, unchanged: 1 })
    expect(await peopleOf(importer)).not.toEqual(before)

    const view = await undone(importer, id)

    expect(view).toMatchObject({ state: 'undone', undoUntil: null })
    expect(view.undone).toEqual({ removed: 1, restored: 1, kept: 0 })
    expect(await peopleOf(importer)).toEqual(before)
    // The ledger keeps what was written down, and that it was taken back.
    const { consents = [] } = await snapshot(importer.accountId)
    expect((consents as { change: string }[]).map(({ change }) => change).sort()).toEqual([
      'opted_in',
      'retracted',
    ])
    expect((await importer.browser.get(`/api/v1/imports/${id}`)).status).toBe(200)
  })

  it('takes back thousands, in slices that may die between any two', async () => {
    const importer = await Importer.signUp()
    const { csv, truth } = makeContactList(2500)
    const { id } = await importer.import(csv)
    await importer.browser.read(undo(importer, id))
    let calls = 0
    // A clock that jumps ends each slice after one batch.
    const clock = { now: () => Date.now() + calls++ * 6000 }
    await importer.runSlices(id, openTestDeps({ clock }))
    const view = await importer.see(id)
    expect(view.undone).toEqual({ removed: truth.unique, restored: 0, kept: 0 })
    const after = await snapshot(importer.accountId)
    expect(Object.values(after).flat()).toEqual([])
  })

  it('keeps people who wrote since, and what somebody changed since', async () => {
    const importer = await Importer.signUp()
    await importer.import(FIRST)
    const { id } = await importer.import(SECOND)
    const shard = await shardOf(importer.accountId)
    await shard.batch([
      shard
        .prepare("UPDATE contacts SET last_inbound_at = 1 WHERE account_id = ? AND name = 'Dan'")
        .bind(importer.accountId),
      shard
        .prepare(
          `UPDATE contacts SET name = 'Noa Levi', updated_at = updated_at + 1
           WHERE account_id = ? AND name = 'Noa Cohen'`,
        )
        .bind(importer.accountId),
    ])

    const view = await undone(importer, id)

    expect(view.undone).toEqual({ removed: 0, restored: 1, kept: 1 })
    const { contacts = [] } = await snapshot(importer.accountId)
    const noa = (contacts as { name: string; fields: string }[]).find(({ name }) =>
      name.startsWith('Noa'),
    )
    expect(noa?.name).toBe('Noa Levi')
    expect(JSON.parse(noa?.fields ?? '{}')).toEqual({ city: 'Haifa' })
  })

  it('keeps people about whom something was written down since', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.import('Name,Phone\nNoa,0542345678\nDan,0542345679\n')
    const { contacts = [] } = await snapshot(importer.accountId)
    const noa = (contacts as { id: string; name: string }[]).find(({ name }) => name === 'Noa')
    const { browser } = importer
    await browser.read(browser.post(`/api/v1/contacts/${noa?.id}/notes`, { text: 'Likes figs' }))

    const view = await undone(importer, id)

    expect(view.undone).toEqual({ removed: 1, restored: 0, kept: 1 })
    const after = await snapshot(importer.accountId)
    expect(after.contacts).toMatchObject([{ name: 'Noa' }])
  })

  it('never brings back somebody who opted out meanwhile', async () => {
    const importer = await Importer.signUp()
    await importer.import('Name,Phone\nNoa,0542345678\n')
    const { id } = await importer.import(SECOND)
    const { contacts = [] } = await snapshot(importer.accountId)
    const noa = (contacts as { id: string; phone: string }[]).find(
      ({ phone }) => phone === '+972542345678',
    )
    const stop = { contactId: noa?.id ?? '', identities: ['+972542345678'], source: 'message' }
    await recordOptOut(
      await importer.db(),
      { ...stop, wording: 'stop', actor: 'contact' },
      Date.now() + 5,
    )
    await undone(importer, id)
    const after = await snapshot(importer.accountId)
    expect(after.suppressions).toHaveLength(1)
    expect(after.contacts).toContainEqual(
      expect.objectContaining({ id: noa?.id, consent: 'opted_out' }),
    )
  })

  it('is offered for a day, and then what it needs is forgotten', async () => {
    const importer = await Importer.signUp()
    await importer.import(FIRST)
    const { id, undoUntil, finishedAt } = await importer.import(SECOND)
    expect(undoUntil).toBe((finishedAt ?? 0) + DAY_MS)
    const shard = await shardOf(importer.accountId)
    const rest = () =>
      shard
        .prepare('SELECT count(*) AS n FROM import_undo WHERE account_id = ?')
        .bind(importer.accountId)
        .first('n')
    expect(await rest()).toBe(1)
    await sweepImports(openTestDeps({ clock: { now: () => Date.now() + DAY_MS + 1000 } }))
    expect(await rest()).toBe(0)
    expect((await importer.see(id)).undoUntil).toBeNull()
    expect((await undo(importer, id)).status).toBe(409)
  })

  it('is woken by the sweep where its job was lost', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.import(FIRST)
    await importer.browser.read(undo(importer, id))
    const deps = openTestDeps({ clock: { now: () => Date.now() + 180_000 } })
    await sweepImports(deps)
    expect(deps.chores).toContainEqual({
      ...{ type: 'contacts.import', accountId: importer.accountId, importId: id },
    })
  })

  it('is nobody else’s, and nothing for an import that never began', async () => {
    const importer = await Importer.signUp()
    const { id } = await importer.import(FIRST)
    const stranger = await Importer.signUp()
    expect((await undo(stranger, id)).status).toBe(404)
    const open = await importer.check(SECOND)
    expect((await undo(importer, open.id)).status).toBe(409)
  })
})
