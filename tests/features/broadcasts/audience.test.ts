import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { nextPhone, type PersonWish } from '../../support/contact-rows'
import { Shop } from '../../support/shop'
import { aTemplate } from '../../support/templates'

const country = fc.constantFrom('IL', 'US', 'DE', null)
const anyPerson: fc.Arbitrary<PersonWish> = fc.record(
  {
    firstName: fc.constantFrom('Noa', 'דוד', '', ' ', null),
    phone: fc.option(fc.constant('new'), { freq: 5 }),
    bsuid: fc.option(fc.constant('new')),
    country,
    consent: fc.constantFrom('opted_in', 'opted_out', 'unknown'),
    tags: fc.subarray(['vip', 'new', 'חוזר']),
    stopped: fc.constantFrom('all', 'marketing'),
    fields: fc.record({ city: fc.constantFrom('Haifa', ' ', '') }, { requiredKeys: [] }),
  },
  { requiredKeys: ['firstName', 'consent', 'tags'] },
)

let bsuids = 0
/** Phones and ids that nobody else has, where the wish says there is one. */
const made = ({ phone, bsuid, ...person }: PersonWish): PersonWish => ({
  ...person,
  ...(phone === null ? { phone } : { phone: nextPhone() }),
  ...(bsuid ? { bsuid: `IL.${++bsuids}` } : {}),
})

const leftOut = ({ leftOut, people, chosen }: PlanView) => ({
  people,
  chosen,
  ...Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count])),
})

describe('the plan', () => {
  it('says who gets it and who is left out and why, exactly as the freeze writes it', async () => {
    const shop = await Shop.open()
    const wish = fc.record({
      people: fc.array(anyPerson, { minLength: 1, maxLength: 25 }),
      template: fc.constantFrom('sale', 'order_update'),
      everyone: fc.boolean(),
      tags: fc.subarray(['vip', 'new']),
      withoutTags: fc.subarray(['new', 'חוזר']),
      source: fc.constantFrom(
        { from: 'contact' as const, column: 'first_name' as const, fallback: null },
        { from: 'contact' as const, column: 'first_name' as const, fallback: 'friend' },
        { from: 'field' as const, key: 'city', fallback: null },
      ),
    })
    const ids = (names: string[]) => Promise.all(names.map((name) => shop.tagId(name)))

    await fc.assert(
      fc.asyncProperty(wish, async ({ people, template, everyone, tags, withoutTags, source }) => {
        await shop.add(people.map(made))
        const audience = { everyone, tags: await ids(tags), withoutTags: await ids(withoutTags) }
        const draft = await shop.draft({ template, audience, mapping: { 'body.1': source } })
        const plan = await shop.plan(draft.id)
        if (plan.people === 0) return
        const { version } = draft
        const confirmed = { version, people: plan.people, maxCostMicros: plan.highMicros }
        await shop.post(`/broadcasts/${draft.id}/launch`, confirmed)
        await shop.freeze(draft.id)

        const { total, counts, skipped } = await shop.progress(draft.id)
        expect({ chosen: total, people: counts.queued ?? 0, ...skipped }).toEqual(leftOut(plan))
        const rows = await shop.rows(draft.id)
        expect(new Set(rows.map(({ contactId }) => contactId)).size).toBe(rows.length)
        expect(rows.map(({ no }) => no)).toEqual(rows.map((_, at) => at + 1))
        // What is planned to be filled is filled: nobody is left out at the last moment.
        await shop.sendAll()
        expect((await shop.progress(draft.id)).skipped).toEqual(skipped)
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })

  it('names the first reason that a person gives', async () => {
    const shop = await Shop.open()
    await shop.add([
      { phone: null, consent: 'opted_out' },
      { stopped: 'all', country: 'US' },
      { consent: 'opted_out', country: 'US' },
      { country: 'US', consent: 'unknown' },
      { consent: 'unknown', firstName: null },
      { firstName: null },
      {},
    ])
    const source = { from: 'contact', column: 'first_name', fallback: null } as const
    const mapping = { 'body.1': source }

    const marketing = await shop.draft({ template: 'sale', mapping })
    expect(leftOut(await shop.plan(marketing.id))).toEqual({
      chosen: 7,
      people: 1,
      no_identity: 1,
      opted_out: 2,
      us_marketing: 1,
      no_consent: 1,
      missing_parameter: 1,
    })
    // A message about an order needs no consent, and goes to the United States.
    const utility = await shop.draft({ template: 'order_update', mapping })
    expect(leftOut(await shop.plan(utility.id))).toEqual({
      chosen: 7,
      people: 3,
      no_identity: 1,
      opted_out: 1,
      missing_parameter: 2,
    })
  })

  it('counts nobody out for a variable that is not matched yet, and does not launch such a draft', async () => {
    const shop = await Shop.open()
    await shop.add([{ firstName: null }, {}])

    const plan = await shop.plan((await shop.draft({ template: 'sale', mapping: {} })).id)

    expect(leftOut(plan)).toEqual({ chosen: 2, people: 2 })
    expect(plan.problems).toMatchObject([{ code: 'mapping_incomplete', blocking: true }])
  })

  it('lists the people behind a reason, and previews exactly what the others get', async () => {
    const shop = await Shop.open()
    await shop.add([
      { firstName: 'Asha', consent: 'unknown' },
      { firstName: 'Ravi' },
      { firstName: null },
    ])
    const { id } = await shop.draft()

    const out = await shop.get<{ items: { name: string }[] }>(
      `/broadcasts/${id}/left-out?reason=no_consent`,
    )
    expect(out.items.map(({ name }) => name)).toEqual(['Asha'])
    const preview = await shop.get<{ items: object[] }>(`/broadcasts/${id}/preview`)
    expect(preview.items).toMatchObject([
      { parameters: { 'body.1': 'Ravi' }, fallbackKeys: [] },
      { parameters: { 'body.1': 'friend' }, fallbackKeys: ['body.1'] },
    ])
    expect((await shop.plan(id)).fallbacks).toEqual([{ key: 'body.1', count: 1 }])
  })

  it('sends nothing and writes nothing', async () => {
    const shop = await Shop.open()
    await shop.addMany(2)
    const draft = await shop.draft()
    const before = await shop.query('SELECT * FROM broadcasts WHERE account_id = ?')
    await shop.plan(draft.id)
    expect(await shop.query('SELECT * FROM broadcasts WHERE account_id = ?')).toEqual(before)
    expect(shop.sends).toEqual([])
  })
})

describe('a person', () => {
  it('known by two spellings of one number is one row and gets one message', async () => {
    const shop = await Shop.open()
    const add = (phone: string) =>
      shop.browser.post('/api/v1/contacts', {
        phone,
        firstName: 'Ana',
        consent: 'opted_in',
        consentSource: 'form',
      })
    expect((await add('+55 11 96000-0001')).status).toBe(201)
    expect((await add('0055 11 960000001')).status).toBe(409)
    // As Meta spells the same number: without the ninth digit.
    const inbound = { id: 'wamid.1', from: '551160000001', type: 'text', timestamp: '1800000000' }
    await shop.inbound({ ...inbound, text: { body: 'Oi' } })

    await shop.send()

    expect(shop.meta.recipients()).toEqual(['+5511960000001'])
  })

  it('without a phone is written to by their id', async () => {
    const shop = await Shop.open()
    await shop.add([{ phone: null, bsuid: 'IL.1234567890' }])
    await shop.send()
    expect(shop.meta.posts[0]?.message).toMatchObject({ recipient: 'IL.1234567890' })
    expect(shop.meta.posts[0]?.message.to).toBeUndefined()
  })

  it('is sent the template as it was at launch, whatever becomes of it', async () => {
    const shop = await Shop.open({ templates: [aTemplate('sale', 'MARKETING')] })
    await shop.add([{ firstName: 'Asha' }])
    const id = await shop.launch()
    await shop.query(`UPDATE templates SET name = 'other', language = 'he' WHERE account_id = ?`)
    await shop.freeze(id)
    await shop.sendAll()
    expect(shop.meta.posts[0]?.message.template).toEqual({
      name: 'sale',
      language: { code: 'en_US', policy: 'deterministic' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Asha' }] }],
    })
  })
})
