import { expect, it } from 'vitest'
import { torture } from './torture.ts'

const PEOPLE = 300
const KILLS = 3
const SEED = 7

it('writes to nobody twice and loses nobody though it is killed three times', async () => {
  const verdict = await torture({ people: PEOPLE, kills: KILLS, seed: SEED, perSecond: 80 })
  const again = `npm run torture -- --people ${PEOPLE} --kills ${KILLS} --seed ${SEED} --rate 80`
  expect(verdict.violations, again).toEqual([])
  expect(verdict).toMatchObject({ duplicates: 0, lost: 0, unknownPostedAfter: 0 })
  // It was not over before the last kill, and most people got it.
  expect(verdict.killsAfterTheEnd).toBe(0)
  expect(verdict.accepted).toBeGreaterThan(PEOPLE / 2)
})
