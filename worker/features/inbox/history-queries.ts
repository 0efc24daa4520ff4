import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'

/** When a message last went from or to each of these people. */
export async function historyInInbox(
  db: AccountDb,
  contactIds: string[],
): Promise<ReadonlyMap<string, number>> {
  const ids = JSON.stringify(contactIds)
  const rows = await db.all<{ id: string; at: number }>(sql`
    SELECT j.value AS id, max(m.at) AS at FROM json_each(${ids}) AS j CROSS JOIN messages AS m
    WHERE m.account_id = ${db.accountId} AND m.contact_id = j.value GROUP BY j.value`)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
