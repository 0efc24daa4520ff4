import { beforeEach, expect, it } from 'vitest'
import type { ContactNoteView } from '../../../worker/contract/contact-notes'
import type { ContactView } from '../../../worker/contract/contacts'
import type { Browser } from '../../support/browser'

import { Importer, testEnv } from '../../support/lists'

let browser: Browser
let contact: ContactView
let notes: string

beforeEach(async () => {
  browser = (await Importer.signUp()).browser
  contact = await browser.read(browser.post('/api/v1/contacts', { phone: '054-234-5678' }))
  notes = `/api/v1/contacts/${contact.id}/notes`
})

const write = (text: string, more: object = {}) =>
  browser.read<ContactNoteView>(browser.post(notes, { text, ...more }))
const list = async () =>
  (await browser.read<{ items: ContactNoteView[] }>(browser.get(notes))).items

/** In whichever shard the account lies. */
async function stored() {
  const select = 'SELECT body FROM contact_notes WHERE contact_id = ?1'
  const shards = [testEnv.DATA_0, testEnv.DATA_1].map((shard) =>
    shard.prepare(select).bind(contact.id).all(),
  )
  return (await Promise.all(shards)).flatMap(({ results }) => results)
}

it('keeps what the team writes about a person, with author and time, sealed where it lies', async () => {
  const note = await write('Allergic to figs')
  expect(note).toMatchObject({ text: 'Allergic to figs', by: { name: 'Noa Levi' }, editedAt: null })
  const kept = await stored()
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain('figs')
})

it('changes a note, removes one, and brings it back where it stood', async () => {
  const first = await write('First')
  const second = await write('Second')
  const changed = await browser.patch(`${notes}/${first.id}`, { text: 'First, corrected' })
  expect(await changed.json()).toMatchObject({ text: 'First, corrected', at: first.at })
  expect((await browser.delete(`${notes}/${first.id}`)).status).toBe(204)
  expect((await list()).map(({ text }) => text)).toEqual(['Second'])
  await write('First, corrected', { at: first.at - 1 })
  expect((await list()).map(({ text }) => text)).toEqual(['Second', 'First, corrected'])
  expect((await browser.delete(`${notes}/${first.id}`)).status).toBe(404)
  expect(second.editedAt).toBeNull()
})

it('takes no note from the future and none about a stranger’s contact', async () => {
  const { at } = await write('Soon', { at: Date.now() + 1e9 })
  expect(at).toBeLessThanOrEqual(Date.now())
  const stranger = (await Importer.signUp()).browser
  expect((await stranger.get(notes)).status).toBe(404)
  expect((await stranger.post(notes, { text: 'Mine' })).status).toBe(404)
})

it('goes with the person', async () => {
  await write('Allergic to figs')
  expect((await browser.delete(`/api/v1/contacts/${contact.id}`)).ok).toBe(true)
  expect(await stored()).toEqual([])
})
