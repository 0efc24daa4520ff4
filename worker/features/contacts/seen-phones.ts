/**
 * The phones that a file has named so far. E.164 has at most 15 digits, which a double holds exactly, so a
 * million of them fit into 16 MB with open addressing, where a Set of strings would need 100.
 */
export class SeenPhones {
  #slots: Float64Array<ArrayBuffer>
  #count = 0

  /** Begins empty, or with what `bytes` once returned. */
  constructor(saved: ArrayBuffer = new ArrayBuffer(INITIAL_SLOTS * SLOT_BYTES)) {
    this.#slots = new Float64Array(saved)
    for (const slot of this.#slots) if (slot !== 0) this.#count++
  }

  /** False when the phone was there already. */
  add(e164: string): boolean {
    if (this.#count * 10 >= this.#slots.length * 7) this.#grow()
    const isNew = put(this.#slots, Number(e164.slice(1)))
    if (isNew) this.#count++
    return isNew
  }

  /** To be saved; the object goes on using the same memory. */
  get bytes(): ArrayBuffer {
    return this.#slots.buffer
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2)
    for (const slot of this.#slots) if (slot !== 0) put(larger, slot)
    this.#slots = larger
  }
}

const SLOT_BYTES = 8
/** Sizes are powers of two. */
const INITIAL_SLOTS = 4096

function put(slots: Float64Array, number: number): boolean {
  const mask = slots.length - 1
  for (let at = hash(number) & mask; ; at = (at + 1) & mask) {
    const slot = slots[at]
    if (slot === number) return false
    if (slot === 0) {
      slots[at] = number
      return true
    }
  }
}

/** Both halves of the number stirred, since neighbouring numbers differ in their last digits only. */
function hash(number: number): number {
  const mixed = Math.imul((number % 2 ** 32) ^ Math.imul(number / 2 ** 32, 0x85ebca6b), 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
