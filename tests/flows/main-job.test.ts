import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  listAll,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { PlanView } from '../../worker/contract/broadcast-plan'
import type { RecipientView } from '../../worker/contract/broadcast-recipients'
import type { ProgressView } from '../../worker/contract/broadcasts'
import type { ImportView } from '../../worker/contract/imports'
import type { TemplateView } from '../../worker/contract/templates'
import { makeContactList } from '../support/contact-list'
import { watchLive } from '../support/live'
import { type Browser, type Business, openWorld, type World } from '../support/runtime'

type Sent = { to: string; identity: string; parameters: unknown; callbackData: string }

const PEOPLE = 600

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.stop())

describe('a list becomes a broadcast that people receive', () => {
  const { csv, truth } = makeContactList(PEOPLE)
  let browser: Browser
  let business: Business
  let templates: TemplateView[]

  it('connects a number and fetches its templates to the last page', async () => {
    browser = await world.signUp({ businessName: 'Almond & Fig' })
    business = await world.newBusiness({ templates: 230 })
    const connection = await connectNumber(browser, business)
    expect(connection.state).toBe('active')
    expect(connection.checks.every(({ state }: { state: string }) => state === 'ok')).toBe(true)

    templates = await syncedTemplates(browser)
    expect(templates).toHaveLength(230)
  })

  it('imports a list with the counts that it was made with', async () => {
    const settings = { consent: 'everyone', consentSource: 'order form' }
    const view: ImportView = await importContacts(browser, 'list.csv', Buffer.from(csv), settings)
    expect(view.state).toBe('done')
    const { rows, created, updated, unchanged, duplicates, invalid, blank } = view.counts
    expect({ rows, unique: created + updated + unchanged, duplicates, invalid, blank }).toEqual(
      truth,
    )
  })

  it('sends it to each person once, and counts what happened', async () => {
    const [numberId = ''] = business.numbers.map(({ id }) => id)
    await world.simulator.put('/dials', {
      phoneNumberId: numberId,
      dials: { statusDelaysMs: { sent: 50, delivered: 200, read: 600, reply: 900 } },
    })
    const template = templates.find(({ category }) => category === 'UTILITY')
    const draft = await composeBroadcast(browser, {
      name: 'Hello',
      numberId,
      template,
      mapping: {
        'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
        'body.2': { from: 'fixed', value: '7' },
      },
    })
    const watched = await watchLive<ProgressView>(browser, `broadcast:${draft.id}`)
    const plan: PlanView = await launchBroadcast(browser, draft)
    expect(plan.people).toBe(truth.unique)

    expect(await finishedBroadcast(browser, draft.id)).toMatchObject({ state: 'done' })
    const summary = () => world.simulator.get(`/summary?phoneNumberId=${numberId}`)
    await until(async () => (await summary()).webhooksPending === 0, { what: 'the last webhook' })
    await expectSameAsLog(draft.id, numberId, plan.people)
    expectNeverFalling(watched.frames.map(({ data }) => data))
    watched.close()
  })

  /** The simulator's log is the truth: nobody twice, nobody missing, and the same results. */
  async function expectSameAsLog(broadcastId: string, numberId: string, people: number) {
    const path = (kind: string) => `/${kind}?phoneNumberId=${numberId}&limit=10000`
    const log: Sent[] = (await world.simulator.get(path('log'))).items
    const { maxPerRecipient } = await world.simulator.get(`/summary?phoneNumberId=${numberId}`)
    expect(maxPerRecipient).toBe(1)
    expect(log).toHaveLength(people)

    const states: { to: string; reported: string }[] = (
      await world.simulator.get(path('recipient-states'))
    ).items
    const truth = new Map(states.map(({ to, reported }) => [to.replace(/^\+?/, '+'), reported]))
    await until(
      async () => {
        const rows = await recipientsOf(broadcastId)
        return rows.every(({ identity, state }) => truth.get(identity) === state)
      },
      { what: 'the rows to say what the log says' },
    )

    const progress: ProgressView = await browser.get(`/broadcasts/${broadcastId}/progress`)
    expect(progress.total).toBe(people)
    expect(sumOf(progress.counts)).toBe(people)
    for (const [state, count] of Object.entries(progress.counts)) {
      expect(count, state).toBe(states.filter(({ reported }) => reported === state).length)
    }
    for (const { title, help } of progress.failures) expect(title && help).toBeTruthy()
  }

  const recipientsOf = (id: string): Promise<RecipientView[]> =>
    listAll(browser, `/broadcasts/${id}/recipients?limit=200`)

  it('shows what exactly one person was sent', async () => {
    const { items } = await browser.get('/broadcasts')
    const path = `/broadcasts/${items[0].broadcast.id}/recipients`
    const [first]: RecipientView[] = (await browser.get(path)).items
    const { parameters } = await browser.get(`${path}/${first?.no}`)
    expect(parameters['body.2']).toBe('7')
    expect(parameters['body.1']).not.toBe('')
  })

  it('shows nothing of it to another account', async () => {
    const { items } = await browser.get('/broadcasts')
    const stranger = await world.signUp()
    const path = `/api/v1/broadcasts/${items[0].broadcast.id}`
    for (const part of ['', '/progress', '/recipients', '/recipients/1', '/plan']) {
      expect((await stranger.request('GET', path + part)).status).toBe(404)
    }
  })
})

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** What was handled only grows on screen, frame by frame. */
function expectNeverFalling(frames: (ProgressView | null)[]) {
  const handled = frames.flatMap((frame) => {
    if (!frame) return []
    const { queued: _queued, sending: _sending, ...rest } = frame.counts
    return [sumOf(rest)]
  })
  expect(frames.length).toBeGreaterThan(3)
  expect(handled).toEqual([...handled].sort((a, b) => a - b))
}
