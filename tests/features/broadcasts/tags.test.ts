import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatTag, parseTag } from '../../../worker/features/broadcasts/tags'
import { randomId } from '../../../worker/lib/ids'

it('a tag comes back as the row it was made for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (no) => {
      const tag = { broadcastId: randomId(), no, token: randomId() }
      expect(parseTag(formatTag(tag))).toEqual(tag)
    }),
  )
})

it('a tag is opaque, and far shorter than Meta allows', () => {
  const tag = formatTag({ broadcastId: randomId(), no: 999_999_999, token: randomId() })
  expect(tag).toMatch(/^[a-z0-9.]+$/)
  expect(tag.length).toBeLessThan(100)
})

it.each([
  undefined,
  '',
  'order-17',
  `b1.${randomId()}.x.${randomId()}`,
  `b1.${randomId()}.-1.${randomId()}`,
  `b2.${randomId()}.1.${randomId()}`,
  `b1.${randomId()}.1.${randomId()}.more`,
  ` b1.${randomId()}.1.${randomId()}`,
  `b1.${randomId().toUpperCase()}.1.${randomId()}`,
])('what another program tagged is not a tag of ours: %s', (text) => {
  expect(parseTag(text)).toBeNull()
})

it('any text is either ours or nothing, and never throws', () => {
  const isNothing = (text: string) => parseTag(text) === null
  fc.assert(fc.property(fc.string(), isNothing))
})
