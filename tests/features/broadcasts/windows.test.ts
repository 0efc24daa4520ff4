import { describe, expect, it } from 'vitest'
import type { ConsumerDeps } from '../../../worker/consumer/dispatch'
import { sleep } from '../../../worker/lib/time'
import { testEnv } from '../../support/lists'
import { Shop } from '../../support/shop'

async function running(people: number) {
  const shop = await Shop.open()
  await shop.addMany(people)
  return { shop, id: await shop.running() }
}

const broken = () => {
  throw new Error('the machine failed')
}

/** Time that passes while somebody waits, and only then: what is late is late on purpose. */
function waitingOnly(shop: Shop): Pick<ConsumerDeps, 'clock' | 'sleep'> {
  let now = shop.now()
  return {
    clock: { now: () => now },
    sleep: async (ms) => {
      const until = now + ms
      await sleep(0)
      now = Math.max(now, until)
    },
  }
}

/** The queue hands a failed message out again. */
async function sendTwice(shop: Shop, deps: ConsumerDeps) {
  const [message] = shop.sends
  await expect(shop.sendOne(deps)).rejects.toThrow('the machine failed')
  if (message) shop.sends.push(message)
  await shop.sendAll()
}

describe('what Meta answered is kept', () => {
  it('though the number cannot be slowed down', async () => {
    const { shop, id } = await running(5)
    shop.meta.script = (_message, nth) => (nth === 2 ? { refuse: 130429 } : { accept: 'accepted' })
    const pacer: ConsumerDeps['pacer'] = (...name) => ({
      ...shop.before(async () => undefined).pacer(...name),
      slowDown: broken,
    })
    await expect(shop.sendOne({ ...shop.deps, pacer })).rejects.toThrow('the machine failed')
    expect(await shop.groupBy(id)).toEqual({ accepted: 4, queued: 1 })
  })

  it('though there are no places in time for the next window', async () => {
    const { shop, id } = await running(60)
    let windows = 0
    // The first reservation that brings what a window came to.
    const deps = shop.before(async ({ outcomes }) =>
      outcomes.length > 0 && ++windows === 1 ? broken() : undefined,
    )
    await sendTwice(shop, { ...deps, ...waitingOnly(shop) })
    expect(await shop.groupBy(id)).toEqual({ accepted: 60 })
    expect(shop.meta.posts).toHaveLength(60)
  })

  it('though the owner cannot be told that it stopped', async () => {
    const { shop, id } = await running(5)
    shop.meta.script = (_message, nth) => (nth === 2 ? { refuse: 131042 } : { accept: 'accepted' })
    await shop.sendOne({ ...shop.deps, mailer: { send: broken } })
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'meta_131042' })
    const { accepted = 0, queued = 0 } = await shop.groupBy(id)
    expect(accepted).toBe(shop.meta.accepted().length)
    expect(accepted + queued).toBe(5)
  })
})

it('rows whose values cannot be sealed go back, and nobody is written to before', async () => {
  const { shop, id } = await running(5)
  const keys = {
    ...shop.deps.keys,
    open: async (db: Parameters<typeof shop.deps.keys.open>[0]) => ({
      ...(await shop.deps.keys.open(db)),
      seal: broken,
    }),
  }
  const [message] = shop.sends
  await expect(shop.sendOne({ ...shop.deps, keys })).rejects.toThrow('the machine failed')
  expect(shop.meta.posts).toEqual([])
  expect(await shop.groupBy(id)).toEqual({ queued: 5 })

  if (message) shop.sends.push(message)
  await shop.sendAll()
  expect(await shop.groupBy(id)).toEqual({ accepted: 5 })
})

describe('a database whose answer is lost', () => {
  /** Fails the n-th batch, before or after it took effect. */
  function lossy(database: D1Database, nth: number, when: 'before' | 'after'): D1Database {
    let batches = 0
    return new Proxy(database, {
      get(target, name) {
        if (name === 'batch') {
          return async (statements: D1PreparedStatement[]) => {
            const isLost = ++batches === nth
            if (isLost && when === 'before') broken()
            const results = await target.batch(statements)
            if (isLost) broken()
            return results
          }
        }
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  it.each([1, 2, 3].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'in batch %i, %s it took effect, sends each row once and loses no answer',
    async (nth, when) => {
      const { shop, id } = await running(100)
      const deps = shop.depsOn({
        ...testEnv,
        DATA_0: lossy(testEnv.DATA_0, nth, when),
        DATA_1: lossy(testEnv.DATA_1, nth, when),
      })
      await shop.sendOne(deps)
      await shop.sendAll()

      expect(new Set(shop.meta.recipients()).size).toBe(100)
      expect(shop.meta.posts).toHaveLength(100)
      expect(await shop.groupBy(id)).toEqual({ accepted: 100 })
    },
  )
})

describe('places in time', () => {
  it('are taken for each row that is sent, and for none besides', async () => {
    const { shop } = await running(130)
    let places = 0
    const deps = shop.before(async ({ count }) => {
      places += count
    })
    await shop.sendOne({ ...deps, ...waitingOnly(shop) })
    expect(shop.meta.posts).toHaveLength(130)
    expect(places).toBe(130)
  })

  it('are kept: nobody is written to early, and not in a burst when the window is late', async () => {
    const { shop } = await running(12)
    await shop.makeSlow()
    let reservedAt = 0
    const pacer: ConsumerDeps['pacer'] = (...name) => {
      const real = shop.before(async () => undefined).pacer(...name)
      return {
        ...real,
        reserve: async (reservation) => {
          const reserved = await real.reserve(reservation)
          reservedAt ||= Date.now()
          return { ...reserved, waitMs: 40, spacingMs: 8 }
        },
      }
    }
    await shop.sendOne({ ...shop.deps, sleep, clock: { now: Date.now }, pacer })
    // A timer may fire within the millisecond before.
    const offsets = shop.meta.posts.map(({ at }) => at - reservedAt + 1)
    for (const [index, offset] of offsets.entries()) {
      expect(offset).toBeGreaterThanOrEqual(40 + index * 8)
    }
  })

  it('are taken anew when the machine was held up, so that nobody leaves in a burst', async () => {
    const { shop } = await running(40)
    await shop.makeSlow()
    const { clock, sleep: wait } = waitingOnly(shop)
    const times: number[] = []
    shop.meta.script = () => {
      times.push(clock.now())
      return { accept: 'accepted' }
    }
    const reserved: number[] = []
    let nextFreeAt = clock.now()
    const pacer: ConsumerDeps['pacer'] = (...name) => {
      const real = shop.before(async () => undefined).pacer(...name)
      return {
        ...real,
        reserve: async (places) => {
          reserved.push(places.count)
          const firstAt = Math.max(nextFreeAt, clock.now())
          nextFreeAt = firstAt + places.count * 20
          const now = clock.now()
          const waitMs = firstAt - now
          return { ...(await real.reserve(places)), now, waitMs, spacingMs: 20 }
        },
      }
    }
    let sleeps = 0
    await shop.sendOne({
      ...shop.deps,
      pacer,
      clock,
      // The tenth row's timer fires 300 ms late, and with it everybody who waits behind it.
      sleep: async (ms) => wait(++sleeps === 10 ? ms + 300 : ms),
    })
    expect(shop.meta.posts).toHaveLength(40)
    // 300 ms are 15 places, and who waited for the one before it lost that too.
    const [own, again = 0, ...none] = reserved.filter((count) => count > 0)
    expect(own).toBe(40)
    expect(again).toBeGreaterThanOrEqual(13)
    expect(again).toBeLessThanOrEqual(17)
    expect(none).toEqual([])
    const inBurst = times.filter((at, index) => index > 5 && at - (times[index - 6] ?? 0) < 80)
    expect(inBurst).toEqual([])
  })

  it('that cannot be had send the rest of the window back', async () => {
    const { shop, id } = await running(20)
    const deps = shop.before(async (_reservation, nth) => (nth === 2 ? broken() : undefined))
    let sleeps = 0
    const { clock, sleep: wait } = waitingOnly(shop)
    const late = async (ms: number) => wait(++sleeps === 5 ? ms + 300 : ms)
    await shop.sendOne({ ...deps, clock, sleep: late })
    const { accepted = 0, queued = 0 } = await shop.groupBy(id)
    expect(accepted).toBe(shop.meta.posts.length)
    expect(accepted + queued).toBe(20)
  })
})

it('what Meta calls a number finds its person, and is no phone of theirs', async () => {
  const shop = await Shop.open()
  const [id] = await shop.add([{ phone: '+5491123456789', country: 'AR' }])
  await shop.running()
  await shop.sendAll()

  const text = { type: 'text', text: { body: 'hola' } }
  const timestamp = `${Math.floor(shop.now() / 1000)}`
  const names = 'SELECT kind, value FROM identities WHERE account_id = ? ORDER BY kind'
  expect(await shop.query(names)).toEqual([
    { kind: 'phone', value: '+5491123456789' },
    { kind: 'wa_id', value: '541123456789' },
  ])
  await shop.inbound({ id: 'wamid.hola', from: '541123456789', timestamp, ...text })
  expect(await shop.get('/contacts')).toMatchObject({ items: [{ id }] })
})
