import { expect, it } from 'vitest'
import { peopleOfLimit } from '../../../worker/features/meta/number-facts'

it.each([
  ['TIER_250', 250],
  ['TIER_10K', 10_000],
  // Not among those of today.
  ['TIER_5K', 5_000],
  ['TIER_2M', 2_000_000],
  ['TIER_UNLIMITED', null],
  ['LIMITED', undefined],
  [2000, 2000],
  [-1, null],
])('reads the limit %s as %s people', (said, people) => {
  expect(peopleOfLimit(said)).toBe(people)
})
