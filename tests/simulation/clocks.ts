// The clocks that people look at where they live, written down a second time: the checker shares no code
// with the product.

import type { Random } from './random'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Countries of the simulation's people. */
const ZONES: Record<string, string> = {
  IL: 'Asia/Jerusalem',
  DE: 'Europe/Berlin',
  BR: 'America/Sao_Paulo',
  US: 'America/New_York',
}

/** A time on everybody's own wall, and what becomes of those on whose wall it is over. */
export type OwnClock = { wallTime: string; passed: 'now' | 'next_day' }

/** The time on the wall of a country: `2026-11-23T09:05`; of none that is known, in Jerusalem. */
export function wallIn(country: string | undefined, at: number): string {
  const timeZone = ZONES[country ?? 'IL'] ?? 'Asia/Jerusalem'
  return wallOf(timeZone).format(at).replace(' ', 'T')
}

const walls = new Map<string, Intl.DateTimeFormat>()

/** To make one takes as long as hundreds of steps. */
function wallOf(timeZone: string): Intl.DateTimeFormat {
  const known = walls.get(timeZone)
  if (known) return known
  // Sweden writes dates as machines do.
  const wall = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  walls.set(timeZone, wall)
  return wall
}

/** Soon for some, over for others, hours away for the rest. */
export function drawClock(clocks: Random, now: number): OwnClock {
  const country = clocks.pick(Object.keys(ZONES))
  return {
    wallTime: wallIn(country, now + clocks.between(-5, 40) * MINUTE_MS),
    passed: clocks.pick(['now', 'next_day'] as const),
  }
}

/**
 * Whether the time may have come in a country, by clocks that are `slackMs` off, of a broadcast that was
 * confirmed at some time between two.
 */
export function mayHaveCome(
  { wallTime, passed }: OwnClock,
  country: string | undefined,
  { first, last }: { first: number; last: number },
  { at, slackMs }: { at: number; slackMs: number },
): boolean {
  const hasShown = (wanted: string, moment: number) =>
    // When clocks go back they have shown a time that they will show again, and with the slack they may
    // be behind it.
    [moment, moment + slackMs, moment + slackMs - HOUR_MS].some(
      (one) => wallIn(country, one) >= wanted,
    )
  if (passed === 'now' && hasShown(wallTime, last)) return true
  // A time that clocks skip comes up to an hour later.
  const wasOver = wallIn(country, first - slackMs - HOUR_MS) >= wallTime
  return hasShown(wasOver ? dayAfter(wallTime) : wallTime, at)
}

function dayAfter(wallTime: string): string {
  const [day = '', clock = ''] = wallTime.split('T')
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS)
  return `${next.toISOString().slice(0, 10)}T${clock}`
}
