import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, startSimulator } from './running'
import { admin, offer, openStore, reminder, type Store } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const MIXED = {
  enforceThroughput: false,
  shares: {
    delivered: 0.9,
    read: 0.7,
    replied: 0.3,
    tapped: 0.3,
    stop: 0.2,
    failedByCode: { '131026': 0.1, '130472': 0.05 },
    refusedByCode: { '131026': 0.05 },
  },
}

const CROWD = Array.from({ length: 200 }, (_, i) =>
  i % 2 ? `+97250${1_000_000 + i}` : `+4474${10_000_000 + i}`,
)

/** What became of each person, and what each wrote, in an order that does not depend on time. */
async function observe(store: Store) {
  const answers = await Promise.all(
    CROWD.map(async (to) => [to, (await store.send(offer(to))).error.code] as const),
  )
  await store.told()
  const { items } = await store.admin(
    'GET',
    `recipient-states?phoneNumberId=${store.phoneNumberId}`,
  )
  // The admin API answers what its README says.
  const states = items as { to: string; outcome: string; code: number; reported: string }[]
  const written = store.inbound().map((each) => [each.from, each.text?.body ?? each.button?.text])
  return {
    refused: answers.filter(([, code]) => code !== undefined),
    outcomes: states.map(({ to, outcome, code }) => [to, outcome, code]).sort(),
    reported: states.map(({ outcome, reported }) => outcome === reported),
    written: written.sort(),
  }
}

describe('people', () => {
  it('do the same for the same seed, whoever writes to them', async () => {
    const [first, second] = [
      await observe(await openStore(simulator, {}, MIXED)),
      await observe(await openStore(simulator, {}, MIXED)),
    ]
    expect(second).toEqual(first)
  })

  it('do all that the dials allow, about as often as they say', async () => {
    const { refused, outcomes, written, reported } = await observe(
      await openStore(simulator, {}, MIXED),
    )
    const shareOf = (name: string) =>
      outcomes.filter(([, outcome]) => outcome === name).length / outcomes.length

    expect(refused.length).toBeGreaterThan(2)
    expect(refused.length).toBeLessThan(25)
    expect(shareOf('failed')).toBeGreaterThan(0.08)
    expect(shareOf('failed')).toBeLessThan(0.25)
    expect(shareOf('read')).toBeGreaterThan(0.4)
    expect(shareOf('sent')).toBeGreaterThan(0)
    expect(written.length).toBeGreaterThan(20)
    expect(reported.every(Boolean)).toBe(true)
  })

  it('answer Hebrew in Israel and English elsewhere', async () => {
    const store = await openStore(simulator, {}, { shares: { replied: 1 } })
    for (const to of CROWD.slice(0, 20)) await store.send(reminder(to))
    await store.told()
    for (const { from, text } of store.inbound()) {
      const isHebrew = /[\u0590-\u05ff]/.test(text?.body ?? '')
      expect(isHebrew).toBe(from?.startsWith('972'))
    }
  })

  it('do something else for another seed, and a reset forgets all there was', async () => {
    const before = await observe(await openStore(simulator, {}, MIXED))
    await admin(simulator.url, 'POST', 'reset', { seed: 'another' })
    expect(await admin(simulator.url, 'GET', 'summary')).toMatchObject({ accepted: 0 })
    const after = await observe(await openStore(simulator, {}, MIXED))
    expect(after.outcomes).not.toEqual(before.outcomes)
  })
})
