import type { QueueFaults } from './queues'
import type { Random } from './random'

/** How unkind one history is; `calm` histories show that everything arrives when nothing goes wrong. */
export type Profile = {
  name: 'calm' | 'slow' | 'crashes' | 'meta' | 'tug' | 'storm'
  /** Share of calls at which the task is killed, half of them after the effect. */
  kill: number
  /** Share of D1, queue, R2 and object calls that fail, half of them after the effect. */
  fail: number
  /** Which calls those are. */
  fails: RegExp
  /** Share of calls that take up to seconds, and up to 20 minutes. */
  slow: number
  stall: number
  queue: QueueFaults
  /** Share of POSTs that get something else than "accepted". */
  refuse: number
  refusals: { throttle: number; refuse: number; opted_out: number; stop: number }
  /** Codes that ask for patience: seconds (131056, 130429) or minutes. */
  throttles: number[]
  /** Share of POSTs without a clear answer. */
  vanish: number
  webhooks: { duplicate: number; lost: number; late: number; junk: number }
  /** Machines whose clock is up to 5 minutes off; jumps of the whole platform's clock. */
  skewed: boolean
  clockJumps: boolean
  /** Share of calls to a number's object that find it evicted. */
  evict: number
  cronSkipped: number
}

const CALM: Profile = {
  name: 'calm',
  kill: 0,
  fail: 0,
  fails: /^(?:d1|queue|r2|pacer|live|mail|rpc) /,
  slow: 0,
  stall: 0,
  queue: { duplicate: 0, late: 0, lost: 0 },
  refuse: 0,
  refusals: { throttle: 12, refuse: 8, opted_out: 2, stop: 5 },
  throttles: [4, 613, 80007, 130429, 131056, 131057],
  vanish: 0,
  webhooks: { duplicate: 0, lost: 0, late: 0, junk: 0 },
  skewed: false,
  clockJumps: false,
  evict: 0,
  cronSkipped: 0,
}

const SLOW: Profile = {
  ...CALM,
  name: 'slow',
  slow: 0.3,
  stall: 0.01,
  queue: { duplicate: 0.1, late: 0.05, lost: 0 },
  webhooks: { duplicate: 0.2, lost: 0, late: 0.05, junk: 0.1 },
  skewed: true,
  evict: 0.05,
}

const CRASHES: Profile = {
  ...SLOW,
  name: 'crashes',
  kill: 0.02,
  fail: 0.03,
  queue: { duplicate: 0.1, late: 0.05, lost: 0.03 },
  webhooks: { duplicate: 0.2, lost: 0.1, late: 0.05, junk: 0.1 },
  cronSkipped: 0.2,
}

const META: Profile = {
  ...SLOW,
  name: 'meta',
  stall: 0,
  refuse: 0.25,
  vanish: 0.1,
  webhooks: { duplicate: 0.3, lost: 0.15, late: 0.1, junk: 0.2 },
}

/** Several consumers pull at the same rows, which Meta asks to try later again and again. */
const TUG: Profile = {
  ...SLOW,
  name: 'tug',
  stall: 0,
  slow: 0.6,
  fail: 0.5,
  // The recording of answers, which is then repeated.
  fails: /update chunks ~\w+ \+ record recipients/,
  queue: { duplicate: 0.7, late: 0, lost: 0 },
  refuse: 0.5,
  refusals: { throttle: 20, refuse: 1, opted_out: 0, stop: 0 },
  throttles: [130429, 131056],
}

const STORM: Profile = {
  ...CRASHES,
  name: 'storm',
  kill: 0.03,
  fail: 0.06,
  slow: 0.5,
  stall: 0.02,
  queue: { duplicate: 0.25, late: 0.1, lost: 0.05 },
  refuse: 0.3,
  vanish: 0.1,
  webhooks: { duplicate: 0.3, lost: 0.15, late: 0.1, junk: 0.2 },
  clockJumps: true,
  evict: 0.2,
  cronSkipped: 0.4,
}

export const PROFILES = {
  calm: CALM,
  slow: SLOW,
  crashes: CRASHES,
  meta: META,
  tug: TUG,
  storm: STORM,
}

export const profileFor = (random: Random): Profile =>
  PROFILES[random.weighted({ calm: 1, slow: 2, crashes: 3, meta: 2, tug: 1, storm: 4 })]

/** After its faults a history must come to rest by itself. */
export const healed = (profile: Profile): Profile => ({ ...CALM, name: profile.name })
