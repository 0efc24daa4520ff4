import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ARRIVES_LATE_MS,
  LATE_MS,
  NEW_PACE,
  type Pace,
  reserveReply,
  reserveSlots,
  slowDown,
} from '../../../worker/features/broadcasts/pacing'

type Ask = { afterMs: number; count: number | 'reply' }

/** A place, and when whoever took it may leave. */
type Place = { at: number; from: number }

/** Consumers take places at moments of their own, for windows and for replies. */
function placesOf(perSecond: number, asks: Ask[]): Place[] {
  let pace: Pace = { ...NEW_PACE, perSecond }
  let now = 1_800_000_000_000
  const places: Place[] = []
  for (const { afterMs, count } of asks) {
    now += afterMs
    if (count === 'reply') {
      const { pace: next, at } = reserveReply(pace, now)
      pace = next
      places.push({ at, from: at })
      continue
    }
    const reserved = reserveSlots(pace, count, now)
    pace = reserved.pace
    const { firstAt, spacingMs } = reserved.slots
    for (let place = 0; place < count; place++) {
      const at = firstAt + place * spacingMs
      places.push({ at, from: Math.max(at, now) })
    }
  }
  return places
}

const timesOf = (perSecond: number, asks: Ask[]) =>
  placesOf(perSecond, asks).map(({ from }) => from)

function mostInOneSecond(all: number[]): number {
  const times = all.toSorted((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [at, time] of times.entries()) {
    while (time - (times[first] ?? time) >= 1000) first++
    most = Math.max(most, at - first + 1)
  }
  return most
}

describe('the pace of a number', () => {
  it.each([20, 80, 1000])('of %i holds in every window of one second', (perSecond) => {
    const ask = fc.record({ afterMs: fc.integer({ min: 0, max: 700 }), count: fc.nat(40) })
    fc.assert(
      fc.property(fc.array(ask, { minLength: 2, maxLength: 40 }), (asks) => {
        const times = timesOf(perSecond, asks)
        if (times.length > 0) expect(mostInOneSecond(times)).toBeLessThanOrEqual(perSecond)
      }),
      { numRuns: 60 },
    )
  })

  it.each([20, 80, 1000])(
    'of %i holds beside replies too, although each message may come a little late',
    (perSecond) => {
      const ask = fc.record({
        afterMs: fc.integer({ min: 0, max: 300 }),
        count: fc.oneof(fc.constant('reply' as const), fc.nat(40)),
      })
      const late = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))
      fc.assert(
        fc.property(fc.array(ask, { minLength: 2, maxLength: 60 }), late, (asks, lates) => {
          const times = placesOf(perSecond, asks).map(
            ({ at, from }) => from + (at + ARRIVES_LATE_MS - from) * lates.next().value,
          )
          if (times.length > 0) expect(mostInOneSecond(times)).toBeLessThanOrEqual(perSecond)
        }),
        { numRuns: 400 },
      )
    },
  )

  it.each([20, 80, 1000])(
    'of %i is full when all that may be late is, and no more',
    (perSecond) => {
      const window = { afterMs: 0, count: perSecond * 2 }
      const replies = Array(perSecond).fill({ afterMs: 0, count: 'reply' })
      const places = placesOf(perSecond, [window, ...replies]).map(({ at }) => at)
      const [first = 0] = places
      const times = places.map((at) => Math.max(at, first + ARRIVES_LATE_MS))
      expect(mostInOneSecond(times)).toBe(perSecond)
    },
  )

  it.each([
    [20, 0.92],
    [80, 0.955],
    [1000, 0.965],
  ])(
    'of %i is used to a share of %d by broadcasts: the rest is for replies',
    (perSecond, least) => {
      const times = timesOf(perSecond, Array(50).fill({ afterMs: 0, count: 40 }))
      const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
      expect((times.length - 1) / seconds).toBeGreaterThan(perSecond * least)
    },
  )

  it('gives no place twice', () => {
    const places = placesOf(80, Array(20).fill({ afterMs: 3, count: 7 })).map(({ at }) => at)
    for (const [before, at] of places.slice(1).entries()) {
      expect(at).toBeGreaterThan(places[before] ?? 0)
    }
  })

  it('loses nothing of a moment in which nobody asked, and gives no place that is too late to use', () => {
    const [before, ...after] = placesOf(1000, [
      { afterMs: 0, count: 1 },
      { afterMs: 10, count: 20 },
    ])
    const asked = (before?.from ?? 0) + 10
    // Ten milliseconds in which nobody sent, at about one message each.
    expect(after.filter(({ at }) => at < asked).length).toBeGreaterThanOrEqual(9)
    for (const { at, from } of placesOf(1000, [{ afterMs: 300, count: 20 }])) {
      expect(from - at).toBeLessThan(LATE_MS)
    }
  })
})

describe('after Meta said too fast', () => {
  const spacingAt = (pace: Pace, now: number) => reserveSlots(pace, 1, now)

  it('nobody sends during the pause, then at half the rate', () => {
    const slowed = slowDown({ ...NEW_PACE, perSecond: 80 }, 1000, 3000)
    const { slots } = spacingAt(slowed, 1001)
    expect(slots.firstAt).toBe(4000)
    expect(slots.spacingMs).toBeCloseTo(26, 0)
  })

  it('the rate comes back step by step, and never above what Meta allows', () => {
    let pace = slowDown({ ...NEW_PACE, perSecond: 80 }, 0, 0)
    const spacings: number[] = []
    for (let now = 0; now < 120_000; now += 1000) {
      const reserved = spacingAt(pace, now)
      pace = reserved.pace
      spacings.push(reserved.slots.spacingMs)
    }
    expect(spacings).toEqual([...spacings].sort((a, b) => b - a))
    expect(spacings[4]).toBeCloseTo(26, 0)
    expect(spacings.at(-1)).toBeGreaterThan(1000 / 80)
    expect(spacings.at(-1)).toBeLessThan(1000 / 76)
  })

  it('again and again, a tenth of the rate is left', () => {
    let pace: Pace = { ...NEW_PACE, perSecond: 80 }
    for (let times = 0; times < 20; times++) pace = slowDown(pace, 0, 0)
    expect(spacingAt(pace, 0).slots.spacingMs).toBeCloseTo(130.5, 0)
  })
})

describe('a reply', () => {
  it('leaves at once beside a broadcast that has reserved the next second', () => {
    const { pace } = reserveSlots(NEW_PACE, 80, 1000)
    expect(reserveReply(pace, 1000).at).toBe(1000)
  })

  it('waits for its own part of the rate when replies come in a burst', () => {
    const busy = reserveSlots(NEW_PACE, 800, 0).pace
    const first = reserveReply(busy, 0)
    const second = reserveReply(first.pace, 0)
    expect(second.at).toBeCloseTo(1000 + ARRIVES_LATE_MS, -1)
  })

  it('leaves after what broadcasts have reserved when that is sooner', () => {
    const nearlyIdle = reserveSlots(NEW_PACE, 2, 0).pace
    const first = reserveReply(nearlyIdle, 0)
    const second = reserveReply(first.pace, 0)
    expect([first.at, second.at]).toEqual([0, nearlyIdle.nextFreeAt])
  })

  it('takes an ordinary place on a number that is idle', () => {
    const { pace, at } = reserveReply(NEW_PACE, 500)
    expect(at).toBe(500)
    expect(pace.nextFreeAt).toBeGreaterThan(500)
  })
})
