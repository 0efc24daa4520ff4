import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, startSimulator } from './running'
import { eventually, openStore, reminder, type Store } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const sendTo = async (store: Store, count: number) => {
  for (let i = 0; i < count; i++) await store.send(reminder(`+97250${1_000_000 + i}`))
}

const seen = (store: Store) => store.statuses().map(({ id, status }) => `${id} ${status}`)

/** The most updates that one POST held. */
const largestPost = ({ wabaId }: Store) =>
  Math.max(
    ...simulator.product.received
      .flatMap(({ json }) => json.entry)
      .filter(({ id }) => id === wabaId)
      .map(({ changes }) =>
        changes.reduce((sum, { value }) => sum + (value.statuses?.length ?? 1), 0),
      ),
  )

describe('the dials of webhooks', () => {
  it('repeat every n-th item', async () => {
    const store = await openStore(simulator, {}, { webhook: { duplicateEvery: 3 } })
    await sendTo(store, 4)
    await eventually(() => store.statuses().length === 16)
    expect(new Set(seen(store)).size).toBe(12)
  })

  it('lose every n-th item for good, and say so in the summary', async () => {
    const store = await openStore(simulator, {}, { webhook: { dropEvery: 4 } })
    await sendTo(store, 4)
    await store.told()
    expect(store.statuses().length).toBe(9)
    expect(await store.summary()).toMatchObject({ webhooksLost: 3, webhooksPending: 0 })
  })

  it('turn the order round', async () => {
    const statusDelaysMs = { sent: 20, delivered: 200, read: 400, reply: 0, spread: 0 }
    const store = await openStore(simulator, {}, { statusDelaysMs, webhook: { reorder: true } })
    await sendTo(store, 1)
    await eventually(() => store.statuses().length === 3)
    expect(store.statuses().map(({ status }) => status)).toEqual(['read', 'delivered', 'sent'])
  })

  it('hold everything back while paused, and let it go afterwards', async () => {
    const store = await openStore(simulator, {}, { webhook: { paused: true } })
    await sendTo(store, 3)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(store.statuses()).toEqual([])

    await store.turn({ webhook: { paused: false } })
    await eventually(() => store.statuses().length === 9)
  })

  it('put up to a thousand updates into one POST', async () => {
    const store = await openStore(
      simulator,
      { numbers: [{ throughput: 'HIGH' }] },
      { webhook: { paused: true, batch: 1000 } },
    )
    await sendTo(store, 120)
    await store.turn({ webhook: { paused: false } })
    await eventually(() => store.statuses().length === 360)
    expect(largestPost(store)).toBe(360)
  })

  it('make news late, with the time at which it happened', async () => {
    const week = 7 * 24 * 60 * 60 * 1000
    const store = await openStore(simulator, {}, { webhook: { extraDelayMs: week } })
    await sendTo(store, 1)
    expect(await store.summary()).toMatchObject({ webhooksPending: 3 })

    await store.told()
    const [first] = store.statuses()
    expect(Math.abs(Number(first?.timestamp) * 1000 - Date.now())).toBeLessThan(60_000)
  })

  it('tell of a message before its answer has left', async () => {
    const store = await openStore(simulator, {}, { latencyMs: 500 })
    const answer = store.send(reminder('+972501234567'))
    await eventually(() => store.statuses().length === 3)
    const first = await Promise.race([answer, Promise.resolve('no answer yet')])
    expect(first).toBe('no answer yet')
    expect((await answer).status).toBe(200)
  })
})
