import { afterAll, describe, expect, it } from 'vitest'
import { CONFIGURATIONS, LARGE_CONFIGURATIONS } from './configurations'
import { type Explored, explore } from './explore'

const isLarge = process.env.MODEL === 'large'
const explored = isLarge ? LARGE_CONFIGURATIONS : CONFIGURATIONS
const found: Explored[] = []

describe('whatever happens, in whatever order, no invariant breaks and an end can be reached', () => {
  it.each(explored)(
    '$title',
    ({ title, world, states, steps }) => {
      const startedAt = performance.now()
      const one = explore(world)
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      console.info(`${one.states} states, ${one.steps} steps, ${seconds} s: ${title}`)
      expect(one.broken).toBeNull()
      expect(one.states).toBeGreaterThanOrEqual(states)
      expect(one.steps).toBeGreaterThanOrEqual(steps)
      found.push(one)
    },
    3_600_000,
  )

  afterAll(() => {
    const sum = (what: (one: Explored) => number) => found.reduce((all, one) => all + what(one), 0)
    console.info(
      `the model in all: ${sum((one) => one.states)} states, ${sum((one) => one.steps)} steps`,
    )
  })
})

it.skipIf(isLarge)('everything that the model knows of happens somewhere', () => {
  const happened = new Set(found.flatMap((one) => [...one.happened]))
  expect([...happened].sort()).toMatchInlineSnapshot(`
    [
      "Meta accepts",
      "Meta accepts, we hear nothing",
      "Meta does not get it, we hear nothing",
      "Meta refuses",
      "Meta says later",
      "Meta says opted out",
      "Meta says stop",
      "a chunk is pushed back",
      "a chunk opens",
      "a consumer closes the chunk",
      "a consumer dies, its message comes back",
      "a consumer dies, its message is lost",
      "a consumer ends the broadcast",
      "a consumer finds the broadcast at rest",
      "a consumer looks for open chunks",
      "a consumer reads its claim",
      "a consumer records again",
      "a consumer records and claims",
      "a consumer records at last",
      "a consumer records its window alone",
      "a contact is gone",
      "a late write lands",
      "a late write never lands",
      "a message is taken",
      "a message is taken, and delivered again",
      "a person opts out",
      "a row is deleted",
      "a row is frozen",
      "a row is put back",
      "a wait is over",
      "a webhook says delivered",
      "a webhook says failed",
      "a webhook says played",
      "a webhook says read",
      "a webhook says sent",
      "a window cannot be filled",
      "a window is through",
      "an opt-out is noted",
      "cancelling ends",
      "cancelling skips a row",
      "following up fails",
      "nothing of the chunk is open",
      "nothing to record again",
      "others are still sending",
      "putting a window back is still under way",
      "reading the claim fails",
      "recording again fails",
      "recording again is done, the answer lost",
      "recording and claiming fails",
      "recording and claiming is done, the answer lost",
      "recording and claiming is still under way",
      "recording at last fails",
      "recording at last is still under way",
      "recording fails",
      "recording is done, the answer lost",
      "recording is still under way",
      "somebody cancels",
      "somebody pauses",
      "somebody resumes",
      "somebody resumes, the messages are lost",
      "somebody sends again",
      "the account is closed",
      "the account is set free",
      "the account is suspended",
      "the broadcast starts",
      "the broadcast starts, the messages are lost",
      "the broadcast stops by itself",
      "the hold is over",
      "the rest is deleted",
      "the rest is queued again",
      "the rest waits until it opens",
      "the sweep closes a chunk",
      "the sweep ends the broadcast",
      "the sweep finds a row stranded",
      "the sweep queues a lost message again",
      "who opted out is left out",
    ]
  `)
})
