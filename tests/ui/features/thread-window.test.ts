import { describe, expect, it } from 'vitest'
import type { Shown } from '../../../ui/features/inbox/thread'
import { blocksOf, drawnAt } from '../../../ui/features/inbox/thread-window'

const SCREEN = 600
/** Only keys matter here. */
const shown = (from: number, to: number): Shown[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    entry: { key: `message-${from + index}` } as Shown['entry'],
    outgoing: null,
  }))
const many = blocksOf(shown(1, 10_000))
const measured = new Map(many.map(({ key, entries }) => [key, entries.length * 80]))
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const total = sum([...measured.values()])

describe('the part of a thread that is drawn', () => {
  it('is small, wherever one is in ten thousand messages', () => {
    for (const top of [0, 1234, total / 2, total - SCREEN]) {
      const { first, last } = drawnAt(many, measured, { at: 'scrolled', top }, SCREEN)
      const count = sum(many.slice(first, last + 1).map(({ entries }) => entries.length))
      expect(count).toBeLessThan(250)
    }
  })

  it('covers the screen, and what is left out is as high as it was', () => {
    for (let top = 0; top <= total - SCREEN; top += 7001) {
      const { first, last, above, below } = drawnAt(many, measured, { at: 'scrolled', top }, SCREEN)
      const height = sum(many.slice(first, last + 1).map(({ key }) => measured.get(key) ?? 0))
      expect(above).toBeLessThanOrEqual(top)
      expect(above + height).toBeGreaterThanOrEqual(top + SCREEN)
      expect(above + height + below).toBe(total)
    }
  })

  it('holds the message that is sought, and at the end the newest', () => {
    const sought = drawnAt(many, measured, { at: 'entry', key: 'message-4321' }, SCREEN)
    const keys = many
      .slice(sought.first, sought.last + 1)
      .flatMap(({ entries }) => entries.map(({ entry }) => entry.key))
    expect(keys).toContain('message-4321')
    expect(drawnAt(many, measured, { at: 'end' }, SCREEN)).toMatchObject({
      last: many.length - 1,
      below: 0,
    })
  })

  it('of a thread with nothing in it is nothing', () => {
    expect(drawnAt([], new Map(), { at: 'end' }, SCREEN)).toMatchObject({ above: 0, below: 0 })
  })
})

describe('blocks', () => {
  it('keep their borders when older messages come above and newer ones below', () => {
    const before = new Set(blocksOf(shown(500, 900)).map(({ key }) => key))
    const after = new Set(blocksOf(shown(1, 1200)).map(({ key }) => key))
    // The first begins where the page began, which was no border.
    const gone = [...before].filter((key) => !after.has(key))
    expect(gone.length).toBeLessThanOrEqual(1)
  })
})
