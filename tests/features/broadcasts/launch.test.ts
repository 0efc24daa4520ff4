import { describe, expect, it } from 'vitest'
import type { ErrorBody } from '../../../worker/contract/common'
import { cancelBroadcast } from '../../../worker/features/broadcasts/control-operations'
import { Shop } from '../../support/shop'

/** A shop with people and a draft that is ready to go. */
async function ready(people = 3) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const draft = await shop.draft()
  const plan = await shop.plan(draft.id)
  const { version } = draft
  const confirmed = { version, people: plan.people, maxCostMicros: plan.highMicros }
  const path = `/api/v1/broadcasts/${draft.id}`
  const launch = (change: object = {}) =>
    shop.browser.post(`${path}/launch`, { ...confirmed, ...change })
  return { shop, id: draft.id, path, plan, version, launch }
}

const codeOf = async (answer: Response) => {
  const { error }: ErrorBody = await answer.json()
  return `${answer.status} ${error.code}`
}

describe('launching', () => {
  it('holds first: nobody is written to, and nothing is frozen', async () => {
    const { shop, id, launch } = await ready()

    expect((await launch()).status).toBe(202)

    const { state, holdUntil } = await shop.see(id)
    expect(state).toBe('holding')
    expect((holdUntil ?? 0) - Date.now()).toBeGreaterThan(8000)
    expect(await shop.rows(id)).toEqual([])
  })

  it('twice launches once', async () => {
    const { shop, id, launch } = await ready()

    const answers = await Promise.all([launch(), launch(), launch()])

    const codes = answers.map(({ status }) => status)
    expect(codes.sort()).toEqual([202, 409, 409])
    await shop.freeze(id)
    await shop.sendAll()
    expect(shop.meta.recipients()).toHaveLength(3)
    expect(new Set(shop.meta.recipients()).size).toBe(3)
  })

  it('is refused when more people or more money are at stake than the user saw', async () => {
    const { shop, id, plan, launch } = await ready()

    expect(await codeOf(await launch({ people: 2 }))).toBe('409 broadcast.plan_changed')
    const cheaper = { maxCostMicros: plan.highMicros - 1 }
    expect(await codeOf(await launch(cheaper))).toBe('409 broadcast.plan_changed')
    await shop.addMany(1)
    expect(await codeOf(await launch())).toBe('409 broadcast.plan_changed')
    expect((await shop.see(id)).state).toBe('draft')
  })

  it('is refused when somebody changed the draft since, also at the same moment', async () => {
    const { shop, id, path, version, launch } = await ready()
    const stranger = await shop.add([{ tags: ['vip'] }])
    const audience = { everyone: false, tags: [await shop.tagId('vip')], withoutTags: [] }

    const [launched, edited] = await Promise.all([
      launch({ people: 4, maxCostMicros: 1e9 }),
      shop.browser.patch(path, { version, audience }),
    ])

    expect(edited.status).toBe(200)
    expect(await codeOf(launched)).toBe('409 broadcast.changed_elsewhere')
    expect((await shop.see(id)).state).toBe('draft')
    expect(stranger).toHaveLength(1)
    expect(await codeOf(await launch())).toBe('409 broadcast.changed_elsewhere')
  })

  it.each([
    ['no number', { numberId: null }, 'number_missing'],
    ['no template', { template: 'none' }, 'template_missing'],
    ['a template in review', { template: 'in_review' }, 'template_not_approved'],
    ['no audience', { audience: { everyone: false } }, 'audience_missing'],
    ['unmapped parameters', { mapping: {} }, 'mapping_incomplete'],
    ['nobody to write to', { audience: { everyone: false, tags: ['a'.repeat(26)] } }, 'nobody'],
  ])('is refused with %s', async (_what, wish, problem) => {
    const { shop } = await ready()
    const { id, version } = await shop.draft(wish)
    const confirmed = { version, people: 10, maxCostMicros: 1e9 }
    const answer = await shop.browser.post(`/api/v1/broadcasts/${id}/launch`, confirmed)
    const { error }: ErrorBody = await answer.json()
    expect(error).toMatchObject({
      code: 'broadcast.plan_problems',
      details: { problems: expect.arrayContaining([{ code: problem, blocking: true }]) },
    })
  })
})

describe('what the user confirmed is a limit', () => {
  it('of people, also for those who came in during the hold', async () => {
    const { shop, id, launch } = await ready(3)
    await launch()
    await shop.addMany(4)
    await shop.freeze(id)
    await shop.sendAll()

    expect(shop.meta.posts).toHaveLength(3)
    expect((await shop.progress(id)).skipped).toEqual({ over_limit: 4 })
  })

  it('of money, at the price of the country that people really are in', async () => {
    const shop = await Shop.open()
    const cheap = await shop.addMany(10, { country: 'IN' })
    const id = await shop.launch()
    const confirmed = (await shop.progress(id)).estimateMicros?.high ?? 0
    // They leave, and fewer but dearer people come in, from a country that the plan did not know.
    await shop.query(`DELETE FROM contacts WHERE account_id = ? AND id IN ('${cheap.join("','")}')`)
    await shop.addMany(2, { country: 'DE' })
    await shop.freeze(id)
    await shop.sendAll()

    const [german] = (await shop.plan((await shop.draft()).id)).cost
    const price = german?.rateMicros ?? 0
    expect(price).toBeGreaterThan(confirmed)
    expect(shop.meta.posts.length * price).toBeLessThanOrEqual(confirmed)
    expect((await shop.progress(id)).skipped).toEqual({ over_limit: 2 })
  })
})

describe('cancelling in the hold', () => {
  it('leaves nobody written to, whenever the freeze comes', async () => {
    const { shop, id, launch } = await ready()
    await launch()
    await cancelBroadcast(shop.deps, await shop.db(), 'user:x', id)
    await shop.freeze(id)
    await shop.finishCancel(id)
    await shop.sendAll()

    expect((await shop.see(id)).state).toBe('cancelled')
    expect(shop.meta.posts).toEqual([])
    expect(await shop.rows(id)).toEqual([])
  })

  it('is refused for a draft, and changes nothing the second time', async () => {
    const { shop, id, path, launch } = await ready()
    expect(await codeOf(await shop.browser.post(`${path}/cancel`))).toBe(
      '409 broadcast.cannot_cancel',
    )
    await launch()
    for (let again = 0; again < 2; again++) {
      expect((await shop.browser.post(`${path}/cancel`)).status).toBe(200)
    }
    expect((await shop.see(id)).state).toBe('cancelling')
  })
})
