import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { connectNumber } from '../../scripts/journey.mjs'
import type {
  HeaderFile,
  LibraryTemplateView,
  SubmissionView,
  TemplateDraftView,
} from '../../worker/contract/template-drafts'
import type { TemplateView } from '../../worker/contract/templates'
import { type Browser, type Business, openWorld, type World } from '../support/runtime'

const MANY = 1200

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.stop())

async function connected(templates: unknown): Promise<{ browser: Browser; business: Business }> {
  const browser = await world.signUp()
  const business = await world.newBusiness({ templates })
  await connectNumber(browser, business)
  await synced(browser)
  return { browser, business }
}

const synced = (browser: Browser) =>
  until(async () => (await browser.get('/templates/sync')).state === 'done', {
    what: 'the sync of templates',
  })

async function all(browser: Browser): Promise<TemplateView[]> {
  const found: TemplateView[] = []
  for (let after = ''; ; ) {
    const { items, next } = await browser.get(`/templates?limit=200&after=${after}`)
    found.push(...items)
    if (next === null) return found
    after = next
  }
}

const begin = (browser: Browser, wish: object): Promise<TemplateDraftView> =>
  browser.post('/templates/drafts', wish)
const submit = (browser: Browser, { id, version }: TemplateDraftView): Promise<SubmissionView> =>
  browser.post(`/templates/drafts/${id}/submit`, { version })

describe('templates over the whole product', () => {
  it('of a large WABA are all here, within the calls that Meta allows in an hour', async () => {
    // A page is a hundred; Meta's smallest allowance is 200 calls an hour.
    await world.simulator.put('/dials', { dials: { managementCallsPerHour: 30 } })
    const { browser } = await connected(MANY)
    expect(await all(browser)).toHaveLength(MANY)
    await browser.post('/templates/sync')
    await until(async () => (await browser.get('/templates/sync')).changed === 0, {
      what: 'the second sync',
    })
    await synced(browser)
    await world.simulator.put('/dials', { dials: { managementCallsPerHour: 5000 } })
  })

  it('of the library are each taken by Meta in both languages', async () => {
    const { browser } = await connected('none')
    const { items }: { items: LibraryTemplateView[] } = await browser.get('/templates/library')
    for (const { key, category } of items) {
      const draft = await begin(browser, { from: 'library', key, languages: ['he', 'en_US'] })
      const { draft: left, results } = await submit(browser, draft)
      expect(left, `${key} ${JSON.stringify(results)}`).toBeNull()
      expect(results.map((one) => one.category)).toEqual([category, category])
    }
    expect(await all(browser)).toHaveLength(2 * items.length)
  })

  it('with a picture go from the browser to Meta, also when the upload breaks off', async () => {
    const { browser, business } = await connected('none')
    await world.simulator.put('/dials', { dials: { uploadBreaksAfter: 1000 } })
    const png = new Uint8Array(5000).fill(7)
    png.set([0x89, 0x50, 0x4e, 0x47])
    const sent = await browser.request('PUT', '/api/v1/templates/files?name=a.png', {
      headers: { 'content-type': 'application/octet-stream' },
      body: png,
    })
    const file: HeaderFile = sent.body
    const draft = await begin(browser, { from: 'library', key: 'order_shipped', languages: ['he'] })
    const header = { kind: 'media', format: 'IMAGE', file }
    const versions = draft.versions.map((one) => ({ ...one, header }))
    const path = `/templates/drafts/${draft.id}`
    const saved = await browser.patch(path, { version: draft.version, versions })
    const { results } = await submit(browser, saved)
    expect(results).toMatchObject([{ status: 'PENDING', problem: null }])
    await world.simulator.put('/dials', { dials: { uploadBreaksAfter: 0 } })

    const { wabaId } = business
    const name = 'order_shipped'
    await world.simulator.post('/templates/status', { wabaId, name, status: 'APPROVED' })
    await until(async () => (await all(browser))[0]?.status === 'APPROVED', {
      what: 'the webhook of the approval',
    })
    await world.simulator.post('/templates/quality', { wabaId, name, quality: 'RED' })
    await until(async () => (await all(browser))[0]?.quality === 'RED', {
      what: 'the webhook of the quality',
    })
    await world.simulator.post('/templates/words', { wabaId, name, body: 'מילים אחרות לגמרי כאן.' })
    await until(async () => JSON.stringify(await all(browser)).includes('מילים אחרות'), {
      what: 'the words that were changed at Meta',
    })
  })
})
