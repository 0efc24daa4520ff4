import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { type Running, startSimulator } from './running'
import { openStore, proofOf, reminder, type Store } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const phone = (i: number) => `+97250${1_000_000 + i}`

/** The answer as it comes, for those that are not what they should be. */
function post(store: Store, signal?: AbortSignal) {
  const proof = proofOf(store.accessToken)
  return fetch(`${simulator.url}/v26.0/${store.phoneNumberId}/messages?appsecret_proof=${proof}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${store.accessToken}` },
    body: JSON.stringify({ messaging_product: 'whatsapp', ...reminder(phone(1)) }),
    ...(signal && { signal }),
  })
}

const accepted = async (store: Store) => Number((await store.summary()).accepted)

describe('every n-th message', () => {
  it('is throttled, in each of the forms that clients have met', async () => {
    const store = await openStore(simulator, {}, { throttleEvery: 3 })
    const answers = []
    for (let i = 0; i < 6; i++) answers.push((await store.send(reminder(phone(i)))).error.code)
    expect(answers).toEqual([undefined, undefined, 130429, undefined, undefined, 130429])
    expect(await accepted(store)).toBe(4)

    await store.turn({ throttleEvery: 1, throttleForm: 'http429' })
    const withEnvelope = await post(store)
    expect([withEnvelope.status, (await withEnvelope.json()) as object]).toMatchObject([
      429,
      { error: { code: 130429 } },
    ])
    await store.turn({ throttleForm: 'bare' })
    const bare = await post(store)
    expect([bare.status, await bare.text()]).toEqual([429, ''])
  })

  it('fails with a 5xx, before or after it was taken', async () => {
    const before = await openStore(simulator, {}, { error5xxEvery: 1 })
    expect((await before.send(reminder(phone(1)))).error.code).toBe(131000)
    expect(await accepted(before)).toBe(0)

    const after = await openStore(
      simulator,
      {},
      {
        error5xxEvery: 1,
        error5xxMode: 'after',
        error5xxCode: 131016,
      },
    )
    const { status, error } = await after.send(reminder(phone(1)))
    expect([status, error.code]).toEqual([503, 131016])
    expect(await accepted(after)).toBe(1)
    await after.told()
    expect(after.statuses().length).toBe(3)
  })

  it('is taken and never answered', async () => {
    const store = await openStore(simulator, {}, { timeoutAfterAcceptEvery: 1 })
    await expect(post(store, AbortSignal.timeout(300))).rejects.toThrow('timeout')
    expect(await accepted(store)).toBe(1)
    const states = await store.admin('GET', `recipient-states?phoneNumberId=${store.phoneNumberId}`)
    expect(states.items).toMatchObject([{ answer: 'timeout', outcome: 'read' }])
  })

  it.each(['truncated', 'empty', 'html', 'reset'])(
    'is taken and answered by a body that is %s',
    async (brokenBodyForm) => {
      const store = await openStore(simulator, {}, { brokenBodyEvery: 1, brokenBodyForm })
      const response = await post(store)
      expect(response.status).toBe(200)
      await expect(response.json()).rejects.toThrow()
      expect(await accepted(store)).toBe(1)
    },
  )

  it('is taken and answered without an id', async () => {
    const store = await openStore(simulator, {}, { emptyIdEvery: 1 })
    expect((await store.send(reminder(phone(1)))).json.messages).toEqual([{ id: '' }])
    expect(await accepted(store)).toBe(1)
  })

  it('is held, and then released or dropped', async () => {
    const store = await openStore(simulator, {}, { heldEvery: 1, heldMs: 0 })
    const { json } = await store.send(reminder(phone(1)))
    expect(shapeOf(json)).toEqual(shapeOf(example('response.messages.held')))
    expect((json.messages as { message_status: string }[])[0]?.message_status).toBe(
      'held_for_quality_assessment',
    )
    await store.turn({ heldOutcome: 'dropped' })
    await store.send(reminder(phone(2)))
    await store.told()
    const statuses = store.statuses().map(({ status, errors }) => errors?.[0]?.code ?? status)
    expect(statuses.sort()).toEqual([132015, 'delivered', 'read', 'sent'])
  })
})

describe('latency', () => {
  it('is what the dial says, while the message is in the log at once', async () => {
    const store = await openStore(simulator, {}, { latencyMs: 400 })
    const startedAt = performance.now()
    const answer = store.send(reminder(phone(1)))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await accepted(store)).toBe(1)
    await answer
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(390)
  })
})

describe('dials', () => {
  it('of one number leave the others alone', async () => {
    const [mine, other] = [await openStore(simulator), await openStore(simulator)]
    await mine.turn({ throttleEvery: 1 })
    expect((await mine.send(reminder(phone(1)))).status).toBe(400)
    expect((await other.send(reminder(phone(1)))).status).toBe(200)
  })

  it('are refused when they are none, with the reason', async () => {
    const store = await openStore(simulator)
    await expect(store.turn({ latency: 5 })).rejects.toThrow('400')
    await expect(store.turn({ shares: { read: 2 } })).rejects.toThrow('shares.read')
  })
})
