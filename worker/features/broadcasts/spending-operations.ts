// The month's budget as it stops marketing. What it is held against is counted where messages are claimed.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { zoneNameOf } from '../../boundary/graph/time-zones'
import { addDays, openZone } from '../../lib/zones'
import { CARD_CURRENCY, dearestRate, priceCategory, priceDay } from '../meta/rates'
import { isMarketing } from './audience'
import { budgetUsed } from './errors'
import type { Broadcast } from './queries'
import { leftOf, type Month, type MonthMoney, type Tally, tallyOf } from './spending'
import { findMonthMoney, findStop, findTimeZoneId } from './spending-queries'

/** The month by which Meta bills; by UTC until its time zone is known, like prices. */
function monthAt(timeZoneId: string | null, at: number): Month {
  const zone = openZone(zoneNameOf(timeZoneId) ?? 'UTC')
  const month = zone.dayAt(at).slice(0, 7)
  const next = addDays(`${month}-01`, 31).slice(0, 7)
  const begin = (of: string) => zone.resolve(`${of}-01T00:00`).at
  return { month, from: begin(month), until: begin(next) }
}

/** By what a chunk's messages are counted. */
export async function openTally(db: AccountDb, broadcast: Broadcast, now: number): Promise<Tally> {
  return tallyOf(broadcast, monthAt(await findTimeZoneId(db), now).month, now)
}

/** A month's money, as a broadcast finds it that begins then. */
export async function monthMoney(
  db: AccountDb,
  at: number,
  exceptId: string,
): Promise<MonthMoney & { month: string }> {
  const month = monthAt(await findTimeZoneId(db), at)
  return { month: month.month, ...(await findMonthMoney(db, month, exceptId)) }
}

/** Refuses marketing that the month's money does not do for. What others have reserved they may not need. */
export async function refuseOverBudget(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  { category, messages }: { category: string; messages: number },
): Promise<void> {
  if (!isMarketing(category) || !(await findStop(db))) return
  const now = clock.now()
  const left = leftOf({ ...(await monthMoney(db, now, '')), reservedMicros: 0 })
  const wanted = messages * dearestRate(priceCategory(category), priceDay(now))
  if (left !== null && left < wanted) throw budgetUsed(amountOf(left))
}

/** An amount in a sentence; figures keep their direction in a Hebrew line. */
export const amountOf = (micros: number): string =>
  `\u2066${(micros / 1_000_000).toFixed(2)} ${CARD_CURRENCY}\u2069`
