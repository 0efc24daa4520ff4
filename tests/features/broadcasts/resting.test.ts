import { describe, expect, it } from 'vitest'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../../worker/contract/schedule'
import { WINDOW_ROWS } from '../../../worker/features/broadcasts/send-operations'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'
import { Shop } from '../../support/shop'

const zone = openZone('Asia/Jerusalem')

/** Nine to eight on every day, Sabbath or not: these tests run on any of them. */
const RULES: QuietHours = {
  ...USUAL_QUIET_HOURS,
  isOn: true,
  hours: Array.from({ length: 7 }, () => ({ from: '09:00', to: '20:00' })),
  shabbat: false,
  holidays: false,
}

const setRules = (shop: Shop, change: Partial<QuietHours> = {}) =>
  shop.browser.read(
    shop.browser.send('PATCH', '/api/v1/quiet-hours', { body: { ...RULES, ...change } }),
  )

/** Moves the clock of what is worked off to the next time that clocks show. */
function waitForClock(shop: Shop, clock: string, plusMs = 0): number {
  const tomorrow = zone.dayAt(shop.now() + DAY_MS)
  const at = zone.resolve(`${tomorrow}T${clock}`).at + plusMs
  shop.wait(at - shop.now())
  return at
}

/** A slow number, so that an edge falls into the middle of sending. */
async function running(people: number, wish: { template?: string } = {}) {
  const shop = await Shop.open()
  await shop.makeSlow()
  await shop.addMany(people)
  await setRules(shop)
  waitForClock(shop, '19:50')
  return { shop, id: await shop.running(wish) }
}

describe('a broadcast that runs into quiet hours', () => {
  it('stops at the edge within a window, says until when, and goes on in the morning', async () => {
    const { shop, id } = await running(200)
    const edge = waitForClock(shop, '20:00', -3 * SECOND_MS) + 3 * SECOND_MS
    const times: number[] = []
    shop.meta.script = () => {
      times.push(shop.now())
      return { accept: 'accepted' }
    }
    await shop.sendAll()

    const { queued = 0, accepted = 0 } = await shop.groupBy(id)
    expect(queued).toBeGreaterThan(0)
    expect(accepted).toBeGreaterThan(0)
    expect(queued + accepted).toBe(200)
    // What was claimed before the edge is two seconds of sending.
    expect(Math.max(...times) - edge).toBeLessThan(5 * SECOND_MS)
    const morning = zone.resolve(`${zone.dayAt(edge + DAY_MS)}T09:00`).at
    const [row] = await shop.query('SELECT * FROM broadcasts WHERE account_id = ? AND id = ?', id)
    expect(row).toMatchObject({ state: 'running', rests_until: morning, rests_for: 'hours' })
    expect((await shop.progress(id)).rests).toEqual({ until: morning, reason: 'hours' })

    await shop.sweepFor(60)
    expect(shop.meta.posts).toHaveLength(accepted)

    shop.wait(morning - shop.now() + SECOND_MS)
    await shop.sweep()
    await shop.sendAll()
    await shop.sweepFor(10)
    expect((await shop.progress(id)).state).toBe('done')
    expect(await shop.groupBy(id)).toEqual({ accepted: 200 })
    expect(new Set(shop.meta.recipients()).size).toBe(200)
    expect(shop.meta.posts).toHaveLength(200)
  })

  it('of utility goes on, unless everything rests', async () => {
    const { shop, id } = await running(3, { template: 'order_update' })
    waitForClock(shop, '21:00')
    await shop.sendAll()
    expect(await shop.groupBy(id)).toEqual({ accepted: 3 })
  })

  it('can be paused, resumed and cancelled while it rests, and nothing leaves', async () => {
    const { shop, id } = await running(5)
    waitForClock(shop, '21:00')
    await shop.sendAll()
    expect((await shop.progress(id)).rests).not.toBeNull()
    await shop.post(`/broadcasts/${id}/pause`)
    expect((await shop.progress(id)).rests).toBeNull()
    await shop.resume(id)
    await shop.sweepFor(10)
    expect(shop.meta.posts).toEqual([])
    await shop.post(`/broadcasts/${id}/cancel`)
    await shop.finishCancel(id)
    expect(await shop.groupBy(id)).toEqual({ skipped: 5 })
    expect((await shop.see(id)).state).toBe('cancelled')
  })

  it('goes on at the next minute when the quiet hours are switched off', async () => {
    const { shop, id } = await running(5)
    waitForClock(shop, '21:00')
    await shop.sendAll()
    await setRules(shop, { isOn: false })
    await shop.sweep()
    await shop.sendAll()
    expect((await shop.progress(id)).state).toBe('done')
    expect(shop.meta.posts).toHaveLength(5)
  })

  it('stops within seconds when quiet hours are switched on while it is sent', async () => {
    const { shop, id } = await running(200)
    await setRules(shop, { isOn: false })
    const hours = RULES.hours.map(() => ({ from: '09:00', to: '10:00' }))
    await shop.sendOne(
      shop.betweenWindows(async (nth) => {
        if (nth !== 2) return
        await setRules(shop, { hours })
        shop.wait(11 * SECOND_MS)
      }),
    )
    // The window that was being claimed leaves, and no other.
    expect(await shop.groupBy(id)).toEqual({
      accepted: 2 * WINDOW_ROWS,
      queued: 200 - 2 * WINDOW_ROWS,
    })
    expect((await shop.progress(id)).rests?.reason).toBe('hours')
  })

  it('whose machine died at the edge goes on all the same', async () => {
    const { shop, id } = await running(5)
    waitForClock(shop, '21:00')
    // The message was lost before anybody saw that it is quiet.
    shop.sends.splice(0)
    waitForClock(shop, '09:01')
    await shop.sweepFor(12)
    expect((await shop.progress(id)).state).toBe('done')
    expect(shop.meta.posts).toHaveLength(5)
  })
})

describe('a plan', () => {
  it('says where a send will stop, with how many, and when it ends', async () => {
    const shop = await Shop.open()
    await shop.makeSlow()
    await shop.addMany(3)
    const day = zone.dayAt(Date.now() + DAY_MS)
    const at = zone.resolve(`${day}T22:00`).at
    await setRules(shop)
    const start = { kind: 'at' as const, wallTime: `${day}T22:00`, isSecond: false }
    const draft = await shop.draft({ start })
    const { rests } = await shop.plan(draft.id)
    expect(rests?.stops).toEqual([{ from: at, until: at + 11 * HOUR_MS, reason: 'hours', left: 3 }])
    expect((rests?.endsAt ?? 0) - at - 11 * HOUR_MS).toBeLessThan(MINUTE_MS)
    await setRules(shop, { isOn: false })
    expect((await shop.plan(draft.id)).rests).toBeNull()
  })
})
