import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'

/** When each of these people was last written to, or stood in a broadcast at all. */
export async function historyInBroadcasts(
  db: AccountDb,
  contactIds: string[],
): Promise<ReadonlyMap<string, number>> {
  const ids = JSON.stringify(contactIds)
  const rows = await db.all<{ id: string; at: number }>(sql`
    SELECT j.value AS id, max(coalesce(r.accepted_at, r.claimed_at, 0)) AS at
    FROM json_each(${ids}) AS j CROSS JOIN recipients AS r
    WHERE r.account_id = ${db.accountId} AND r.contact_id = j.value GROUP BY j.value`)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
