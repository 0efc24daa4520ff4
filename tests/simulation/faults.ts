import type { Injected, Note } from './coverage'
import type { Profile } from './profile'
import type { Random } from './random'
import type { Fault, Task } from './scheduler'

/** One effect of one kind of task, killed when it comes for the first time. */
export type KillPoint = { name: string; when: 'kill_before' | 'kill_after' }

/** Effects: what only reads leaves nothing half done. */
const IS_EFFECT = /^(?:d1 (?!read)|queue|r2 (?:put|delete)|pacer|live|mail|graph|rpc)/

/** What a fault at a call is called in the table of faults. */
const NAMES: [Injected, RegExp, Fault[]][] = [
  ['killed before a claim', /claim recipients/, ['kill_before']],
  ['a claim stored, its answer lost', /claim recipients/, ['fail_after']],
  ['killed after a claim', /claim recipients/, ['kill_after']],
  ['killed during a POST', /^graph POST messages/, ['kill_after']],
  ['killed during a POST', /^graph answer/, ['kill_before']],
  ['killed between a POST and its record', /record recipients/, ['kill_before']],
  ['a record that may or may not be stored', /record recipients/, ['fail_before', 'fail_after']],
  ['killed between a record and its acknowledgement', /record recipients/, ['kill_after']],
  ['D1 failed before the statement', /^d1/, ['fail_before']],
  ['D1 failed after the statement', /^d1/, ['fail_after']],
]

/** D1 says little about what went wrong, and nothing about whether it was stored. */
const D1_SAYS: [string, Injected | null][] = [
  ['Network connection lost.', null],
  ['D1 DB is overloaded. Too many requests queued.', 'D1 was overloaded'],
  ['D1 DB reset because its code was updated.', 'D1 was reset'],
]

const LONG_MS = 30_000

const nameOf = (task: Task, call: string) => `${task.name}: ${call}`

/** Decides by profile and seed what goes wrong, and counts every effect by name. */
export class Faults {
  readonly seen = new Map<string, number>()
  hasStruck = false

  constructor(
    readonly parts: {
      random: Random
      profile: () => Profile
      killAt: KillPoint | null
      note: Note
    },
  ) {}

  faultOf(task: Task, call: string): Fault | null {
    const fault = this.#decide(task, call)
    if (!fault) return null
    for (const [name, pattern, faults] of NAMES) {
      if (faults.includes(fault) && pattern.test(call)) this.parts.note(name)
    }
    return fault
  }

  #decide(task: Task, call: string): Fault | null {
    const forced = IS_EFFECT.test(call) ? this.#count(nameOf(task, call)) : null
    if (forced) return forced
    const { random, profile } = this.parts
    // People's requests make many calls: they would hardly ever come through.
    const share = task.name.startsWith('user ') ? 0.2 : 1
    const kill = profile().kill * share
    const fail = profile().fail * share
    if (random.chance(kill)) return random.pick(['kill_before', 'kill_after'] as const)
    // Meta's failures are its own, a sleep has none.
    if (!profile().fails.test(call) || !random.chance(fail)) return null
    return random.pick(['fail_before', 'fail_after'] as const)
  }

  latencyOf(call: string): { beforeMs: number; afterMs: number } {
    const { random, profile } = this.parts
    const { slow, stall } = profile()
    if (call === 'sleep') return { beforeMs: 0, afterMs: 0 }
    if (random.chance(stall)) {
      const beforeMs = random.int(20 * 60_000)
      if (beforeMs > LONG_MS && call.startsWith('d1 ')) this.parts.note('D1 took longer than 30 s')
      return { beforeMs, afterMs: 0 }
    }
    if (!random.chance(slow)) return { beforeMs: 0, afterMs: 0 }
    return { beforeMs: random.int(5_000), afterMs: random.chance(0.5) ? random.int(5_000) : 0 }
  }

  failure(call: string): Error {
    if (!call.startsWith('d1 ')) return new Error(`${call.split(' ')[0]} failed: connection lost`)
    const [message, name] = this.parts.random.pick(D1_SAYS)
    if (name) this.parts.note(name)
    return new Error(`D1_ERROR: ${message}`)
  }

  #count(name: string): Fault | null {
    const occurrence = (this.seen.get(name) ?? 0) + 1
    this.seen.set(name, occurrence)
    const { killAt } = this.parts
    if (killAt?.name !== name || occurrence !== 1) return null
    this.hasStruck = true
    return killAt.when
  }
}
