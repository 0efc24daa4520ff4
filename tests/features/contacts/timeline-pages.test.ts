import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TimelineEntry } from '../../../worker/contract/contacts'
import { mergeTimelines } from '../../../worker/features/contacts/timeline'

const LIMIT = 5

/** Reads page after page from sources that answer one entry more than a page holds, as `readTimeline` does. */
function readAll(sources: TimelineEntry[][]): TimelineEntry[] {
  const read: TimelineEntry[] = []
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const parts = sources.map((entries) => entries.filter(({ at }) => at < before))
    const page = mergeTimelines(
      parts.map((part) => part.slice(0, LIMIT + 1)),
      LIMIT,
    )
    read.push(...page.items)
    if (page.next === null) return read
    before = Number(page.next)
  }
}

// No more than a page of one moment, of which there are many: messages are dated by the second.
const moments = fc
  .array(fc.record({ at: fc.integer({ min: 1, max: 40 }), count: fc.integer({ min: 1, max: 2 }) }))
  .map((all) => [...new Map(all.map((one) => [one.at, one.count]))].sort(([a], [b]) => b - a))
  .map((all) =>
    all.flatMap(([at, count]) =>
      Array.from({ length: count }, () => ({ kind: 'added', at }) as TimelineEntry),
    ),
  )

it('pages of a timeline hold each entry once, newest first, wherever they end', () => {
  fc.assert(
    fc.property(moments, moments, (one, two) => {
      const read = readAll([one, two])
      expect(read.map(({ at }) => at)).toEqual(
        [...one, ...two].map(({ at }) => at).sort((a, b) => b - a),
      )
    }),
    { numRuns: 300 },
  )
})
