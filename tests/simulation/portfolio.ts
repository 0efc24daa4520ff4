// Meta's count of the people whom a business writes to first. It shares no code with the product's ledger.

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MINUTE_MS = 60_000

/** What Meta calls limits, and how many people they are here: histories are small. */
export const TIERS = { TIER_4: 4, TIER_7: 7 } as const
export type Tier = keyof typeof TIERS

/**
 * From a claim to its POST a task may live, and two machines may disagree about the time: only histories
 * in which nothing is slow and no clock is wrong are held to the minute.
 */
const SLACK_MS = 26 * MINUTE_MS

/** One portfolio: its limit holds for all of its numbers together. */
export class Portfolio {
  /** When each person was written to last, outside an open window. */
  readonly #people = new Map<string, number>()
  readonly #windows = new Map<string, number>()
  /** So long a person is held to count. */
  dayMs: number

  constructor(
    public tier: Tier,
    isExact: boolean,
  ) {
    this.dayMs = isExact ? DAY_MS : DAY_MS - SLACK_MS
  }

  get limit(): number {
    return TIERS[this.tier]
  }

  /** A clock that goes back counts people again who were forgotten. */
  clockWentBack(ms: number): void {
    this.dayMs -= ms
  }

  /** Somebody wrote to a number: for a day they may be written to freely from it. */
  heard(numberId: string, identity: string, at: number): void {
    const key = `${numberId} ${identity}`
    this.#windows.set(key, Math.max(at, this.#windows.get(key) ?? 0))
  }

  isCounted(numberId: string, identity: string, at: number): boolean {
    return (this.#windows.get(`${numberId} ${identity}`) ?? -DAY_MS) + DAY_MS <= at
  }

  /** Whether one more template to this person would be too many. */
  isOver(numberId: string, identity: string, at: number): boolean {
    if (!this.isCounted(numberId, identity, at)) return false
    const others = [...this.#people].filter(
      ([other, when]) => other !== identity && when > at - this.dayMs,
    )
    return others.length >= this.limit
  }

  count(numberId: string, identity: string, at: number): void {
    if (!this.isCounted(numberId, identity, at)) return
    this.#people.set(identity, Math.max(at, this.#people.get(identity) ?? 0))
  }
}
