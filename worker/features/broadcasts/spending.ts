// What a month's messages come to, at list price and before delivery: what Meta took, or may have taken.

import { dearestRate, priceCategory, priceDay, ratesByCountry } from '../meta/rates'
import { isMarketing } from './audience'
import type { Broadcast } from './queries'

/** By what messages are counted, for as long as one consumer works on a chunk. */
export type Tally = {
  month: string
  /** JSON: millionths of the card's currency by country, and for all others. */
  microsByCountry: string
  otherMicros: number
  /** What one more message costs at most. */
  dearestMicros: number
  /** Whether the month's budget stops these. */
  isLimited: boolean
}

/** The prices are those that the broadcast was planned and reserved with. */
export function tallyOf(
  { template, launchedAt }: Pick<Broadcast, 'template' | 'launchedAt'>,
  month: string,
  now: number,
): Tally {
  const category = template?.category ?? 'MARKETING'
  const day = priceDay(launchedAt ?? now)
  const { byCountry, other } = ratesByCountry(priceCategory(category), day)
  return {
    month,
    microsByCountry: JSON.stringify(byCountry),
    otherMicros: other,
    dearestMicros: dearestRate(priceCategory(category), day),
    isLimited: isMarketing(category),
  }
}

/** As `2026-11`, and the instants at which it begins and ends where the account is billed. */
export type Month = { month: string; from: number; until: number }

export type MonthMoney = {
  /** Null: nothing stops marketing. */
  stopMicros: number | null
  spentMicros: number
  /** What marketing that was launched may still cost. */
  reservedMicros: number
}

/** What a new broadcast may cost; null where nothing limits it. */
export const leftOf = ({ stopMicros, spentMicros, reservedMicros }: MonthMoney): number | null =>
  stopMicros === null ? null : Math.max(0, stopMicros - spentMicros - reservedMicros)
