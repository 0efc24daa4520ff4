import type { Note } from './coverage'
import type { Random } from './random'
import type { Scheduler, Task } from './scheduler'

type Letter = {
  id: number
  body: unknown
  attempts: number
  /** When it may be handed out; null while a consumer has it. */
  visibleAt: number | null
}

export type QueueFaults = {
  /** Share of letters that are handed out once more although they were acknowledged. */
  duplicate: number
  /** Share that waits much longer than asked. */
  late: number
  /** Share that goes to the dead letters without being handed out. */
  lost: number
}

/** The part of Cloudflare's MessageBatch that `consume` uses. */
export type Batch = {
  queue: string
  messages: {
    id: string
    timestamp: Date
    body: unknown
    attempts: number
    ack(): void
    retry(options?: { delaySeconds?: number }): void
  }[]
}

const HOUR_MS = 3_600_000
const LATEST_MS = 12 * HOUR_MS
const GATHER_MS = 60_000
/** `max_retries` of every queue. */
const MOST_RETRIES = 10

/** Delivers at least once, in any order: letters may be doubled, late, or end among the dead. */
export class SimulatedQueue {
  readonly #letters = new Map<number, Letter>()
  #ids = 0
  #busy = 0
  /** The newest letter that was handed out. */
  #newest = 0
  /** Due, while every consumer has something to do. */
  #parked: Letter[] = []

  constructor(
    readonly name: string,
    readonly size: { batch: number; concurrency: number },
    readonly parts: {
      scheduler: Scheduler
      random: Random
      faults: () => QueueFaults
      /** Starts the consumer on a batch. */
      consume: (batch: Batch, end: (how: 'done' | 'dead') => void) => Task
      /** A letter failed too often. */
      onDead: (body: unknown) => void
      /** A letter left the queue for good, its work done. */
      onDone: (body: unknown) => void
      note: Note
    },
  ) {}

  get isDead(): boolean {
    return this.name.endsWith('-dead')
  }

  get length(): number {
    return this.#letters.size
  }

  send(body: unknown, delaySeconds: number): void {
    const { random, scheduler, note } = this.parts
    const faults = this.parts.faults()
    // Dead letters have no dead letters: their consumer tries on and on.
    if (!this.isDead && random.chance(faults.lost)) {
      scheduler.hooks.trace(() => `${this.name}: a letter goes to the dead ${JSON.stringify(body)}`)
      note('a letter among the dead')
      this.parts.onDead(body)
      return
    }
    this.#add(body, delaySeconds)
    if (!random.chance(faults.duplicate)) return
    note('a letter twice')
    this.#add(body, delaySeconds)
  }

  #add(body: unknown, delaySeconds: number): void {
    const { random } = this.parts
    const isLate = random.chance(this.parts.faults().late)
    const lateMs = isLate ? random.int(LATEST_MS) : random.int(300)
    if (lateMs > HOUR_MS) this.parts.note('a letter hours late')
    const letter: Letter = { id: ++this.#ids, body, attempts: 1, visibleAt: null }
    this.#letters.set(letter.id, letter)
    const { now } = this.parts.scheduler
    // Dead letters are nobody's hurry: they gather for a minute.
    const gatherMs = this.isDead ? GATHER_MS - (now % GATHER_MS) : 0
    this.#show(letter, delaySeconds * 1000 + Math.max(lateMs, gatherMs))
  }

  #show(letter: Letter, delayMs: number): void {
    const { scheduler } = this.parts
    letter.visibleAt = scheduler.now + delayMs
    scheduler.after(delayMs, `${this.name} delivers`, () => this.#deliver(letter))
  }

  #deliver(letter: Letter): void {
    const { scheduler, random } = this.parts
    if (this.#letters.get(letter.id) !== letter) return
    if (letter.visibleAt === null || letter.visibleAt > scheduler.now) return
    if (this.#busy >= this.size.concurrency) {
      this.#parked.push(letter)
      return
    }
    const others = [...this.#letters.values()].filter(
      (one) => one !== letter && one.visibleAt !== null && one.visibleAt <= scheduler.now,
    )
    const most = random.int(this.size.batch)
    this.#handOut([letter, ...random.shuffle(others).slice(0, most)])
  }

  #handOut(letters: Letter[]): void {
    const verdicts = new Map<Letter, 'ack' | number>()
    for (const letter of letters) {
      letter.visibleAt = null
      if (letter.id < this.#newest) this.parts.note('letters out of order')
      this.#newest = Math.max(this.#newest, letter.id)
    }
    const messages = letters.map((letter) => ({
      id: String(letter.id),
      timestamp: new Date(0),
      body: JSON.parse(JSON.stringify(letter.body)) as unknown,
      attempts: letter.attempts,
      ack: () => void verdicts.set(letter, 'ack'),
      retry: (options?: { delaySeconds?: number }) =>
        void verdicts.set(letter, options?.delaySeconds ?? 0),
    }))
    this.#busy++
    this.parts.consume({ queue: `proconnect-${this.name}`, messages }, (how) => {
      this.#busy--
      this.#noteEnd(letters.length, verdicts, how)
      for (const letter of letters) this.#settle(letter, verdicts.get(letter), how)
      for (const letter of this.#parked.splice(0)) this.#show(letter, 0)
    })
  }

  #noteEnd(count: number, verdicts: Map<Letter, 'ack' | number>, how: 'done' | 'dead'): void {
    const acked = [...verdicts.values()].filter((verdict) => verdict === 'ack').length
    if (count > 1 && acked === 0) this.parts.note('a batch handed out again')
    if (how === 'dead' && acked > 0 && acked < count) {
      this.parts.note('killed between acknowledgements of one batch')
    }
  }

  /** A consumer that died may or may not have got an acknowledgement through. */
  #settle(letter: Letter, verdict: 'ack' | number | undefined, how: 'done' | 'dead'): void {
    const isAcked = how === 'done' ? typeof verdict !== 'number' : verdict === 'ack'
    if (isAcked && (how === 'done' || this.parts.random.chance(0.5))) {
      this.#letters.delete(letter.id)
      this.parts.onDone(letter.body)
      return
    }
    letter.attempts++
    if (!this.isDead && letter.attempts > MOST_RETRIES + 1) {
      this.#letters.delete(letter.id)
      this.parts.onDead(letter.body)
      return
    }
    this.#show(letter, typeof verdict === 'number' ? verdict * 1000 : 1000)
  }
}
