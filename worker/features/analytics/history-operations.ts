import type { AccountDb } from '../../boundary/db'
import type { HealthHistory } from '../../contract/usage-health'
import { groupBy } from '../../lib/lists'
import { DAY_MS } from '../../lib/time'
import { listNumberHistory } from '../meta/history-queries'
import { listNumberRows } from '../meta/queries'
import { listQualityHistory } from './report-queries'

/** Longer ago, nobody asks how a number stood. */
const KEPT_IN_VIEW_MS = 400 * DAY_MS

/** How numbers and templates stood over time: a line for each change, oldest first. */
export async function describeHistory(db: AccountDb, now: number): Promise<HealthHistory> {
  const since = now - KEPT_IN_VIEW_MS
  const [numbers, changes, events] = await Promise.all([
    listNumberRows(db),
    listNumberHistory(db, since),
    listQualityHistory(db, since),
  ])
  const byNumber = groupBy(changes, ({ numberId }) => numberId)
  return {
    until: now,
    numbers: numbers.flatMap(({ id, displayPhoneNumber }) => {
      const mine = byNumber.get(id) ?? []
      return mine.length === 0
        ? []
        : [
            {
              id,
              phone: displayPhoneNumber,
              changes: mine.map((one) => ({
                at: one.at,
                quality: one.qualityRating,
                status: one.status,
                limit: one.messagingLimit,
                perSecond: one.throughputPerSecond,
              })),
            },
          ]
    }),
    templates: [...groupBy(events, ({ templateId }) => templateId)].map(([id, mine]) => ({
      id,
      name: mine[0]?.name ?? '',
      language: mine[0]?.language ?? '',
      changes: mine.map(({ at, before, after }) => ({ at, from: before, to: after })),
    })),
  }
}
