import type { Canary } from '../../worker/contract/broadcast-canary'
import { Portfolio } from './portfolio'
import type { Random } from './random'

/** What holds an account's broadcasts back, drawn from a stream of its own: histories without are as they would be. */
export type AccountControls = {
  /** Meta's limit, for all numbers; null: none. */
  portfolio: Portfolio | null
  /** A second number of the same portfolio. */
  otherNumberId: string | null
  /** Somebody lowers the month's money while broadcasts run. */
  hasBudget: boolean
  /** When everything rests, by the time on a wall: one in Jerusalem for all, or each person's own. */
  quiet: { clock: 'workspace' | 'recipient'; isAt: QuietTest } | null
}

type QuietTest = (wallTime: string, country: string | undefined) => boolean

export type DraftControls = {
  numberId: string
  waves: boolean
  canary: Canary | null
  restHours: number | null
}

export const NO_CONTROLS: AccountControls = {
  portfolio: null,
  otherNumberId: null,
  hasBudget: false,
  quiet: null,
}

export function accountControls(
  random: Random,
  { numberId, isCrowd, isExact }: { numberId: string; isCrowd: boolean; isExact: boolean },
): AccountControls {
  const isLimited = !isCrowd && random.chance(0.12)
  const tier = random.pick(['TIER_4', 'TIER_7'] as const)
  return {
    ...NO_CONTROLS,
    portfolio: isLimited ? new Portfolio(tier, isExact) : null,
    otherNumberId: isLimited && random.chance(0.4) ? `${numberId}7` : null,
    hasBudget: random.chance(0.1),
  }
}

/** A sample of two can hardly be good: only where it may fail almost half of its people. */
const MOST_PERCENT = [10, 50, 60]

export function draftControls(
  random: Random,
  numberId: string,
  { portfolio, otherNumberId }: AccountControls,
): DraftControls {
  const canary: Canary = {
    waitMinutes: 15,
    mostFailedPercent: random.pick(MOST_PERCENT),
    mostStoppedPercent: random.pick(MOST_PERCENT),
    leastReadPercent: random.pick([null, 1, 40]),
  }
  const isSampled = random.chance(0.15)
  return {
    numberId: otherNumberId && random.chance(0.5) ? otherNumberId : numberId,
    waves: portfolio !== null && random.chance(0.85),
    canary: isSampled ? canary : null,
    restHours: random.chance(0.15) ? 24 : null,
  }
}
