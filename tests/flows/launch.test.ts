import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { BroadcastView } from '../../worker/contract/broadcasts'
import type { TemplateView } from '../../worker/contract/templates'
import { type Browser, type Business, openWorld, type World } from '../support/runtime'

const PEOPLE = 300

let world: World
let browser: Browser
let business: Business
let template: TemplateView
let numberId: string
beforeAll(async () => {
  world = await openWorld()
  browser = await world.signUp()
  business = await world.newBusiness({ templates: 1 })
  numberId = business.numbers[0]?.id ?? ''
  await connectNumber(browser, business)
  template = (await syncedTemplates(browser))[0]
  const rows = Array.from({ length: PEOPLE }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
  await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${rows.join('')}`))
})
afterAll(() => world.stop())

const newDraft = (): Promise<BroadcastView> =>
  composeBroadcast(browser, {
    name: 'Hello',
    numberId,
    template,
    mapping: {
      'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
      'body.2': { from: 'fixed', value: '7' },
    },
  })
const accepted = async (): Promise<number> =>
  (await world.simulator.get(`/summary?phoneNumberId=${numberId}`)).accepted
const stateOf = async (id: string): Promise<string> =>
  (await browser.get(`/broadcasts/${id}`)).state

describe('a launch', () => {
  it('pressed twice sends once', async () => {
    const draft = await newDraft()
    const before = await accepted()
    const plan = await browser.get(`/broadcasts/${draft.id}/plan`)
    const json = { version: draft.version, people: plan.people, maxCostMicros: plan.highMicros }
    const press = () => browser.request('POST', `/api/v1/broadcasts/${draft.id}/launch`, { json })
    const answers = await Promise.all([press(), press(), press()])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])

    expect(await finishedBroadcast(browser, draft.id)).toMatchObject({ state: 'done' })
    expect(await accepted()).toBe(before + PEOPLE)
  })

  it('repeated with its key after a lost answer is the same launch', async () => {
    const draft = await newDraft()
    const plan = await browser.get(`/broadcasts/${draft.id}/plan`)
    const json = { version: draft.version, people: plan.people, maxCostMicros: plan.highMicros }
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const path = `/api/v1/broadcasts/${draft.id}/launch`
    const first = await browser.request('POST', path, { json, headers })
    const again = await browser.request('POST', path, { json, headers })
    expect([first.status, again.status]).toEqual([202, 202])
    expect(again.text).toBe(first.text)
    await browser.post(`/broadcasts/${draft.id}/cancel`)
  })

  it('that is cancelled in its first ten seconds sends nothing', async () => {
    const draft = await newDraft()
    const before = await accepted()
    await launchBroadcast(browser, draft)
    await browser.post(`/broadcasts/${draft.id}/cancel`)
    await until(async () => (await stateOf(draft.id)) === 'cancelled', { what: 'the cancellation' })
    // Longer than the hold: what was queued for its end has come and found nothing to do.
    await new Promise((resolve) => setTimeout(resolve, 11_000))
    expect(await accepted()).toBe(before)
    expect(await stateOf(draft.id)).toBe('cancelled')
  })

  it('of other figures than were confirmed is refused, and nothing is sent', async () => {
    const draft = await newDraft()
    const plan = await browser.get(`/broadcasts/${draft.id}/plan`)
    const path = `/api/v1/broadcasts/${draft.id}/launch`
    for (const confirmed of [
      { version: draft.version, people: plan.people - 1, maxCostMicros: plan.highMicros },
      { version: draft.version, people: plan.people, maxCostMicros: plan.highMicros - 1 },
      { version: draft.version - 1, people: plan.people, maxCostMicros: plan.highMicros },
    ]) {
      const { status } = await browser.request('POST', path, { json: confirmed })
      expect(status).toBe(409)
    }
    expect(await stateOf(draft.id)).toBe('draft')
  })

  it('pauses, goes on, and stops, and every row has one end', async () => {
    const draft = await newDraft()
    const before = await accepted()
    await world.simulator.put('/dials', { phoneNumberId: numberId, dials: { latencyMs: 300 } })
    await launchBroadcast(browser, draft)
    await until(async () => (await accepted()) > before, { what: 'the first message' })
    await browser.post(`/broadcasts/${draft.id}/pause`)
    await until(async () => (await stateOf(draft.id)) === 'paused', { what: 'the pause' })
    // What was claimed is still answered; then it is quiet.
    await new Promise((resolve) => setTimeout(resolve, 5000))
    const whilePaused = await accepted()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(await accepted()).toBe(whilePaused)
    expect(whilePaused).toBeLessThan(before + PEOPLE)

    await browser.post(`/broadcasts/${draft.id}/resume`)
    await until(async () => (await accepted()) > whilePaused, { what: 'more messages' })
    await browser.post(`/broadcasts/${draft.id}/cancel`)
    await until(async () => (await stateOf(draft.id)) === 'cancelled', {
      timeoutMs: 60_000,
      what: 'the stop',
    })
    const { counts, total } = await browser.get(`/broadcasts/${draft.id}/progress`)
    const { queued = 0, sending = 0, skipped } = counts
    expect(total).toBe(PEOPLE)
    expect(queued + sending).toBe(0)
    expect(skipped + (await accepted()) - before).toBe(PEOPLE)
    const { maxPerRecipient, distinctRecipients } = await world.simulator.get(
      `/summary?phoneNumberId=${numberId}`,
    )
    // Two broadcasts of this file reached people; neither reached anybody twice.
    expect({ distinctRecipients, atMostTwo: maxPerRecipient <= 2 }).toEqual({
      distinctRecipients: PEOPLE,
      atMostTwo: true,
    })
  })
})
