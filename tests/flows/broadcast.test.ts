import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, signIn, until } from '../../scripts/api.mjs'
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
import type { BroadcastView, ProgressView } from '../../worker/contract/broadcasts'
import type { TemplateView } from '../../worker/contract/templates'
import { watchLive } from '../support/live'
import { type Browser, type Business, newPerson, openWorld, type World } from '../support/runtime'

// The whole product over HTTP while Meta and the queues misbehave: whatever happens on the way, each person
// is written to once, and everybody who looks sees the same.

const PEOPLE = 300

let world: World
let browser: Browser
let second: Browser
let business: Business
let template: TemplateView
beforeAll(async () => {
  world = await openWorld()
  const person = newPerson()
  browser = await world.signUp(person)
  second = openBrowser(world.url)
  await signIn(second, world.simulator, person.email)
  business = await world.newBusiness()
  await connectNumber(browser, business)
  const templates: TemplateView[] = await syncedTemplates(browser)
  const found = templates.find(
    ({ category, status, parameters, unsupported }) =>
      category === 'UTILITY' &&
      status === 'APPROVED' &&
      !unsupported &&
      parameters.every(({ kind }) => kind === 'text'),
  )
  if (!found) throw new Error('no template')
  template = found
  const rows = Array.from({ length: PEOPLE }, (_, at) => `Dana ${at},+97254${5_000_000 + at}`)
  const csv = Buffer.from(`Name,Phone\r\n${rows.join('\r\n')}\r\n`)
  await importContacts(browser, 'people.csv', csv, { consent: 'everyone', consentSource: 'form' })
})
afterAll(() => world.stop())

const numberId = () => business.numbers[0]?.id ?? ''
const turn = (dials: object) => world.simulator.put('/dials', { phoneNumberId: numberId(), dials })
const summary = () => world.simulator.get(`/summary?phoneNumberId=${numberId()}`)

async function draft(name: string): Promise<BroadcastView> {
  const mapping = Object.fromEntries(
    template.parameters.map(({ key }) => [
      key,
      { from: 'contact', column: 'name', fallback: 'friend' },
    ]),
  )
  return composeBroadcast(browser, { name, numberId: numberId(), template, mapping })
}

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
const handledOf = ({ counts }: ProgressView) =>
  sumOf(counts) - (counts.queued ?? 0) - (counts.sending ?? 0)

/** What somebody saw rise, frame by frame; counts of what was reached never fall either. */
function expectRising(frames: ProgressView[]) {
  const reached = ({ counts }: ProgressView) =>
    (counts.delivered ?? 0) + (counts.read ?? 0) + (counts.played ?? 0)
  for (const value of [handledOf, reached]) {
    const seen = frames.map(value)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  }
  expect(new Set(frames.map(handledOf)).size).toBeGreaterThan(3)
}

it('each of 300 people is written to once, and two browsers see the same rise', async () => {
  await turn({ statusDelaysMs: { sent: 50, delivered: 300, read: 900, reply: 900, spread: 0.5 } })
  const { id, version } = await draft('To all')
  const pages = await Promise.all(
    [browser, second].map((one) => watchLive<ProgressView>(one, `broadcast:${id}`)),
  )
  const plan: PlanView = await launchBroadcast(browser, { id, version })
  expect(plan.people).toBe(PEOPLE)

  expect(await finishedBroadcast(second, id)).toMatchObject({ state: 'done' })
  await until(async () => (await summary()).webhooksPending === 0, { what: 'the last webhook' })

  const log: { to: string; callbackData: string }[] = (
    await world.simulator.get(`/log?phoneNumberId=${numberId()}&limit=10000`)
  ).items
  expect(log).toHaveLength(PEOPLE)
  expect(new Set(log.map(({ to }) => to)).size).toBe(PEOPLE)
  expect(new Set(log.map(({ callbackData }) => callbackData)).size).toBe(PEOPLE)
  expect((await summary()).maxInOneSecond).toBeLessThanOrEqual(80)

  const states: { to: string; reported: string }[] = (
    await world.simulator.get(`/recipient-states?phoneNumberId=${numberId()}&limit=10000`)
  ).items
  const truth = Object.groupBy(states, ({ reported }) => reported)
  const expected = Object.fromEntries(
    Object.entries(truth).map(([state, items]) => [state, items?.length]),
  )
  const isSame = ({ counts }: ProgressView) =>
    JSON.stringify(sorted(counts)) === JSON.stringify(sorted(expected))
  for (const page of pages) {
    const last = await page.until(isSame, 20_000)
    expect(last.data.total).toBe(PEOPLE)
    expectRising(page.frames.flatMap(({ data }) => data ?? []))
    page.close()
  }
  expect(sorted((await browser.get(`/broadcasts/${id}/progress`)).counts)).toEqual(sorted(expected))
})

it('is written to once also while Meta throttles, times out after accepting, and repeats its news', async () => {
  const before = (await summary()).accepted
  await turn({
    throttleEvery: 80,
    timeoutMs: 500,
    timeoutAfterAcceptEvery: 97,
    webhook: { duplicateEvery: 3, reorder: true },
    statusDelaysMs: { sent: 50, delivered: 200, read: 400, reply: 500 },
  })
  const { id, version } = await draft('In bad weather')
  await launchBroadcast(browser, { id, version })
  expect(await finishedBroadcast(browser, id)).toMatchObject({ state: 'done' })
  await until(async () => (await summary()).webhooksPending === 0, { what: 'the last webhook' })

  const rows = (): Promise<RecipientView[]> =>
    listAll(browser, `/broadcasts/${id}/recipients?limit=200`)
  // Even what timed out is settled by Meta's news: it carries our tag.
  await until(async () => (await rows()).every(({ state }) => !isOpen.has(state)), {
    what: 'every row to be settled',
  })
  const log: { to: string; callbackData: string }[] = (
    await world.simulator.get(`/log?phoneNumberId=${numberId()}&after=${before}&limit=10000`)
  ).items
  const ours = log.filter(({ callbackData }) => callbackData.includes(id))
  expect(new Set(ours.map(({ to }) => to)).size).toBe(ours.length)
  expect(ours).toHaveLength(PEOPLE)
  const { counts, total }: ProgressView = await browser.get(`/broadcasts/${id}/progress`)
  expect(sumOf(counts)).toBe(total)
})

const isOpen = new Set(['queued', 'sending', 'unknown', 'accepted'])
const sorted = (counts: Record<string, number | undefined>) =>
  Object.entries(counts).sort(([a], [b]) => a.localeCompare(b))
