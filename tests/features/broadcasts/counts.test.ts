import { describe, expect, it } from 'vitest'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { cancelBroadcast } from '../../../worker/features/broadcasts/control-operations'
import { etaSeconds, perMinute } from '../../../worker/features/broadcasts/progress'
import { countChunks } from '../../../worker/features/broadcasts/progress-queries'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { testEnv } from '../../support/lists'
import { accept } from '../../support/meta'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

const handledOf = ({ counts }: ProgressView) => {
  const { queued: _queued, sending: _sending, ...handled } = counts
  return Object.values(handled).reduce((sum, count) => sum + count, 0)
}
const everyNumberOf = (view: object): number[] =>
  Object.values(view).flatMap((value: unknown) => {
    if (typeof value === 'number') return [value]
    return typeof value === 'object' && value !== null ? everyNumberOf(value) : []
  })

/** Looks at a broadcast again and again: what is shown is what the rows say, and never falls. */
function watch(shop: Shop, id: string) {
  let handled = 0
  let looks = 0
  const look = async () => {
    const view = await shop.progress(id)
    expect(view.counts).toEqual(await shop.groupBy(id))
    expect(handledOf(view)).toBeGreaterThanOrEqual(handled)
    expect(Math.min(...everyNumberOf(view))).toBeGreaterThanOrEqual(0)
    handled = handledOf(view)
    looks++
  }
  return { look, looks: () => looks }
}

describe('the numbers on screen', () => {
  it('are those of the rows at every moment of a broadcast, and never fall', async () => {
    const shop = await Shop.open()
    // Nothing else happens while somebody looks between two windows.
    await shop.makeSlow()
    await shop.add([...Array(50).fill({}), { consent: 'unknown' }, { stopped: 'all' }])
    const id = await shop.launch()
    const { look, looks } = watch(shop, id)
    await look()
    await shop.freeze(id)
    await look()
    shop.meta.script = async ({ biz_opaque_callback_data: tag }, nth) => {
      if (nth % 9 === 0)
        await shop.statuses(aStatus({ status: 'sent', biz_opaque_callback_data: tag }))
      if (nth % 7 === 0) await look()
      if (nth === 5) return { refuse: 131026 }
      if (nth === 6) return { refuse: 131056 }
      return nth === 7 ? 'timeout' : accept
    }
    await shop.sendAll(shop.before(look))
    for (const { broadcastId, no, token, state, contactId } of await shop.rows(id)) {
      if (state !== 'accepted' || !token || no > 16) continue
      const tag = { broadcastId, no, token }
      await shop.statuses(aStatus({ status: 'delivered' }, tag))
      if (no % 3 === 1) await shop.statuses(aStatus({ status: 'read' }, tag))
      if (no % 6 === 2) await shop.reply(contactId, 'Thanks!')
      if (no % 4 === 0) await look()
    }
    await look()
    expect(looks()).toBeGreaterThan(10)
    const { total, replied, failures, skipped } = await shop.progress(id)
    expect({ total, skipped }).toEqual({ total: 52, skipped: { no_consent: 1, opted_out: 1 } })
    expect(replied).toBeGreaterThan(0)
    expect(failures).toMatchObject([{ code: 131026, count: 1 }])
  })

  it('are those of the rows when somebody stops while others wait for another try', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    const id = await shop.running()
    shop.meta.script = () => ({ refuse: 131056 })
    await shop.sendOne()
    const [row] = await shop.rows(id)
    const { contactId = '', identity = '' } = row ?? {}
    const news = { contactId, identities: [identity], source: 'message', wording: null }
    await recordOptOut(await shop.db(), { ...news, actor: 'contact' }, shop.now())
    const { look } = watch(shop, id)
    await shop.sendOne(shop.before(look))
    await look()
    expect((await shop.progress(id)).skipped).toEqual({ opted_out: 1 })
  })

  it('are those of the rows through a cancel', async () => {
    const shop = await Shop.open()
    await shop.addMany(70)
    const id = await shop.running()
    const { look } = watch(shop, id)
    await shop.sendOne(
      shop.betweenWindows(async (nth) => {
        await look()
        if (nth === 2) await cancelBroadcast(shop.deps, await shop.db(), 'user:x', id)
      }),
    )
    await look()
    await shop.finishCancel(id)
    await look()
    expect(await shop.groupBy(id)).toEqual({ accepted: WINDOW_ROWS, skipped: 70 - WINDOW_ROWS })
  })

  it('do not stay behind when a slow count is written after a later change', async () => {
    const shop = await Shop.open()
    await shop.addMany(2)
    const id = await shop.send()
    const [first, second] = await shop.rows(id)
    const read = (row: typeof first) =>
      aStatus({ status: 'read' }, { broadcastId: id, no: row?.no ?? 0, token: row?.token ?? '' })
    let goOn = () => {}
    const wait = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const slow = shop.depsOn({ ...testEnv, ...slowToSave(wait) })

    const counting = countChunks(await slow.db.account(shop.accountId), id)
    await shop.progress(id)
    await shop.statuses(read(first))
    await shop.progress(id)
    await shop.statuses(read(second))
    goOn()
    await counting

    expect((await shop.progress(id)).counts).toEqual({ read: 2 })
  })
})

/** Databases in which counts are written late. */
function slowToSave(wait: Promise<void>) {
  const slow = (database: D1Database) =>
    new Proxy(database, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (name !== 'prepare') return typeof value === 'function' ? value.bind(target) : value
        return (text: string) => {
          const statement = target.prepare(text)
          return /INSERT INTO chunks/.test(text) ? late(statement, wait) : statement
        }
      },
    })
  return { DATA_0: slow(testEnv.DATA_0), DATA_1: slow(testEnv.DATA_1) }
}

const late = (statement: D1PreparedStatement, wait: Promise<void>): D1PreparedStatement =>
  new Proxy(statement, {
    get(target, name) {
      if (name === 'bind') return (...values: unknown[]) => late(target.bind(...values), wait)
      if (name === 'run') return () => wait.then(() => target.run())
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

describe('the pace on screen', () => {
  it('shows the last minutes, also those in which nothing happened', () => {
    const rates = [
      { minute: 100, handled: 5 },
      { minute: 102, handled: 7 },
    ]
    expect(perMinute(rates, 103)).toEqual([5, 0, 7, 0])
    expect(perMinute(rates, 130)).toHaveLength(12)
    expect(perMinute([], 103)).toEqual([])
    // A clock that went back is no reason for anything strange.
    expect(perMinute(rates, 90)).toEqual([])
  })

  it('predicts the end from whole minutes, and says nothing before it knows anything', () => {
    expect(etaSeconds(0, [], 0)).toBe(0)
    expect(etaSeconds(100, [3], 4000)).toBeNull()
    expect(etaSeconds(100, [], 60_000)).toBeNull()
    expect(etaSeconds(100, [50], 10_000)).toBe(20)
    expect(etaSeconds(100, [9, 60, 60, 60, 1], 300_000)).toBe(100)
    expect(etaSeconds(100, [50], -5000)).toBeNull()
  })
})
