import type * as v from 'valibot'
import type { PlanView } from '../../contract/broadcast-plan'
import type { CostLine, SkipReason } from '../../contract/broadcasts'
import { CARD_CURRENCY, priceCategory, rateDate, rateFor } from '../meta/rates'

/** One group of chosen people: same reason (null: they get it), same country. */
export type PlanGroup = {
  reason: SkipReason | null
  country: string | null
  people: number
}

/** Of messages sent, at least this share is usually delivered; only delivered ones are charged. */
const USUALLY_DELIVERED = 0.94

export type PlanNumbers = Pick<
  PlanView,
  | 'chosen'
  | 'leftOut'
  | 'people'
  | 'category'
  | 'currency'
  | 'rateDate'
  | 'rateUncertain'
  | 'cost'
  | 'lowMicros'
  | 'highMicros'
>

/** Sums the groups and prices them by country on a day (YYYY-MM-DD). */
export function planNumbers(groups: PlanGroup[], category: string, day: string): PlanNumbers {
  const kept = groups.filter(({ reason }) => reason === null)
  const cost = kept
    .map((group) => costLine(group, category, day))
    .sort((a, b) => b.people - a.people)
  const people = sumOf(kept)
  const highMicros = cost.reduce((sum, line) => sum + line.totalMicros, 0)
  return {
    chosen: sumOf(groups),
    leftOut: leftOutOf(groups),
    people,
    category,
    currency: CARD_CURRENCY,
    rateDate: rateDate(day),
    rateUncertain: kept.some(
      ({ country }) => rateFor(country, priceCategory(category), day).uncertain,
    ),
    cost,
    lowMicros: Math.round(highMicros * USUALLY_DELIVERED),
    highMicros,
  }
}

function leftOutOf(groups: PlanGroup[]): PlanView['leftOut'] {
  const byReason = new Map<SkipReason, number>()
  for (const { reason, people } of groups) {
    if (reason) byReason.set(reason, (byReason.get(reason) ?? 0) + people)
  }
  return [...byReason]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count)
}

function costLine(
  { country, people }: PlanGroup,
  category: string,
  day: string,
): v.InferOutput<typeof CostLine> {
  const { market, micros } = rateFor(country, priceCategory(category), day)
  return { country, market, people, rateMicros: micros, totalMicros: micros * people }
}

const sumOf = (groups: PlanGroup[]) => groups.reduce((sum, { people }) => sum + people, 0)

/** How long sending takes at a number's pace, whole seconds. */
export const sendSeconds = (people: number, perSecond: number) => Math.ceil(people / perSecond)
