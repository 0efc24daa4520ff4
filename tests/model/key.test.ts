import { expect, it } from 'vitest'
import { PLAIN } from './configurations'
import { stepsOf } from './explore'
import { keyOf } from './key'
import { initialState, type State } from './state'
import type { World } from './world'

/** So much at once that every part of a state takes every value. */
const EVERYTHING: World = {
  ...PLAIN,
  attempts: 3,
  statuses: ['sent', 'failed', 'delivered', 'read', 'played'],
  answers: ['no_answer', 'refused', 'later', 'stop', 'opted_out'],
  databaseErrors: 'and_late',
  isPausable: true,
  sendsAgain: true,
}

const TOKENS = ['token', 'accepted', 'trying']

/** The whole state as text, with claims numbered by where they first appear. */
function spelledOut(state: State): string {
  const names = new Map([[0, 0]])
  return JSON.stringify(state, (field, value) => {
    if (!TOKENS.includes(field) || typeof value !== 'number') return value
    const name = names.get(value) ?? names.size
    names.set(value, name)
    return name
  })
}

/** The same whichever consumer comes first. */
function canonical(state: State): string {
  const swapped = { ...state, consumers: [...state.consumers].reverse() }
  return [spelledOut(state), spelledOut(swapped)].sort()[0] ?? ''
}

it('two states with one key differ in names only, so that none is taken for another', () => {
  let seed = 1
  const draw = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return Math.floor((seed / 2_147_483_647) * below)
  }
  const known = new Map<string, string>()
  for (let walk = 0; walk < 700; walk++) {
    const rowsPerChunk = walk % 3 === 0 ? 1 : 2
    // Cancelled, deleted or without anybody left little happens: so only in one walk of a few.
    const world: World = {
      ...EVERYTHING,
      rowsPerChunk,
      window: walk % 11 < 6 ? 1 : 2,
      isCancellable: walk % 4 === 0,
      peopleLeave: walk % 5 === 0,
      accountEnds: walk % 7 === 0,
      waits: walk % 9 === 0,
    }
    let state = initialState(rowsPerChunk, { ...world, isHeld: walk % 2 === 0 }, 2)
    for (let step = 0; step < 80; step++) {
      const next = stepsOf(world, state)
      state = next[draw(next.length)]?.to ?? state
      // Chunks are cut once for all: their number is no part of the key.
      const key = `${rowsPerChunk}${keyOf(state)}`
      const whole = canonical(state)
      expect(known.get(key) ?? whole).toBe(whole)
      known.set(key, whole)
    }
  }
  expect(known.size).toBeGreaterThan(10_000)
})
