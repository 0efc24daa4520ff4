// A broadcast to more people than the portfolio may reach in a day goes out in waves.

import { DAY_MS, MINUTE_MS } from '../../lib/time'
import type { Pass, PlannedPart } from './parts'

/** How many people, and when they may begin; null: at once. */
export type Wave = { people: number; opensAt: number | null }

/** A day, and what a wave of usual size takes to be sent: by then whoever it reached counts no more. */
const WAVE_MS = DAY_MS + 10 * MINUTE_MS

/** Below this share of a day's people a first wave is not worth its name; all begin when the day is free. */
const SMALLEST_FIRST = 0.1

export type Room = {
  /** People per moving day. */
  allowance: number
  /** Of these, who can be reached now. */
  left: number
  /** When nobody counts any more whom others have reached. */
  freeAt: number | null
}

/** None where everybody fits into what is left now. A sample that goes first is part of the first wave. */
export function wavesOf(people: number, room: Room, now: number, sample = 0): Wave[] | null {
  const { allowance, left, freeAt } = room
  if (people <= left || allowance < 1) return null
  const least = Math.min(allowance, Math.max(1, allowance * SMALLEST_FIRST, sample))
  const startsNow = left >= least
  const first = startsNow ? left : Math.min(allowance, people)
  const firstAt = startsNow ? null : Math.max(now, freeAt ?? now + WAVE_MS)
  const waves: Wave[] = [{ people: first, opensAt: firstAt }]
  let opensAt = firstAt ?? now
  for (let reached = first; reached < people; reached += allowance) {
    opensAt += WAVE_MS
    waves.push({ people: Math.min(allowance, people - reached), opensAt })
  }
  return waves
}

const WRITTEN_MS = 30 * DAY_MS
const READ_MS = 90 * DAY_MS

/**
 * Who is likeliest to want it comes first: who wrote to us in the last 30 days, then who read something of
 * ours in the last 90, then everybody else.
 */
export const likeliestFirst = (now: number): Pass[] => [
  [{ has: 'written', since: now - WRITTEN_MS }],
  [{ has: 'read', since: now - READ_MS }],
  [],
]

/** All rows as one part, in that order; the freeze cuts it into the waves once it has counted them. */
export const partsOfWaves = (waves: Wave[], now: number): PlannedPart[] => {
  const opensAt = waves[0]?.opensAt ?? null
  return [
    {
      kind: 'wave',
      opensAt,
      waitsFor: opensAt === null ? null : 'wave',
      passes: likeliestFirst(now),
    },
  ]
}

/** Planned for the moment at which it was to begin: waves begin as much later, or sooner, as it does. */
export const laterBy = (waves: Wave[], ms: number): Wave[] =>
  waves.map(({ people, opensAt }) => ({ people, opensAt: opensAt === null ? null : opensAt + ms }))

/** What is left of the waves once a sample of so many has gone ahead. */
export function behindSample([first, ...others]: Wave[], sample: number): Wave[] {
  if (!first) return []
  const left = first.people - sample
  return left > 0 ? [{ ...first, people: left }, ...others] : others
}

/** Behind how many people each wave but the last ends. */
export function cutsOf(waves: Wave[]): number[] {
  let sum = 0
  return waves.slice(0, -1).map(({ people }) => {
    sum += people
    return sum
  })
}
