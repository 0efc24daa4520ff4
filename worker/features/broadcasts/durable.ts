import { DurableObject } from 'cloudflare:workers'
import { type BreakerReason, type BreakerState, judge, NEW_BREAKER, type Outcome } from './breaker'
import { NEW_PACE, type Pace, reserveReply, reserveSlots, slowDown } from './pacing'

export type Reservation = {
  count: number
  /** What Graph reports for the number. */
  perSecond: number
  /** The broadcast and the time it last began to run: breakers start afresh after a resume. */
  run: string
  /** What the last window of this run came to. */
  outcomes: Outcome[]
}

export type Reserved = {
  /** By the object's own clock; the first place is `waitMs` later. */
  now: number
  waitMs: number
  spacingMs: number
  stop: BreakerReason | null
  /** What is known of this run: the window goes on from it, so that it can stop half-way. */
  breaker: BreakerState
}

/** What callers see of the object. */
export type PacerStub = Pick<
  SendPacer,
  'reserve' | 'reserveReply' | 'slowDown' | 'erase' | 'isErased'
>

/** Breakers of runs that are remembered; a number seldom sends more broadcasts at once. */
const RUNS = 10

/**
 * One instance per sending number, named `<account id>:pacer:<phone number id>`: the single place where
 * its pace is counted, on its own clock, for all broadcasts and single messages of that number; and,
 * since every window passes here, where a run of bad answers is noticed.
 */
export class SendPacer extends DurableObject {
  async reserve({ count, perSecond, run, outcomes }: Reservation): Promise<Reserved> {
    const now = Date.now()
    const { pace, slots } = reserveSlots({ ...this.#pace(), perSecond }, count, now)
    this.ctx.storage.kv.put('pace', pace)
    const { state: breaker, stop } = this.#judge(run, outcomes)
    return { now, waitMs: slots.firstAt - now, spacingMs: slots.spacingMs, stop, breaker }
  }

  /** How long one reply waits; replies come before broadcasts. */
  async reserveReply(perSecond: number): Promise<{ waitMs: number }> {
    const now = Date.now()
    const { pace, at } = reserveReply({ ...this.#pace(), perSecond }, now)
    this.ctx.storage.kv.put('pace', pace)
    return { waitMs: at - now }
  }

  async slowDown(pauseMs: number): Promise<void> {
    this.ctx.storage.kv.put('pace', slowDown(this.#pace(), Date.now(), pauseMs))
  }

  /** The account is deleted: nothing stays. */
  async erase(): Promise<void> {
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
  }

  async isErased(): Promise<boolean> {
    const stored = await this.ctx.storage.list({ limit: 1 })
    return stored.size === 0 && (await this.ctx.storage.getAlarm()) === null
  }

  #judge(run: string, outcomes: Outcome[]): ReturnType<typeof judge> {
    const runs = this.ctx.storage.kv.get<Record<string, BreakerState>>('runs') ?? {}
    const { state, stop } = judge(runs[run] ?? NEW_BREAKER, outcomes)
    if (outcomes.length === 0) return { state, stop }
    const others = Object.entries(runs).filter(([one]) => one !== run)
    const kept = [...others.slice(1 - RUNS), [run, state] as const]
    this.ctx.storage.kv.put('runs', Object.fromEntries(kept))
    return { state, stop }
  }

  #pace(): Pace {
    return { ...NEW_PACE, ...this.ctx.storage.kv.get<Pace>('pace') }
  }
}
