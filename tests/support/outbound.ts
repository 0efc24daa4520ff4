// Installed under everything else before any test: whatever leaves for a host that no test plays is a
// host nobody has thought about, and fails the test in which it happens.

import { afterEach, expect } from 'vitest'

/** Kept on the world itself: test files share it, and each runs this anew. */
const world = globalThis as typeof globalThis & { escaped?: string[] }

if (!world.escaped) {
  const escaped: string[] = []
  world.escaped = escaped
  globalThis.fetch = async (input, init) => {
    const { host } = new URL(new Request(input, init).url)
    escaped.push(host)
    throw new TypeError(`a test does not call ${host}`)
  }
}

afterEach(() => {
  const called = world.escaped?.splice(0)
  expect(called, 'hosts that nobody has classified (tests/promises/hosts.ts)').toEqual([])
})
