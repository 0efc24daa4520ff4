import { DurableObject } from 'cloudflare:workers'
import { NEW_PACE, type Pace, reserveSlots, type Slots, slowDown } from './pacing'

/**
 * One instance per sending number, named `<account id>:pacer:<phone number id>`: the single place where
 * its pace is counted, on its own clock, for all broadcasts and single messages of that number.
 */
export class SendPacer extends DurableObject {
  /** Waits are answered as durations, so that the callers' clocks don't matter. */
  async reserve(count: number, perSecond: number): Promise<{ waitMs: number; spacingMs: number }> {
    const now = Date.now()
    const { pace, slots } = reserveSlots({ ...this.#load(), perSecond }, count, now)
    this.#save(pace)
    return { waitMs: slots.firstAt - now, spacingMs: slots.spacingMs } satisfies Wait
  }

  async slowDown(pauseMs: number): Promise<void> {
    this.#save(slowDown(this.#load(), Date.now(), pauseMs))
  }

  #load(): Pace {
    return this.ctx.storage.kv.get<Pace>('pace') ?? NEW_PACE
  }

  #save(pace: Pace): void {
    this.ctx.storage.kv.put('pace', pace)
  }
}

type Wait = { waitMs: number; spacingMs: Slots['spacingMs'] }
