import { expect, it } from 'vitest'
import type { SessionView } from '../../../worker/contract/auth'
import type { RecipientDetail } from '../../../worker/contract/broadcast-recipients'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { List } from '../../../worker/contract/common'
import type { ContactView, TagView } from '../../../worker/contract/contacts'
import type { ConversationView } from '../../../worker/contract/inbox'
import type { OnboardingView } from '../../../worker/contract/onboarding'
import { isSampleId } from '../../../worker/contract/samples'
import type { TemplateView } from '../../../worker/contract/templates'
import { rebuildUsage } from '../../../worker/features/analytics/rollup-operations'
import { randomId } from '../../../worker/lib/ids'
import { Shop } from '../../support/shop'

const SAMPLES = '/api/v1/samples'

const add = (shop: Shop) => shop.browser.read(shop.browser.post(SAMPLES, {}))
const remove = (shop: Shop) => shop.browser.send('DELETE', SAMPLES, {})
const people = async (shop: Shop) => (await shop.get<List<ContactView>>('/contacts')).items
const samplesOf = async (shop: Shop) => (await people(shop)).filter(({ id }) => isSampleId(id))
const isTold = async (shop: Shop) => (await shop.get<SessionView>('/session')).account.hasSamples

it('shows people who are made up, with numbers that nobody has, once however often it is asked', async () => {
  const shop = await Shop.open()
  expect(await isTold(shop)).toBe(false)
  await Promise.all([add(shop), add(shop)])
  await add(shop)

  const shown = await samplesOf(shop)
  expect(shown).toHaveLength(8)
  expect(new Set(shown.map(({ id }) => id)).size).toBe(8)
  // Kept for fiction by those who give numbers out.
  const fiction = /^\+(1202555 ?01|447700900|614915701|3363998)\d{2,4}$/
  for (const { phone } of shown) expect(phone).toMatch(fiction)
  expect(shown.some(({ tags }) => tags.length > 0)).toBe(true)
  expect(await isTold(shop)).toBe(true)
})

it('shows what they wrote in the inbox, once, with nothing unread and no window to answer in', async () => {
  const shop = await Shop.open()
  await Promise.all([add(shop), add(shop)])
  await add(shop)
  const { items } = await shop.get<List<ConversationView>>('/conversations?list=open')
  expect(items).toHaveLength(3)
  expect(items.every(({ contactId }) => isSampleId(contactId))).toBe(true)
  expect(items.every(({ unread, windowUntil }) => unread === 0 && windowUntil === null)).toBe(true)
  const messages = await shop.query('SELECT id FROM messages WHERE account_id = ?')
  expect(messages).toHaveLength(7)
  expect(await people(shop)).toHaveLength(8)
})

it('shows templates and a finished broadcast with its report, once', async () => {
  const shop = await Shop.open({ templates: [] })
  await Promise.all([add(shop), add(shop)])
  await add(shop)
  const templates = await shop.get<List<TemplateView>>('/templates')
  expect(templates.items.map(({ name }) => name)).toEqual([
    'sample_order_ready',
    'sample_spring_offer',
  ])
  const { items } = await shop.get<List<{ broadcast: BroadcastView }>>('/broadcasts')
  expect(items).toMatchObject([
    { broadcast: { state: 'done', templateName: 'sample_order_ready' } },
  ])
  const id = items[0]?.broadcast.id ?? ''
  expect(await shop.progress(id)).toMatchObject({
    total: 8,
    counts: { read: 4, delivered: 3, failed: 1 },
    replied: 1,
    failures: [{ code: 131026, count: 1 }],
    retryable: { failed: 0, notConfirmed: 0 },
  })
  const row = await shop.get<RecipientDetail>(`/broadcasts/${id}/recipients/1`)
  expect(JSON.stringify(row)).toContain('Maya')
})

it('what is made up is counted for nothing, and can’t be sent', async () => {
  const shop = await Shop.open({ templates: [] })
  await add(shop)
  await rebuildUsage(shop.deps, await shop.db())
  const days = await shop.query('SELECT day FROM usage_daily WHERE account_id = ?')
  expect(days).toEqual([])
  const { done, test } = await shop.get<OnboardingView>('/onboarding')
  expect(done).toMatchObject({ templates: false, test: false })
  expect(test).toBeNull()
  const { items } = await shop.get<List<TemplateView>>('/templates')
  await shop.add([{}])
  const { id } = await shop.draft({ templateId: items[0]?.id ?? '' })
  const { problems } = await shop.plan(id)
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'template_of_other_number', blocking: true }),
  )
})

it('counts them for nothing: the set-up still asks for contacts', async () => {
  const shop = await Shop.open()
  await add(shop)
  const { done, contacts } = await shop.get<OnboardingView>('/onboarding')
  expect([done.contacts, contacts]).toEqual([false, 0])
})

it('sends them nothing: a broadcast to everyone leaves them out and says so', async () => {
  const shop = await Shop.open()
  await add(shop)
  await shop.add([{ phone: '+972545550001' }, { phone: '+972545550002' }])
  const id = await shop.send()

  expect(shop.meta.recipients().sort()).toEqual(['+972545550001', '+972545550002'])
  const rows = await shop.query<{ code: string | null; count: number }>(
    `SELECT code, count(*) AS count FROM recipients
     WHERE account_id = ? AND broadcast_id = ? AND state = 'skipped' GROUP BY code`,
    id,
  )
  expect(rows).toEqual([{ code: 'sample', count: 8 }])
})

it('sends them nothing by hand either', async () => {
  const shop = await Shop.open()
  await add(shop)
  const [sample] = await samplesOf(shop)
  // As if one of them had written, so that a reply would be allowed.
  await shop.reply(sample?.id ?? '', 'Hello')
  const answer = await shop.browser.post('/api/v1/messages', {
    id: randomId(),
    contactId: sample?.id,
    numberId: shop.meta.numberId,
    text: 'Hello back',
  })
  expect(answer.status).toBe(409)
  expect(shop.meta.posts).toEqual([])
})

it('goes away with one act, and takes nobody else along', async () => {
  const shop = await Shop.open()
  const [own = ''] = await shop.add([{ phone: '+972545550003', tags: ['regulars'] }])
  await add(shop)
  expect((await remove(shop)).status).toBe(204)
  expect((await remove(shop)).status).toBe(204)

  expect((await people(shop)).map(({ id }) => id)).toEqual([own])
  const { items } = await shop.get<List<TagView>>('/tags')
  expect(items.map(({ name }) => name)).toEqual(['regulars'])
  expect(await isTold(shop)).toBe(false)
  const gone = ['messages', 'conversations', 'broadcasts', 'recipients', 'chunks']
  for (const table of gone) {
    expect(await shop.query(`SELECT 1 FROM ${table} WHERE account_id = ?`)).toEqual([])
  }
  for (const table of ['identities', 'contact_tags']) {
    const left = await shop.query<{ contact_id: string }>(
      `SELECT contact_id FROM ${table} WHERE account_id = ?`,
    )
    expect(left.map(({ contact_id }) => contact_id)).toEqual([own])
  }
  const acts = await shop.query<{ action: string }>(
    "SELECT action FROM audit WHERE account_id = ? AND action LIKE 'contact.samples%' ORDER BY id",
  )
  expect(acts.map(({ action }) => action)).toContain('contact.samples_removed')
})

it('leaves a person alone who has the number of a sample already', async () => {
  const shop = await Shop.open()
  const [own = ''] = await shop.add([{ phone: '+12025550111', firstName: 'Ruth' }])
  await add(shop)
  expect(await samplesOf(shop)).toHaveLength(7)
  await remove(shop)
  expect(await people(shop)).toMatchObject([{ id: own, phone: '+12025550111' }])
})
