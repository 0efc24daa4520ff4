import { describe, expect, it } from 'vitest'
import { allowanceOf } from '../../../worker/features/broadcasts/ledger'
import { behindSample, wavesOf } from '../../../worker/features/broadcasts/waves'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'

const NOW = 1_800_000_000_000
const free = (limit: number, used = 0, freeAt: number | null = null) => {
  const allowance = allowanceOf(limit)
  return { allowance, left: allowance - used, freeAt }
}

describe('waves', () => {
  it('are none where everybody fits into what is left', () => {
    expect(wavesOf(1_900, free(2_000), NOW)).toBeNull()
    expect(wavesOf(1_901, free(2_000), NOW)).toHaveLength(2)
  })

  it('of 9,000 people on a limit of 2,000 are five, each more than a day after the one before', () => {
    const waves = wavesOf(9_000, free(2_000), NOW) ?? []
    expect(waves.map(({ people }) => people)).toEqual([1_900, 1_900, 1_900, 1_900, 1_400])
    const times = waves.map(({ opensAt }) => opensAt ?? NOW)
    expect(times[0]).toBe(NOW)
    for (const [at, time] of times.slice(1).entries()) {
      expect(time - (times[at] ?? 0)).toBe(DAY_MS + 10 * MINUTE_MS)
    }
  })

  it('begin with what others have left, and go on with whole days', () => {
    const waves = wavesOf(3_000, free(2_000, 1_000, NOW + HOUR_MS), NOW) ?? []
    expect(waves.map(({ people }) => people)).toEqual([900, 1_900, 200])
    expect(waves[0]?.opensAt).toBeNull()
  })

  it('begin when the day is free again where hardly anything is left', () => {
    const waves = wavesOf(2_500, free(2_000, 1_899, NOW + 5 * HOUR_MS), NOW) ?? []
    expect(waves).toEqual([
      { people: 1_900, opensAt: NOW + 5 * HOUR_MS },
      { people: 600, opensAt: NOW + 5 * HOUR_MS + DAY_MS + 10 * MINUTE_MS },
    ])
  })

  it('begin when the day is free again where what is left does not hold the sample', () => {
    const room = free(2_000, 1_700, NOW + 5 * HOUR_MS)
    expect(wavesOf(2_500, room, NOW, 200)?.[0]).toEqual({ people: 200, opensAt: null })
    expect(wavesOf(2_500, room, NOW, 201)?.[0]).toEqual({
      people: 1_900,
      opensAt: NOW + 5 * HOUR_MS,
    })
  })

  it('are as much shorter as the sample that went ahead, the first of them first', () => {
    const waves = wavesOf(120, { allowance: 66, left: 66, freeAt: null }, NOW, 50) ?? []
    expect(behindSample(waves, 50).map(({ people }) => people)).toEqual([16, 54])
    expect(behindSample(waves, 66).map(({ people }) => people)).toEqual([54])
  })

  it('add up to everybody, whatever is left and however many there are', () => {
    for (let people = 1; people < 1_200; people += 37) {
      for (let used = 0; used <= 237; used += 13) {
        const waves = wavesOf(people, free(250, used, NOW + HOUR_MS), NOW)
        if (waves === null) expect(people).toBeLessThanOrEqual(237 - used)
        else expect(waves.reduce((sum, wave) => sum + wave.people, 0)).toBe(people)
      }
    }
  })
})
