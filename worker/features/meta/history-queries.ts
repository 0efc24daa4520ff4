// How numbers stood over time.

import { and, asc, eq, gte, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { PhoneNumberRow } from './queries'
import { numberHistory } from './tables'

/** A line of its history where something of it is another than in the last one. */
export const noteChange = (row: Omit<PhoneNumberRow, 'pin'>) => sql`
  INSERT INTO number_history (account_id, number_id, at, quality_rating, status, messaging_limit,
    throughput_per_second)
  SELECT ${row.accountId}, ${row.id}, ${row.syncedAt}, ${row.qualityRating}, ${row.status},
    ${row.messagingLimit}, ${row.throughputPerSecond}
  WHERE NOT EXISTS (
    SELECT 1 FROM (
      SELECT * FROM number_history WHERE account_id = ${row.accountId} AND number_id = ${row.id}
      ORDER BY at DESC LIMIT 1) AS h
    WHERE h.quality_rating = ${row.qualityRating} AND h.status = ${row.status}
      AND h.messaging_limit IS ${row.messagingLimit}
      AND h.throughput_per_second = ${row.throughputPerSecond})
  ON CONFLICT DO UPDATE SET quality_rating = excluded.quality_rating, status = excluded.status,
    messaging_limit = excluded.messaging_limit,
    throughput_per_second = excluded.throughput_per_second`

/** Numbers change a few times a month; 2,000 rows bound the page. */
export function listNumberHistory(db: AccountDb, since: number) {
  const mine = and(eq(numberHistory.accountId, db.accountId), gte(numberHistory.at, since))
  const order = [asc(numberHistory.numberId), asc(numberHistory.at)]
  return db
    .select()
    .from(numberHistory)
    .where(mine)
    .orderBy(...order)
    .limit(2000)
}
