import { describe, expect, it } from 'vitest'
import type { EvidenceView } from '../../../worker/contract/consent'
import type { LegalBasisView } from '../../../worker/contract/legal-basis'
import { recordOptIn } from '../../../worker/features/contacts/consent-operations'
import { randomId } from '../../../worker/lib/ids'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'

const BASIS = { basis: 'They bought from us and agreed on paper in the shop.' }
const entries = (shop: Shop, id: string) =>
  shop.query<{ entry: string | null; state: string }>(
    'SELECT consent_entry AS entry, state FROM recipients WHERE account_id = ? AND broadcast_id = ? ORDER BY no',
    id,
  )

describe('marketing without a recorded consent', () => {
  it('is refused until a named person declares the legal basis, and the plan counts it', async () => {
    const shop = await Shop.open()
    await shop.add([{ consent: 'unknown' }, { consent: 'unknown' }, { consent: 'opted_in' }])
    await shop.add([{ consent: 'opted_out' }])
    const draft = await shop.draft()
    expect(await shop.plan(draft.id)).toMatchObject({ people: 1, onBasis: 0 })

    const { declared } = await shop.post<LegalBasisView>('/legal-basis', BASIS)
    expect(declared).toMatchObject({ ...BASIS, by: 'Noa Levi' })
    expect(await shop.plan(draft.id)).toMatchObject({
      people: 3,
      onBasis: 2,
      leftOut: [{ reason: 'opted_out', count: 1 }],
    })

    await shop.browser.send('DELETE', '/api/v1/legal-basis')
    expect(await shop.plan(draft.id)).toMatchObject({ people: 1, onBasis: 0 })
    expect(await shop.get('/legal-basis')).toEqual({ declared: null })
  })

  it('withdrawn after the launch reaches nobody any more who rests on it', async () => {
    const shop = await Shop.open()
    await shop.add([{ consent: 'unknown' }, { consent: 'opted_in' }])
    await shop.post('/legal-basis', BASIS)
    const draft = await shop.draft()
    const { people, highMicros } = await shop.plan(draft.id)
    const { version } = draft
    await shop.post(`/broadcasts/${draft.id}/launch`, {
      version,
      people,
      maxCostMicros: highMicros,
    })
    await shop.browser.send('DELETE', '/api/v1/legal-basis')
    await shop.freeze(draft.id)
    expect((await shop.progress(draft.id)).skipped).toEqual({ no_consent: 1 })
  })

  it('is declared by whoever manages the business, not by a marketer', async () => {
    const shop = await Shop.open()
    const { browser } = await invite(shop.person, 'marketer')
    expect((await browser.post('/api/v1/legal-basis', BASIS)).status).toBe(403)
  })
})

it('keeps with every marketing message what it rested on', async () => {
  const shop = await Shop.open()
  const [agreed = ''] = await shop.add([{ consent: 'unknown' }, { consent: 'unknown' }])
  const news = { identities: [], source: 'agent', wording: 'on the phone', actor: 'user:x' }
  await recordOptIn(await shop.db(), { ...news, contactId: agreed }, shop.now())
  await shop.add([{ consent: 'opted_out' }])
  const { declared } = await shop.post<LegalBasisView>('/legal-basis', BASIS)
  const [ledger] = await shop.query<{ id: string }>(
    'SELECT id FROM consents WHERE account_id = ? AND contact_id = ?',
    agreed,
  )

  const marketing = await shop.send()
  expect(await entries(shop, marketing)).toEqual([
    { entry: ledger?.id, state: 'accepted' },
    { entry: `basis:${declared?.id}`, state: 'accepted' },
    { entry: null, state: 'skipped' },
  ])
  const utility = await shop.send({ template: 'order_update' })
  const rests = (await entries(shop, utility)).map(({ entry }) => entry)
  expect(rests).toEqual([null, null, null])
})

it('asks the same of a marketing template to one person, and keeps what it rested on', async () => {
  const shop = await Shop.open()
  const [silent = '', agreed = ''] = await shop.add([
    { consent: 'unknown' },
    { consent: 'unknown' },
  ])
  const news = { identities: [], source: 'agent', wording: 'on the phone', actor: 'user:x' }
  await recordOptIn(await shop.db(), { ...news, contactId: agreed }, shop.now())
  const { items } = await shop.get<{ items: { id: string; name: string }[] }>('/templates')
  const templateId = items.find(({ name }) => name === 'sale')?.id
  const content = { kind: 'template', templateId, values: { 'body.1': 'Noa' } }
  const sendTo = (contactId: string) => {
    const message = { id: randomId(), contactId, numberId: shop.meta.numberId, content }
    return shop.browser.post('/api/v1/messages', message)
  }
  const refused = await sendTo(silent)
  expect(await refused.json()).toMatchObject({ error: { code: 'consent.none_recorded' } })
  const { declared } = await shop.post<LegalBasisView>('/legal-basis', BASIS)
  expect([(await sendTo(silent)).ok, (await sendTo(agreed)).ok]).toEqual([true, true])

  const packOf = (id: string) => shop.get<EvidenceView>(`/contacts/${id}/evidence`)
  const onBasis = await packOf(silent)
  expect(onBasis.messages).toMatchObject([{ broadcast: null, entry: `basis:${declared?.id}` }])
  expect(onBasis.bases).toMatchObject([{ ...BASIS, by: 'Noa Levi' }])
  await shop.send()
  const { entries, messages } = await packOf(agreed)
  const entry = entries[0]?.id
  expect(messages).toMatchObject([
    { broadcast: 'Summer', entry },
    { broadcast: null, entry },
  ])
})
