import { describe, expect, it } from 'vitest'
import { MUTATIONS } from './mutations'
import { lastLineOf, simulate } from './run'

/** The rarest of these bugs shows within two thousand. */
const MOST_HISTORIES = 4_000

type Found = { seed: number; message: string; isWhole: boolean } | null
type Total = { done: number }

describe('a bug put in on purpose is noticed', () => {
  it.concurrent.each(MUTATIONS)('$title: breaks $breaks', async ({ title, profile }) => {
    const output = await simulate('--mutation', title, '--histories', MOST_HISTORIES)
    // What `hunt` answers.
    const found = lastLineOf(output) as Found
    expect(found, `nobody noticed in ${MOST_HISTORIES} histories`).not.toBeNull()
    expect(found?.isWhole, 'the statement that it changes is not there any more').toBe(true)

    const same = [
      '--seed',
      found?.seed ?? 0,
      '--histories',
      1,
      ...(profile ? ['--profile', profile] : []),
    ]
    // What the program prints at its end: without the bug the same history is clean.
    expect(lastLineOf(await simulate(...same)) as Total).toMatchObject({ done: 1 })
  })
})
