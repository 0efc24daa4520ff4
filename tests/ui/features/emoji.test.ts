import { describe, expect, it } from 'vitest'
import { EMOJI, findEmoji } from '../../../ui/features/inbox/emoji/emoji-list'

const found = (typed: string) => findEmoji(typed, 20).map(({ emoji }) => emoji)

describe('emoji', () => {
  it('are found by words of either language, by beginnings of words', () => {
    expect(found('dog')).toContain('🐶')
    expect(found('כלב')).toContain('🐶')
    expect(found('rose')[0]).toBe('🌹')
    expect(found('כלב')[0]).toBe('🐕')
    expect(found('thumbs up')).toContain('👍')
    expect(found('לב אדום')).toContain('❤️')
    expect(found('ISRAEL')).toEqual(['🇮🇱'])
    expect(found('ישראל')).toEqual(['🇮🇱'])
    expect(found('qqqq')).toEqual([])
  })

  it('each stand once, with a name in both languages', () => {
    const all = EMOJI.flatMap(({ emoji }) => emoji)
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length)
    expect(all.filter(({ names }) => !names.en || !names.he)).toEqual([])
    expect(all.filter(({ names }) => !/[\u0590-\u05ff]/.test(names.he)).length).toBeLessThan(60)
  })
})
