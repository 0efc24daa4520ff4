import { expect, it } from 'vitest'
import { roundedUp } from '../../../ui/lib/duration'

it.each([
  [3, 10, 'second'],
  [65, 2, 'minute'],
  [49 * 60, 49, 'minute'],
  [61 * 60, 1.5, 'hour'],
  [3 * 3600, 3, 'hour'],
])('%i seconds are about %d %s', (seconds, value, unit) => {
  expect(roundedUp(seconds)).toEqual({ value, unit })
})
