import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../scripts/build.mjs'
import { ALL_INJECTED, FAULTS, INVARIANTS, RESTRAINTS } from './coverage'
import { lastLineOf, simulate } from './run'

type Fingerprints = { fingerprints: Record<string, string> }

const SOURCES = import.meta.glob(
  ['../../worker/**/*.ts', './*.ts', '!./coverage.ts', '!./*.test.ts'],
  { query: '?raw', import: 'default', eager: true },
)

describe('the table of faults', () => {
  it('has all twenty, each injected by histories or covered by a test that exists', () => {
    const numbers = Array.from({ length: 20 }, (_, at) => `F${at + 1}`)
    expect(Object.keys(FAULTS)).toEqual(expect.arrayContaining(numbers))
    for (const [id, row] of Object.entries(FAULTS)) {
      const tests = Object.values('elsewhere' in row ? row.elsewhere : {})
      expect(row.injected.length + tests.length, id).toBeGreaterThan(0)
      for (const test of tests) expect(existsSync(join(ROOT, test)), `${id}: ${test}`).toBe(true)
    }
  })

  it('names only what the harness counts', () => {
    const harness = Object.entries(SOURCES).flatMap(([path, text]) =>
      path.startsWith('./') ? text : [],
    )
    // Codes are named by their number.
    const named = ALL_INJECTED.filter((name) => !name.startsWith('code '))
    const unused = named.filter((name) => !harness.some((text) => text.includes(`'${name}'`)))
    expect(unused).toEqual([])
  })

  it('is right that only deletion sets an alarm, and that nothing reads from a replica', () => {
    const product = Object.entries(SOURCES).filter(([path]) => path.includes('/worker/'))
    const users = (of: RegExp) => product.flatMap(([path, text]) => (of.test(text) ? path : []))
    expect(users(/withSession\(/)).toEqual([])
    expect(users(/setAlarm\(/)).toEqual(['../../worker/features/deletion/durable.ts'])
  })
})

describe('the table of invariants', () => {
  it('has all fourteen, each with a check that names it', () => {
    expect(Object.keys(INVARIANTS)).toEqual(Array.from({ length: 14 }, (_, at) => `I${at + 1}`))
    for (const [id, places] of Object.entries(INVARIANTS)) {
      for (const place of places) {
        const path = join(ROOT, place)
        expect(existsSync(path), `${id}: ${place}`).toBe(true)
        if (id === 'I12') continue
        expect(readFileSync(path, 'utf8'), `${place} checks ${id}`).toMatch(`${id}`)
      }
    }
  })
})

describe('the table of restraints', () => {
  it('names files that check them', () => {
    for (const [name, places] of Object.entries(RESTRAINTS)) {
      for (const place of places) {
        expect(readFileSync(join(ROOT, place), 'utf8'), place).toContain(`Violation('${name}'`)
      }
    }
  })
})

describe('a history', () => {
  it('is the same whenever its number is the same', async () => {
    const traced = () => simulate('--seed', 11, '--histories', 1, '--trace')
    const [one, other] = await Promise.all([traced(), traced()])
    expect(one.length).toBeGreaterThan(10_000)
    expect(one).toBe(other)
  })

  it('is the same after others as it is alone: nothing of one is left for the next', async () => {
    const run = async (seed: number, histories: number, every: number) => {
      const options = ['--seed', seed, '--histories', histories, '--every', every]
      // What the program prints at its end.
      const end = lastLineOf(await simulate(...options, '--fingerprints')) as Fingerprints
      return end.fingerprints
    }
    const [all, some, alone] = await Promise.all([run(1, 60, 1), run(10, 6, 10), run(57, 1, 1)])
    expect(Object.keys({ ...some, ...alone })).toHaveLength(7)
    expect(all).toMatchObject({ ...some, ...alone })
    expect(new Set(Object.values(all)).size).toBe(60)
  })

  it('that fails prints the command that replays it', async () => {
    const mutation = ['--mutation', 'the freeze forgets where it stood']
    const found = lastLineOf(await simulate(...mutation, '--histories', 50)) as { replay: string }
    expect(found.replay).toMatch(/^npm run simulate -- --seed \d+ --histories 1 --trace$/m)
  })
})
