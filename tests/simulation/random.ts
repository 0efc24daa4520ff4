/** A stream of numbers that one seed decides (splitmix32): the same seed gives the same history. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = this.#state ^ (this.#state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }

  /** 0 … below - 1. */
  int(below: number): number {
    return Math.floor(this.next() * below)
  }

  between(from: number, to: number): number {
    return from + this.int(to - from + 1)
  }

  chance(share: number): boolean {
    return share > 0 && this.next() < share
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.int(list.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }

  /** One of the names, as often as its weight says. */
  weighted<T extends string>(weights: Record<T, number>): T {
    // The keys of a record are what its type says.
    const entries = Object.entries(weights) as [T, number][]
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      left -= weight
      if (left < 0) return name
    }
    throw new Error('no weights')
  }

  shuffle<T>(list: readonly T[]): T[] {
    const mixed = [...list]
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = this.int(at + 1)
      // Both places exist.
      ;[mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T]
    }
    return mixed
  }

  bytes(into: Uint8Array): void {
    for (let at = 0; at < into.length; at++) into[at] = this.int(256)
  }

  /** A stream of its own, so that what one part draws doesn't move another part's luck. */
  fork(): Random {
    return new Random(this.int(2 ** 32))
  }
}
