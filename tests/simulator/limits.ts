const SECOND_MS = 1000
const HOUR_MS = 60 * 60 * SECOND_MS
const DAY_MS = 24 * HOUR_MS

/** One message to the same person each 6 s, of which 45 may be borrowed from the future. */
const PAIR_SPACING_MS = 6000
const PAIR_BURST = 45

/** Pairs that have been quiet for a burst's time are as good as new and may be forgotten. */
const PAIRS_KEPT = 20_000

/** What Meta counts by the second. In memory: after a restart everybody has a fresh second. */
export class Limits {
  private readonly seconds = new Map<string, SlidingWindow>()
  private readonly hours = new Map<string, SlidingWindow>()
  private readonly pairs = new Map<string, number>()
  /** Whom a portfolio wrote to first, and when last, oldest first. */
  private readonly people = new Map<string, Map<string, number>>()
  private readonly posts = new Map<string, number>()

  /** The ordinal of this POST on its number, from 1: what the "every n-th" dials go by. */
  countPost(phoneNumberId: string): number {
    const n = (this.posts.get(phoneNumberId) ?? 0) + 1
    this.posts.set(phoneNumberId, n)
    return n
  }

  /** Counts a message if the number's last second has room for it. */
  takeSecond(phoneNumberId: string, perSecond: number, now: number): boolean {
    return windowOf(this.seconds, phoneNumberId, SECOND_MS).take(perSecond, now)
  }

  /** Counts a management call, and answers how much of the hour is used, in percent. */
  takeHour(wabaId: string, perHour: number, now: number): { taken: boolean; percent: number } {
    const window = windowOf(this.hours, wabaId, HOUR_MS)
    const taken = window.take(perHour, now)
    return { taken, percent: Math.floor((100 * window.size) / perHour) }
  }

  /** Counts a message to one person if the pair may have it now. */
  takePair(phoneNumberId: string, identity: string, now: number): boolean {
    const key = `${phoneNumberId} ${identity}`
    const paidUntil = Math.max(this.pairs.get(key) ?? 0, now)
    if (paidUntil - now > (PAIR_BURST - 1) * PAIR_SPACING_MS) return false

    if (this.pairs.size >= PAIRS_KEPT) this.forgetQuietPairs(now)
    this.pairs.set(key, paidUntil + PAIR_SPACING_MS)
    return true
  }

  /** Counts a person whom the portfolio writes to first, if its moving day has room for one more. */
  takePerson(businessId: string, person: string, limit: number, now: number): boolean {
    const people = this.people.get(businessId) ?? new Map<string, number>()
    this.people.set(businessId, people)
    for (const [other, at] of people) {
      if (at > now - DAY_MS) break
      people.delete(other)
    }
    if (!people.has(person) && people.size >= limit) return false
    people.delete(person)
    people.set(person, now)
    return true
  }

  forget(): void {
    const all = [this.seconds, this.hours, this.pairs, this.people, this.posts]
    for (const map of all) map.clear()
  }

  private forgetQuietPairs(now: number): void {
    for (const [key, paidUntil] of this.pairs) {
      if (paidUntil <= now) this.pairs.delete(key)
    }
  }
}

function windowOf(windows: Map<string, SlidingWindow>, key: string, spanMs: number): SlidingWindow {
  const known = windows.get(key)
  if (known) return known
  const window = new SlidingWindow(spanMs)
  windows.set(key, window)
  return window
}

/** The times of the last span, oldest first, in an array that is trimmed from the front in strides. */
class SlidingWindow {
  private times: number[] = []
  private start = 0

  constructor(private readonly spanMs: number) {}

  get size(): number {
    return this.times.length - this.start
  }

  take(limit: number, now: number): boolean {
    while (this.start < this.times.length && (this.times[this.start] ?? 0) <= now - this.spanMs) {
      this.start++
    }
    if (this.start > 1024) {
      this.times = this.times.slice(this.start)
      this.start = 0
    }
    if (this.size >= limit) return false
    this.times.push(now)
    return true
  }
}
