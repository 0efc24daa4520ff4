import { expect, it } from 'vitest'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { Filter, Rule, SegmentView } from '../../../worker/contract/segments'
import { Shop } from '../../support/shop'

const all = (...rules: Rule[]): Filter => ({ join: 'all', rules })
const livesIn = (city: string): Filter => all({ on: 'field', key: 'city', op: 'is', value: city })
const save = (shop: Shop, name: string, filter: Filter) =>
  shop.post<SegmentView>('/segments', { name, filter })

async function shopWithCities() {
  const shop = await Shop.open()
  await shop.add([
    { firstName: 'Noa', fields: { city: 'Haifa' }, tags: ['vip'] },
    { firstName: 'Dan', fields: { city: 'haifa' } },
    { firstName: 'Avi', fields: { city: 'Eilat' } },
    { firstName: 'Gil', fields: { city: 'Eilat' }, consent: 'unknown' },
    { firstName: 'Tal' },
  ])
  return shop
}

const launch = async (shop: Shop, draft: BroadcastView) => {
  const plan = await shop.plan(draft.id)
  const { version } = draft
  const confirmed = { version, people: plan.people, maxCostMicros: plan.highMicros }
  await shop.post(`/broadcasts/${draft.id}/launch`, confirmed)
  return plan
}

it('sends to whoever is in a segment or carries a tag, without those of another segment', async () => {
  const shop = await shopWithCities()
  const eilat = await save(shop, 'Eilat', livesIn('Eilat'))
  const silent = await save(shop, 'Unknown', all({ on: 'consent', op: 'is', value: 'unknown' }))
  const audience = {
    everyone: false,
    tags: [await shop.tagId('vip')],
    segments: [eilat.id],
    withoutSegments: [silent.id],
  }
  const draft = await shop.draft({ audience })

  expect(await launch(shop, draft)).toMatchObject({ chosen: 2, people: 2, leftOut: [] })
  await shop.freeze(draft.id)
  const { total } = await shop.progress(draft.id)
  expect(total).toBe(2)
  const shown = await shop.get<BroadcastView>(`/broadcasts/${draft.id}`)
  expect(shown.audience).toEqual({ ...audience, withoutTags: [] })
})

it('keeps to what was confirmed when the segment is changed or deleted before the freeze', async () => {
  const shop = await shopWithCities()
  const segment = await save(shop, 'Eilat', livesIn('Eilat'))
  const draft = await shop.draft({ audience: { everyone: false, segments: [segment.id] } })
  const plan = await launch(shop, draft)
  expect(plan).toMatchObject({ chosen: 2, people: 1 })

  await shop.browser.read(
    shop.browser.patch(`/api/v1/segments/${segment.id}`, { filter: livesIn('Haifa') }),
  )
  await shop.browser.send('DELETE', `/api/v1/segments/${segment.id}`)
  await shop.freeze(draft.id)

  const { total, skipped } = await shop.progress(draft.id)
  expect({ total, skipped }).toEqual({ total: 2, skipped: { no_consent: 1 } })
})

it('does not launch to a segment that is gone, and says so', async () => {
  const shop = await shopWithCities()
  const segment = await save(shop, 'Eilat', livesIn('Eilat'))
  const draft = await shop.draft({ audience: { everyone: false, segments: [segment.id] } })
  await shop.browser.send('DELETE', `/api/v1/segments/${segment.id}`)

  const { people, problems } = await shop.plan(draft.id)

  expect(people).toBe(0)
  expect(problems).toMatchObject([{ code: 'segment_missing', blocking: true }])
})

it('refuses segments whose rows together are more than a statement takes', async () => {
  const shop = await shopWithCities()
  const rows = Array.from({ length: 13 }, (_, at) => livesIn(`city ${at}`).rules[0] as Rule)
  const segments = await Promise.all(
    ['one', 'two'].map((name) => save(shop, name, { join: 'any', rules: rows })),
  )
  const draft = await shop.draft({
    audience: { everyone: false, segments: segments.map(({ id }) => id) },
  })

  expect((await shop.plan(draft.id)).problems).toMatchObject([{ code: 'audience_too_long' }])
})

it('plans the longest audience there may be within the values a statement takes', async () => {
  const shop = await shopWithCities()
  const rules = Array.from({ length: 20 }, (_, at) => livesIn(`city ${at}`).rules[0] as Rule)
  const [long, short] = await Promise.all([
    save(shop, 'long', {
      join: 'any',
      rules: [...rules.slice(0, 19), livesIn('Eilat').rules[0] as Rule],
    }),
    save(shop, 'short', { join: 'any', rules: rules.slice(0, 5) }),
  ])
  const audience = { everyone: false, segments: [long.id], withoutSegments: [short.id] }
  const draft = await shop.draft({ audience })

  expect(await launch(shop, draft)).toMatchObject({ chosen: 2 })
  await shop.freeze(draft.id)
  expect((await shop.progress(draft.id)).total).toBe(2)
})
