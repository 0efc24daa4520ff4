import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { BroadcastCostRow, UsageQuery } from '../../contract/usage'
import { groupBy } from '../../lib/lists'
import { costsOf, type DayRow, filterDays } from './report'
import { inCurrency } from './report-lines'
import { openGround } from './report-operations'
import { listBroadcastNames } from './report-queries'
import { listDays } from './rollup-queries'

export type Costs = { currency: string; rows: BroadcastCostRow[] }

/** What was charged, by month, broadcast, country, category and kind of price. */
export async function describeCosts(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  { from, to, ...filter }: UsageQuery,
): Promise<Costs> {
  const { currency, rates } = await openGround(deps, db, filter.number)
  const days = inCurrency(filterDays(await listDays(db, from, to), filter), currency)
  const ids = new Set(days.flatMap(({ charges }) => charges.map((one) => one.broadcastId)))
  const names = new Map((await listBroadcastNames(db, [...ids])).map((one) => [one.id, one.name]))
  const months = groupBy(days, ({ day }) => day.slice(0, 7))
  const rows = [...months].flatMap(([month, mine]) =>
    [...ids].sort().flatMap((broadcastId) =>
      costsOf(ofBroadcast(mine, broadcastId), rates).map((row) => ({
        ...{ month, broadcastId, name: names.get(broadcastId) ?? '' },
        ...row,
      })),
    ),
  )
  return { currency, rows }
}

const ofBroadcast = (days: DayRow[], broadcastId: string): DayRow[] =>
  days.map((row) => ({
    ...row,
    charges: row.charges.filter((one) => one.broadcastId === broadcastId),
  }))
