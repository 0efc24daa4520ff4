/** States that were met, by number, and how one leads to another. */
export class Graph {
  readonly #numbers = new Map<string, number>()
  /** Of each state: the one it was first reached from, and by which of that one's steps. */
  readonly #cameFrom: number[] = []
  readonly #by: number[] = []
  readonly #ends: number[] = []
  readonly #progressFrom: number[] = []
  readonly #progressTo: number[] = []

  get size(): number {
    return this.#numbers.size
  }

  get ends(): number {
    return this.#ends.length
  }

  /** The number of a state, and whether it is met for the first time. */
  meet(key: string, from: number, by: number): { number: number; isNew: boolean } {
    const known = this.#numbers.get(key)
    if (known !== undefined) return { number: known, isNew: false }
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    this.#cameFrom.push(from)
    this.#by.push(by)
    return { number, isNew: true }
  }

  addEnd(number: number): void {
    this.#ends.push(number)
  }

  addProgress(from: number, to: number): void {
    this.#progressFrom.push(from)
    this.#progressTo.push(to)
  }

  /** Which steps lead from the first state to this one. */
  wayTo(number: number): number[] {
    const way: number[] = []
    for (let here = number; here !== 0; here = this.#cameFrom[here] ?? 0) {
      way.unshift(this.#by[here] ?? 0)
    }
    return way
  }

  /** The first state from which no end can be reached by progress alone; null: there is none. */
  firstStuck(): number | null {
    const canEnd = new Uint8Array(this.size)
    const open = [...this.#ends]
    for (const end of open) canEnd[end] = 1
    const sourcesOf = this.#sourcesByTarget()
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const source of sourcesOf(one)) {
        if (canEnd[source] === 1) continue
        canEnd[source] = 1
        open.push(source)
      }
    }
    const stuck = canEnd.indexOf(0)
    return stuck === -1 ? null : stuck
  }

  /** Where progress comes from, one target's sources after the other's in a single array. */
  #sourcesByTarget(): (target: number) => Int32Array {
    const begin = new Int32Array(this.size + 1)
    for (const target of this.#progressTo) begin[target + 1] = (begin[target + 1] ?? 0) + 1
    for (let one = 0; one < this.size; one++) {
      begin[one + 1] = (begin[one + 1] ?? 0) + (begin[one] ?? 0)
    }
    const sources = new Int32Array(this.#progressTo.length)
    const free = begin.slice()
    for (const [edge, target] of this.#progressTo.entries()) {
      const place = free[target] ?? 0
      sources[place] = this.#progressFrom[edge] ?? 0
      free[target] = place + 1
    }
    return (target) => sources.subarray(begin[target], begin[target + 1])
  }
}
