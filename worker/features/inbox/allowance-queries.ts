import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'

/** Replies that were delivered, each once, whatever order Meta's news comes in. */
export async function insertUsage(
  db: AccountDb,
  rows: { messageId: string; month: string }[],
): Promise<void> {
  await db.run(sql`
    INSERT INTO reply_usage (account_id, number_id, month, message_id)
    SELECT ${db.accountId}, o.number_id, j.value ->> 'month', o.id
    FROM json_each(${JSON.stringify(rows)}) AS j CROSS JOIN outbox AS o
    WHERE o.account_id = ${db.accountId} AND o.id = j.value ->> 'messageId'
    ON CONFLICT DO NOTHING`)
}

/** Counted up to a bound: beyond the free ones it does not matter how many there were. */
export async function countUsage(
  db: AccountDb,
  numberId: string,
  month: string,
  most: number,
): Promise<number> {
  const row = await db.get<{ count: number }>(sql`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM reply_usage
      WHERE account_id = ${db.accountId} AND number_id = ${numberId} AND month = ${month}
      LIMIT ${most})`)
  return row.count
}
