/** What the object of one number remembers. All times in ms of that object's own clock. */
export type Pace = {
  /** What Graph reports for the number: 80, 1,000 or 20. */
  perSecond: number
  /** When the next free slot begins. */
  nextFreeAt: number
  /** Share of the rate in use, 0.1–1: halved when Meta throttles, recovering step by step. */
  share: number
  /** When `share` may grow again. */
  growAt: number
  /** When the next reply may leave beside a broadcast. */
  replyFreeAt: number
}

export const NEW_PACE: Pace = { perSecond: 80, nextFreeAt: 0, share: 1, growAt: 0, replyFreeAt: 0 }

/** Evenly spaced places in time: the i-th message leaves at `firstAt + i * spacingMs`. */
export type Slots = { firstAt: number; spacingMs: number }

/** Later than this a place is lost: those after it are close behind, and all would leave as one. */
export const LATE_MS = 18

/**
 * Places of the last moment that nobody has reserved are still given: whoever takes one leaves at once and is
 * not too late for it, and a machine that stood still for so long has lost nothing.
 */
const PAST_MS = 12

/** As much later than its place a message may come to Meta: it leaves late, and then it is on its way. */
export const ARRIVES_LATE_MS = 30

/**
 * So many of a second's messages are kept for replies beside a broadcast. More of them at once queue behind
 * what the broadcast has reserved, which on a fast number is a few hundredths of a second: one place for
 * each free hand.
 */
const REPLIES_PER_SECOND = 1

/** Clocks count whole milliseconds. */
const CLOCK_MS = 1

/**
 * So many places in a second and the time that one may be late: no second, wherever it begins, holds more
 * of broadcasts and replies together than the rate, although each may come a little late.
 */
const spacingOf = (count: number, share: number) =>
  (1000 + ARRIVES_LATE_MS + CLOCK_MS) / (count * share)

const GROWTH = 1.25
const GROW_EVERY_MS = 5_000
const LEAST_SHARE = 0.1

/** Reserves evenly spaced sending slots, so bursts cannot form. */
export function reserveSlots(pace: Pace, count: number, now: number): { pace: Pace; slots: Slots } {
  const grown = now >= pace.growAt && pace.share < 1
  const share = grown ? Math.min(1, pace.share * GROWTH) : pace.share
  const growAt = grown ? now + GROW_EVERY_MS : pace.growAt
  const spacingMs = spacingOf(pace.perSecond - REPLIES_PER_SECOND, share)
  const firstAt = Math.max(pace.nextFreeAt, now - PAST_MS)
  const nextFreeAt = firstAt + count * spacingMs
  return { pace: { ...pace, share, growAt, nextFreeAt }, slots: { firstAt, spacingMs } }
}

/** A place for one reply: beside the broadcasts or, where that is sooner, after all they have reserved. */
export function reserveReply(pace: Pace, now: number): { pace: Pace; at: number } {
  const at = Math.max(pace.replyFreeAt, now)
  if (pace.nextFreeAt <= at) {
    // Whoever takes it may be late for it, so it lies not in the past.
    const present = { ...pace, nextFreeAt: Math.max(pace.nextFreeAt, now) }
    const { pace: next, slots } = reserveSlots(present, 1, now)
    return { pace: next, at: slots.firstAt }
  }
  const spacingMs = spacingOf(REPLIES_PER_SECOND, pace.share)
  return { pace: { ...pace, replyFreeAt: at + spacingMs }, at }
}

/** Meta said too fast (130429, 80007) or in maintenance (131057): half the rate, after a pause. */
export function slowDown(pace: Pace, now: number, pauseMs: number): Pace {
  return {
    ...pace,
    share: Math.max(LEAST_SHARE, pace.share / 2),
    growAt: now + pauseMs + GROW_EVERY_MS,
    nextFreeAt: Math.max(pace.nextFreeAt, now + pauseMs),
  }
}
