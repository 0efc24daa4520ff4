import { describe, expect, it } from 'vitest'
import {
  openOnOurClock,
  type Places,
  placesFor,
  rowsWithin,
  takesOf,
} from '../../../worker/features/broadcasts/place-operations'
import type { SendDeps, Work } from '../../../worker/features/broadcasts/window-operations'
import { mapAtMost } from '../../../worker/lib/lists'

type Timer = { at: number; ring: () => void }

/** A clock that goes on to the next moment somebody waits for, when nobody has anything to do. */
function virtualTime() {
  let now = 0
  let timers: Timer[] = []
  const sleep = (ms: number) =>
    new Promise<void>((ring) => {
      timers.push({ at: now + ms, ring })
    })
  const run = async (work: Promise<unknown>) => {
    let isOver = false
    const over = work.finally(() => {
      isOver = true
    })
    while (!isOver) {
      for (let turns = 0; turns < 50; turns++) await Promise.resolve()
      timers = timers.toSorted((a, b) => a.at - b.at)
      const next = timers.shift()
      if (!next) break
      now = Math.max(now, next.at)
      next.ring()
    }
    await over
  }
  return { clock: { now: () => now }, sleep, run }
}

/** One window, sent by six hands: when each POST began, and how many places were taken for them. */
async function sendWindow(perSecond: number, tookMs: number, takes: Places['takes']) {
  const { clock, sleep, run } = virtualTime()
  const spacingMs = 1000 / perSecond
  let nextFreeAt = 0
  let reserved = 0
  const reserve = async ({ count }: { count: number }) => {
    await sleep(1)
    reserved += count
    const now = clock.now()
    const firstAt = Math.max(nextFreeAt, now)
    nextFreeAt = firstAt + count * spacingMs
    return { now, waitMs: firstAt - now, spacingMs }
  }
  const onOurClock = openOnOurClock(clock)
  // All that places are taken with; a whole account and broadcast would be read by nobody.
  const deps = { clock, sleep, pacer: () => ({ reserve }) } as unknown as SendDeps
  const work = { db: {}, broadcast: {}, perSecond, onOurClock } as unknown as Work
  const times: number[] = []
  const rows = Array.from({ length: ROWS })
  await run(
    (async () => {
      const count = takes === 'all_at_once' ? ROWS : 0
      const first = await reserve({ count })
      const places = { ...first, firstAt: onOurClock(first), count, takes }
      const takePlace = placesFor(deps, work, ROWS, places)
      await mapAtMost(6, rows, async () => {
        await takePlace()
        times.push(clock.now())
        await sleep(tookMs)
      })
    })(),
  )
  return { times, reserved }
}

const ROWS = 40

describe('a window whose answers are slower than its places', () => {
  it('takes a place with each hand that is free, so that none is lost', async () => {
    const { times, reserved } = await sendWindow(80, 400, 'one_per_hand')
    expect(times).toHaveLength(ROWS)
    expect(reserved).toBe(ROWS)
    // As fast as six hands can be.
    expect(times.at(-1)).toBeLessThan((ROWS / 6 + 1) * 405)
    const tooSoon = times.filter((at, index) => index > 0 && at - (times[index - 1] ?? 0) < 12)
    expect(tooSoon).toEqual([])
  })

  it('would lose most of them, taken for the whole window', async () => {
    const { times, reserved } = await sendWindow(80, 400, 'all_at_once')
    expect(times).toHaveLength(ROWS)
    expect(reserved).toBeGreaterThan(2 * ROWS)
  })

  it('loses none where hands wait for places', async () => {
    const { times, reserved } = await sendWindow(20, 200, 'all_at_once')
    expect(times).toHaveLength(ROWS)
    expect(reserved).toBe(ROWS)
  })
})

describe('how a consumer takes its places', () => {
  it.each([
    [20, 200, 'all_at_once'],
    [80, 50, 'all_at_once'],
    [80, 75, 'all_at_once'],
    [80, 200, 'one_per_hand'],
    [1000, 50, 'one_per_hand'],
  ])('at %i a second and %i ms for a POST: %s', (perSecond, tookMs, takes) => {
    expect(takesOf(perSecond, tookMs)).toBe(takes)
  })

  it('claims no more than leaves within about two seconds', () => {
    expect(rowsWithin(0)).toBeGreaterThanOrEqual(40)
    expect(rowsWithin(500)).toBe(24)
    expect(rowsWithin(60_000)).toBe(6)
  })
})

describe('a moment of the object’s clock', () => {
  /** Ours is so far ahead, and each answer takes its time. */
  const answered = (aheadMs: number) => {
    let now = 0
    const onOurClock = openOnOurClock({ now: () => now })
    return (theirs: number, tookMs: number, ahead = aheadMs) => {
      now = theirs + ahead + tookMs
      return onOurClock({ now: theirs, waitMs: 10 })
    }
  }

  it.each([0, 300_000, -300_000])('is found by the quickest answer: %i ms ahead', (aheadMs) => {
    const at = answered(aheadMs)
    expect(at(1000, 40)).toBe(1050 + aheadMs)
    expect(at(2000, 5)).toBe(2015 + aheadMs)
    // A slow answer moves nothing any more.
    expect(at(3000, 400)).toBe(3015 + aheadMs)
    expect(at(4000, 5)).toBe(4015 + aheadMs)
  })

  it('is found anew when a clock was set', () => {
    const at = answered(0)
    at(1000, 5)
    expect(at(2000, 5, 3_600_000)).toBe(2015 + 3_600_000)
    expect(at(3000, 5, -3_600_000)).toBe(3015 - 3_600_000)
  })
})
