import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { BillingView, UsageView } from '../../worker/contract/usage'
import { type Browser, openWorld, type World } from '../support/runtime'

const PEOPLE = 20
const PRICE_FACTOR = 0.8

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 120_000)
afterAll(() => world.stop())

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jerusalem' }).format()
const report = (browser: Browser): Promise<UsageView> =>
  browser.get(`/usage?from=${today()}&to=${today()}`)

it('three figures for money agree where they must, and differ exactly where Meta was told to differ', async () => {
  const browser = await world.signUp()
  const business = await world.newBusiness({ templates: 1, currency: 'USD' })
  const numberId = business.numbers[0]?.id ?? ''
  await connectNumber(browser, business)
  const template = (await syncedTemplates(browser))[0]
  const people = Array.from({ length: PEOPLE }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
  await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${people.join('')}`))

  const turn = (dials: object, phoneNumberId?: string) =>
    world.simulator.put('/dials', { ...(phoneNumberId && { phoneNumberId }), dials })
  const shares = { delivered: 1, read: 0, replied: 0, tapped: 0, stop: 0, failedByCode: {} }
  const quick = { sent: 0, delivered: 0, read: 0, reply: 0, spread: 0 }
  const send = async () => {
    const broadcast = await composeBroadcast(browser, {
      name: 'Money',
      numberId,
      template,
      mapping: {
        'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
        'body.2': { from: 'fixed', value: '7' },
      },
    })
    await launchBroadcast(browser, broadcast)
    await finishedBroadcast(browser, broadcast.id)
    return broadcast.id
  }

  await turn({ latencyMs: 0, shares, statusDelaysMs: quick }, numberId)
  const told = await send()
  await until(
    async () => (await browser.get(`/broadcasts/${told}/progress`)).counts.delivered === PEOPLE,
  )

  // Meta bills less than the list price, and of the next messages no webhook arrives.
  await turn({ billing: { priceFactor: PRICE_FACTOR } })
  await turn({ webhook: { dropEvery: 1 } }, numberId)
  const silent = await send()
  await browser.post('/usage/refresh')
  await until(async () => (await report(browser)).money.billed !== null, {
    timeoutMs: 60_000,
    what: 'Meta’s own figures',
  })

  const { money, totals, costs, currency } = await report(browser)
  const rate = costs[0]?.rateMicros ?? 0
  expect(currency).toBe('USD')
  expect(rate).toBeGreaterThan(0)
  expect(totals).toMatchObject({ sent: 2 * PEOPLE, accepted: 2 * PEOPLE, delivered: PEOPLE })
  expect(money.forecast).toBe(2 * PEOPLE * rate)
  expect(money.priced).toBe(PEOPLE * rate)
  expect(money.billed).toBe(Math.round(2 * PEOPLE * rate * PRICE_FACTOR))
  expect(money.differences.notDelivered).toBe(PEOPLE * rate)
  expect(money.metaDifferences).toEqual({
    volume: PEOPLE * rate,
    price: Math.round(2 * PEOPLE * rate * (PRICE_FACTOR - 1)),
  })
  expect((await browser.get(`/broadcasts/${silent}/progress`)).counts.accepted).toBe(PEOPLE)

  const month: BillingView = await browser.get(`/billing?month=${today().slice(0, 7)}`)
  expect(month.money).toMatchObject({ priced: money.priced, billed: money.billed })
  expect(month.rows.reduce((sum, { messages }) => sum + messages, 0)).toBe(PEOPLE)
}, 180_000)
