import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { BillingView } from '../../contract/usage'
import { addDays } from '../../lib/zones'
import { getAccount } from '../accounts/account-operations'
import { findStop } from '../broadcasts/spending-queries'
import { nextPossibleChange, type Rates, rateDateOf } from '../meta/rates'
import { isCharged } from './money'
import { costOf, costsOf, type DayRow, filterLines, moneyOf, sumMoney } from './report'
import { inCurrency } from './report-lines'
import { openGround } from './report-operations'
import { listBroadcastNames, listMetaDays } from './report-queries'
import { findState, listDays } from './rollup-queries'

/** Replies that Meta delivers for nothing, to each number in each month. */
export const FREE_REPLIES = 1000

/** The first and the last day of a month. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return { from: `${month}-01`, to: addDays(`${next}-01`, -1) }
}

/** One month, as the statement shows it: what was delivered, what it costs, and what Meta bills. */
export async function describeMonth(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  { month, number }: { month: string; number?: string | undefined },
): Promise<BillingView> {
  const { from, to } = daysOfMonth(month)
  const [account, ground, stored, metaDays, state, stop] = await Promise.all([
    getAccount(deps.db.directory, db.accountId),
    openGround(deps, db, number),
    listDays(db, from, to),
    listMetaDays(db, from, to),
    findState(db),
    findStop(db),
  ])
  const { currency, rates, places, phones } = ground
  const rows = inCurrency(stored, currency).filter(({ numberId }) => !number || numberId === number)
  const lines = filterLines(metaDays, { number }, (id) => places(id).currency === currency)
  return {
    month,
    timeZone: ground.timeZone,
    currency,
    otherCurrencies: ground.otherCurrencies,
    asOf: ground.asOf,
    business: {
      name: account.name,
      legalName: account.legalName,
      registrationNumber: account.registrationNumber,
      address: account.address,
    },
    rows: costsOf(rows, rates),
    broadcasts: await broadcastsOf(db, rows, rates),
    money: sumMoney(moneyOf(rows, lines, rates)),
    freeReplies: freeRepliesOf(rows, phones),
    rateDate: rateDateOf(currency, ground.cards, to),
    nextRateChange: nextPossibleChange(ground.today),
    budget:
      state?.budgetMicros && state.budgetCurrency
        ? { micros: state.budgetMicros, currency: state.budgetCurrency, stops: stop !== undefined }
        : null,
  }
}

async function broadcastsOf(
  db: AccountDb,
  rows: DayRow[],
  rates: Rates,
): Promise<BillingView['broadcasts']> {
  const sums = new Map<string, { messages: number; costMicros: number }>()
  for (const { day, charges } of rows) {
    for (const charge of charges) {
      const sum = sums.get(charge.broadcastId) ?? { messages: 0, costMicros: 0 }
      sums.set(charge.broadcastId, sum)
      sum.messages += charge.messages
      sum.costMicros += costOf(charge, day, rates)
    }
  }
  const names = await listBroadcastNames(db, [...sums.keys()])
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return [...sums]
    .map(([id, sum]) => ({ id, name: nameOf.get(id) ?? '', ...sum }))
    .sort((a, b) => b.costMicros - a.costMicros || b.messages - a.messages)
}

/** Only the type in a webhook says that a reply was one of the free ones. */
function freeRepliesOf(rows: DayRow[], phones: Map<string, string>): BillingView['freeReplies'] {
  return [...phones].map(([id, phone]) => {
    const used = rows
      .filter(({ numberId }) => numberId === id)
      .flatMap(({ charges }) => charges)
      .filter((charge) => charge.chargedAs === 'service' && isFreeReply(charge))
      .reduce((sum, { messages }) => sum + messages, 0)
    return { phone, used: Math.min(used, FREE_REPLIES), of: FREE_REPLIES }
  })
}

const isFreeReply = (charge: { type: string }) =>
  !isCharged(charge) && charge.type !== 'free_entry_point'
