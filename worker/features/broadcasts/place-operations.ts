import { logFailure } from '../../lib/log'
import { type Clock, SECOND_MS } from '../../lib/time'
import { runOf } from './breaker'
import type { Reserved } from './durable'
import { LATE_MS } from './pacing'
import type { SendDeps, Work } from './window-operations'

/** A Worker may hold six connections that wait for an answer. */
export const OPEN_REQUESTS = 6

/** What a POST is thought to take before the first of them was made. */
export const USUAL_POST_MS = 200

/** Rows that are claimed leave within about so long, so that a pause bites. */
const WINDOW_MS = 2 * SECOND_MS

/** Places in time: the i-th of `count` is at `firstAt + i * spacingMs`. */
export type Places = Pick<Reserved, 'spacingMs'> & {
  firstAt: number
  count: number
  takes: 'all_at_once' | 'one_per_hand'
}

/** The first place on the caller's clock. */
export type OnOurClock = (reserved: Pick<Reserved, 'now' | 'waitMs'>) => number

/** A difference that grows by more is no slow answer: a clock was set. */
const CLOCK_SET_MS = SECOND_MS

/**
 * How far the object's clock is from ours is told best by the quickest answer so far. Counted from each
 * answer alone, places would move by as much as that answer was slow, and into those of others.
 */
export function openOnOurClock({ now }: Clock): OnOurClock {
  let quickest = Number.POSITIVE_INFINITY
  return ({ now: theirs, waitMs }) => {
    const apart = now() - theirs
    if (apart < quickest || apart > quickest + CLOCK_SET_MS) quickest = apart
    return theirs + quickest + waitMs
  }
}

/**
 * Six requests at a time follow a slow number: they wait for their places, which are taken for a whole
 * window. Behind a fast number, or where answers are slow, they would come too late for most of them, and
 * what one consumer does not use is lost to all: so each takes its place when it has a hand free.
 */
export function takesOf(perSecond: number, tookMs: number): Places['takes'] {
  const canFollow = perSecond * tookMs <= OPEN_REQUESTS * SECOND_MS
  return canFollow ? 'all_at_once' : 'one_per_hand'
}

/** Rows of a window whose every six wait for so long. */
export const rowsWithin = (turnMs: number): number =>
  OPEN_REQUESTS * Math.max(1, Math.floor(WINDOW_MS / Math.max(1, turnMs)))

/**
 * Waits for one place in time after the other. A place that a machine was too late for is lost, and
 * whoever has none at the end takes new ones: to make up for lost time would be a burst, and the time
 * after the window may be another consumer's. False: there are none to be had, and the row goes back.
 */
export function placesFor(
  deps: SendDeps,
  work: Work,
  rows: number,
  places: Places,
): () => Promise<boolean> {
  const { clock } = deps
  let { firstAt: nextAt, spacingMs } = places
  let free = Math.min(places.count, rows)
  let wanting = 0
  let waiting = 0
  let gone = 0
  let lastAt = Number.NEGATIVE_INFINITY
  let taking: Promise<boolean> | null = null

  const takeMore = async () => {
    const { db, broadcast, numberId, perSecond } = work
    const count = places.takes === 'all_at_once' ? rows - gone - waiting : wanting
    try {
      const reservation = { count, perSecond, run: runOf(broadcast), outcomes: [] }
      const reserved = await deps.pacer(db.accountId, numberId).reserve(reservation)
      nextAt = work.onOurClock(reserved)
      spacingMs = reserved.spacingMs
      free = count
      taking = null
      return true
    } catch (error) {
      logFailure('broadcast.no_places', error)
      return false
    }
  }
  const nextPlace = () => {
    const at = nextAt
    nextAt += spacingMs
    free--
    return at
  }

  return async () => {
    for (let waits = 0; ; ) {
      // Nothing else runs between this question and the taking.
      while (free === 0) {
        wanting++
        taking ??= takeMore()
        const isTaken = await taking
        wanting--
        if (!isTaken) return false
      }
      const at = nextPlace()
      waiting++
      const waitMs = at - clock.now()
      if (waitMs > 0) {
        await deps.sleep(waitMs)
        waits++
      }
      waiting--
      const now = clock.now()
      // A machine that is late each time it waits goes on all the same, at the spacing.
      if (now - at <= LATE_MS || (waits > 1 && now - lastAt >= spacingMs)) {
        gone++
        lastAt = now
        return true
      }
    }
  }
}
