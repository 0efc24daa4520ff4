// A business that can send to many, without waiting for what is not measured: its people are written
// straight into the database, and a launch is not held for ten seconds.
import {
  composeBroadcast,
  connectNumber,
  launchBroadcast,
  syncedTemplates,
} from '../../../scripts/journey.mjs'
import type { Rig, Stub } from './rig.ts'

export type Business = Awaited<ReturnType<typeof openBusiness>>

/** A signed-in owner with a connected number and contacts who may be written to. */
export async function openBusiness(rig: Rig, stub: Stub, people: number) {
  const browser = await rig.signUp()
  await connectNumber(browser, stub.business)
  const [template] = await syncedTemplates(browser)
  const accountId: string = (await browser.get('/session')).account.id
  await addPeople(rig, accountId, 1, people)
  return { rig, browser, accountId, template, numberId: stub.business.numbers[0]?.id ?? '' }
}

/** Contacts as an import writes them: account, number of the first and of the last. */
export const PEOPLE_SQL = `
  WITH RECURSIVE n(i) AS (SELECT ?2 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
  INSERT INTO contacts (account_id, id, name, first_name, phone, country, fields, tags, consent,
                        search, created_at, updated_at)
  SELECT ?1, printf('a%025d', i), 'Maya', 'Maya', '+9725' || (40000000 + i), 'IL', '{}', '[]',
         'opted_in', 'maya +9725' || (40000000 + i), 1, 1 FROM n`

export async function addPeople({ data }: Rig, accountId: string, first: number, last: number) {
  await data.prepare(PEOPLE_SQL).bind(accountId, first, last).run()
}

/** A draft to everyone, launched and held. */
export async function holdBroadcast({ browser, numberId, template }: Business, name: string) {
  const mapping = { 'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' } }
  const draft = await composeBroadcast(browser, { name, numberId, template, mapping })
  await launchBroadcast(browser, draft)
  return draft.id as string
}

/** Ends the hold now. Answers once everybody has a row and the first chunks are queued. */
export async function freezeNow({ rig, accountId }: Business, broadcastId: string) {
  await rig.data
    .prepare('UPDATE broadcasts SET hold_until = 0 WHERE id = ?')
    .bind(broadcastId)
    .run()
  const isFrozen = async () => {
    const row = await rig.data
      .prepare(`SELECT state FROM broadcasts WHERE id = ?`)
      .bind(broadcastId)
      .first<{ state: string }>()
    return row?.state !== 'holding' && row?.state !== 'freezing'
  }
  // A slice of this job that takes long queues the next one, which the runtime brings.
  await rig.runJob('proconnect-chores', { type: 'broadcast.freeze', accountId, broadcastId })
  while (!(await isFrozen())) await new Promise((resolve) => setTimeout(resolve, 20))
}

export async function startBroadcast(business: Business, name: string): Promise<string> {
  const id = await holdBroadcast(business, name)
  await freezeNow(business, id)
  return id
}
