import type { Profile } from './profile'
import type { Random } from './random'
import type { Fault, Task } from './scheduler'

/** One effect of one kind of task, killed at one of its occurrences. */
export type KillPoint = { name: string; occurrence: number; when: 'kill_before' | 'kill_after' }

/** Effects: what only reads leaves nothing half done. */
const IS_EFFECT = /^(?:d1 (?!read)|queue|r2 (?:put|delete)|pacer|live|mail|graph)/

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
    },
  ) {}

  faultOf(task: Task, call: string): Fault | null {
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
    if (random.chance(stall)) return { beforeMs: random.int(20 * 60_000), afterMs: 0 }
    if (!random.chance(slow)) return { beforeMs: 0, afterMs: 0 }
    return { beforeMs: random.int(5_000), afterMs: random.chance(0.5) ? random.int(5_000) : 0 }
  }

  /** D1 says little about what went wrong, and nothing about whether it was stored. */
  failure(call: string): Error {
    return new Error(`${call.split(' ')[0]} failed: network connection lost`)
  }

  #count(name: string): Fault | null {
    const occurrence = (this.seen.get(name) ?? 0) + 1
    this.seen.set(name, occurrence)
    const { killAt } = this.parts
    if (killAt?.name !== name || killAt.occurrence !== occurrence) return null
    this.hasStruck = true
    return killAt.when
  }
}
