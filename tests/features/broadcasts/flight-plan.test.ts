import { describe, expect, it } from 'vitest'
import type { PreviewView } from '../../../worker/contract/broadcast-plan'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

type People = { items: { name: string | null }[] }
const city = (fallback: string | null) =>
  ({ 'body.1': { from: 'field', key: 'city', fallback } }) as const

async function shopOfCities() {
  const shop = await Shop.open()
  await shop.add([
    { firstName: 'Noa', fields: { city: 'Haifa' } },
    { firstName: 'Dan', fields: { city: ' ' } },
    { firstName: 'Gil', consent: 'opted_out', fields: { city: 'Eilat' } },
    { firstName: 'Tal' },
  ])
  return shop
}

const preview = async (shop: Shop, id: string, q: string) =>
  (await shop.get<{ items: PreviewView[] }>(`/broadcasts/${id}/preview?q=${encodeURIComponent(q)}`))
    .items

describe('the flight plan', () => {
  it('counts by parameter who gets the fall-back, and opens to these people', async () => {
    const shop = await shopOfCities()
    const { id } = await shop.draft({ mapping: city('your town') })
    expect(await shop.plan(id)).toMatchObject({
      people: 3,
      fallbacks: [{ key: 'body.1', count: 2 }],
      missing: [],
    })
    const { items } = await shop.get<People>(`/broadcasts/${id}/fallbacks?key=body.1`)
    expect(items.map(({ name }) => name).sort()).toEqual(['Dan', 'Tal'])
  })

  it('counts by parameter who is left out for want of a value, and opens to these people', async () => {
    const shop = await shopOfCities()
    const { id } = await shop.draft({ mapping: city(null) })
    expect(await shop.plan(id)).toMatchObject({
      people: 1,
      fallbacks: [],
      missing: [{ key: 'body.1', count: 2 }],
    })
    const { items } = await shop.get<People>(
      `/broadcasts/${id}/left-out?reason=missing_parameter&key=body.1`,
    )
    expect(items.map(({ name }) => name).sort()).toEqual(['Dan', 'Tal'])
  })

  it('shows the exact message of any person who is chosen, and why somebody does not get it', async () => {
    const shop = await shopOfCities()
    const { id } = await shop.draft({ mapping: city(null) })
    expect(await preview(shop, id, 'noa')).toMatchObject([
      { name: 'Noa', leftOut: null, parameters: { 'body.1': 'Haifa' } },
    ])
    expect(await preview(shop, id, 'gil')).toMatchObject([{ leftOut: 'opted_out' }])
    expect(await preview(shop, id, 'tal')).toMatchObject([
      { leftOut: 'missing_parameter', parameters: {} },
    ])
    expect(await preview(shop, id, 'nobody')).toEqual([])
  })

  it('finds nobody by the digits of a number for who may not see numbers', async () => {
    const shop = await shopOfCities()
    await shop.add([{ firstName: 'Canary', phone: '+972541111118' }])
    const { id } = await shop.draft()
    const viewer = await invite(shop.person, 'viewer')
    const ask = (q: string) =>
      viewer.browser.read<{ items: PreviewView[] }>(
        viewer.browser.get(`/api/v1/broadcasts/${id}/preview?q=${q}`),
      )
    expect((await ask('541111118')).items).toEqual([])
    expect((await ask('canary')).items).toMatchObject([{ phone: '••••••118' }])
  })

  it('is what comes of it where Meta accepts and delivers everything', async () => {
    const shop = await shopOfCities()
    await shop.add([{ country: 'DE' }, { country: 'DE', fields: { city: 'Bonn' } }])
    const draft = await shop.draft({ mapping: city(null) })
    const plan = await shop.plan(draft.id)
    const { version } = draft
    const confirmed = { version, people: plan.people, maxCostMicros: plan.highMicros }
    await shop.post(`/broadcasts/${draft.id}/launch`, confirmed)
    await shop.freeze(draft.id)
    await shop.sendAll()
    const sent = (await shop.rows(draft.id)).filter(({ token }) => token !== null)
    await shop.statuses(
      ...sent.map(({ no, token }) =>
        aStatus({ status: 'delivered' }, { broadcastId: draft.id, no, token: token ?? '' }),
      ),
    )

    const { total, counts, skipped, costSoFarMicros, costByCountry } = await shop.progress(draft.id)

    expect(total).toBe(plan.chosen)
    expect(counts.delivered).toBe(plan.people)
    expect(skipped).toEqual(
      Object.fromEntries(plan.leftOut.map(({ reason, count }) => [reason, count])),
    )
    expect(costSoFarMicros).toBe(plan.highMicros)
    const byCountry = (lines: typeof costByCountry) =>
      Object.fromEntries(lines.map(({ country, totalMicros }) => [country, totalMicros]))
    expect(byCountry(costByCountry)).toEqual(byCountry(plan.cost))
  })

  it('and what it became stand side by side, and add up', async () => {
    const shop = await shopOfCities()
    const id = await shop.launch({ mapping: city(null) })
    const planned = { chosen: 4, people: 1, leftOut: { missing_parameter: 2, opted_out: 1 } }
    // Between the plan and the freeze somebody comes in, and somebody asks for no more.
    await shop.add([{ firstName: 'Late', fields: { city: 'Eilat' } }])
    await shop.freeze(id)
    await shop.sendAll()

    const progress = await shop.progress(id)

    expect(progress.planned).toMatchObject(planned)
    const skipped = Object.values(progress.skipped).reduce((sum, one) => sum + one, 0)
    expect(progress.total).toBe(5)
    // More than was confirmed never leaves: whoever came in is over the limit.
    expect(progress.skipped).toEqual({ missing_parameter: 2, opted_out: 1, over_limit: 1 })
    expect(progress.total - skipped).toBe(1)
  })
})

describe('another try', () => {
  it('is confirmed anew: without its own people and money it does not start, and keeps to them', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    shop.meta.script = () => ({ refuse: 131049 })
    const id = await shop.send()
    const retry = await shop.post<{ id: string; version: number }>(`/broadcasts/${id}/retry`, {
      what: 'failed',
    })
    const { people, highMicros } = await shop.plan(retry.id)
    expect(people).toBe(3)
    const launch = (confirmed: { people: number; maxCostMicros: number }) =>
      shop.browser.post(`/api/v1/broadcasts/${retry.id}/launch`, {
        version: retry.version,
        ...confirmed,
      })
    expect((await launch({ people: 2, maxCostMicros: highMicros })).status).toBe(409)
    expect((await launch({ people, maxCostMicros: highMicros - 1 })).status).toBe(409)
    expect((await launch({ people, maxCostMicros: highMicros })).status).toBe(202)
    shop.meta.script = () => ({ accept: 'accepted' })
    const before = shop.meta.posts.length
    await shop.freeze(retry.id)
    await shop.sendAll()
    expect(shop.meta.posts.length - before).toBe(3)
  })
})
