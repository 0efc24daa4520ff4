import { SendPacer } from '../../worker/features/broadcasts/durable'
import type { Note } from './coverage'
import type { Random } from './random'

/** The objects of all numbers: what they wrote down survives, what they only remember may go any time. */
export class Pacers {
  readonly #stored = new Map<string, Map<string, string>>()
  readonly #awake = new Map<string, SendPacer>()

  constructor(
    readonly random: Random,
    readonly evictShare: () => number,
    readonly note: Note,
  ) {}

  /** A deploy ends every object; what it wrote down stays. */
  evictAll(): void {
    this.#awake.clear()
  }

  get(name: string): SendPacer {
    if (this.random.chance(this.evictShare()) && this.#awake.delete(name)) {
      this.note('a pacer evicted')
    }
    let pacer = this.#awake.get(name)
    if (!pacer) {
      pacer = new SendPacer(contextOf(this.#storageOf(name)), {})
      this.#awake.set(name, pacer)
    }
    return pacer
  }

  #storageOf(name: string): Map<string, string> {
    const known = this.#stored.get(name)
    if (known) return known
    const made = new Map<string, string>()
    this.#stored.set(name, made)
    return made
  }
}

function contextOf(stored: Map<string, string>): DurableObjectState {
  const kv = {
    get: (key: string) => {
      const text = stored.get(key)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    put: (key: string, value: unknown) => void stored.set(key, JSON.stringify(value)),
    delete: (key: string) => stored.delete(key),
  }
  // All of its context that the object uses; anything else would throw.
  return { storage: { kv } } as unknown as DurableObjectState
}
