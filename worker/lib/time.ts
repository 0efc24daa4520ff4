export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Milliseconds since 1970; the one source of time that operations and jobs use. */
export type Clock = { now(): number }

export const systemClock: Clock = { now: () => Date.now() }

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
