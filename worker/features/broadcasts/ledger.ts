// Meta's limit of people whom a portfolio writes to first, in a moving day. Meta tells the limit and never
// how much of it is used, so we count ourselves.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/time'

/**
 * Left free of a limit: other tools may write from the same portfolio, members write single templates, and
 * Meta's day does not begin when ours does. Being over it costs the number its good name.
 */
const HEAD_ROOM = 0.05

/** How many people broadcasts may reach in a moving day. */
export const allowanceOf = (limit: number): number => Math.floor(limit * (1 - HEAD_ROOM))

/** From here on people are told how near the limit is, in per cent of what may be reached. */
const LIMIT_STEPS = [100, 90, 80]

/** The highest step that was come to; null while there is room enough. */
export const stepOfLimit = (used: number, allowance: number): number | null =>
  LIMIT_STEPS.find((percent) => used * 100 >= allowance * percent) ?? null

/** From a claim to its POST, at most: a place in time is seconds away, and an answer a minute. */
export const POST_MARGIN_MS = 2 * MINUTE_MS

/** So long does a person count. */
export const COUNTED_MS = DAY_MS

/** A window counts as open that stays so until the POST has surely left. */
export const WINDOW_MS = 23 * HOUR_MS

/** When nothing is known to end: somebody else's rows are being sent, and some may come back. */
export const ASK_AGAIN_MS = 10 * MINUTE_MS
