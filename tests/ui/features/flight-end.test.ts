import { describe, expect, it } from 'vitest'
import { endOf } from '../../../ui/features/broadcasts/flight-end'

const NOW = 1_800_000_000_000
const DAY_MS = 86_400_000
const plan = { start: null, rests: null, zones: null, waves: null, seconds: 5, perSecond: 80 }
const start = { at: NOW + DAY_MS, zone: 'Asia/Jerusalem', shown: 'once' as const, choices: [] }

describe('when the last message leaves', () => {
  it('is reckoned from the start, be it now or on another day', () => {
    expect(endOf(plan, false, NOW)).toBe(NOW + 5_000)
    expect(endOf({ ...plan, start }, false, NOW)).toBe(NOW + DAY_MS + 5_000)
  })

  it('is after the quiet hours in which it rests', () => {
    const rests = { startsAt: NOW + 1, endsAt: NOW + DAY_MS, stops: [] }
    expect(endOf({ ...plan, rests }, false, NOW)).toBe(NOW + DAY_MS)
  })

  it('is that of the last wave, where it goes out in waves', () => {
    const waves = [
      { people: 1_900, opensAt: null },
      { people: 160, opensAt: NOW + DAY_MS },
    ]
    expect(endOf({ ...plan, waves }, true, NOW)).toBe(NOW + DAY_MS + 2_000)
    expect(endOf({ ...plan, waves }, false, NOW)).toBe(NOW + 5_000)
  })
})
