import { describe, expect, it } from 'vitest'
import { type Explored, explore } from './explore'
import { KNOWN_MUTATIONS, OWN_MUTATIONS, worldOf } from './mutations'
import type { World } from './world'

describe('the model notices each bug that is put in on purpose', () => {
  it.each([...KNOWN_MUTATIONS, ...OWN_MUTATIONS])('$breaks breaks when $title', (one) => {
    const world = worldOf(one)
    const { states, broken } = explore(world, [one.breaks])
    console.info(`model: ${one.breaks} breaks after ${states} states: ${one.title}`)
    expect(broken).toMatchObject({ invariant: one.breaks })
    expect(broken?.trace.length).toBeGreaterThan(1)
    // It is the bug that breaks it: without it nothing does.
    expect(withoutBug(world).broken).toBeNull()
  })
})

const explored = new Map<string, Explored>()

/** Many bugs share a world, which is explored once. */
function withoutBug(world: World): Explored {
  const right = { ...world, mutation: null }
  const key = JSON.stringify(right)
  const found = explored.get(key) ?? explore(right)
  explored.set(key, found)
  return found
}
