import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { usageClicks, usageMeta } from './tables'

type MetaDay = Omit<typeof usageMeta.$inferSelect, 'accountId'>

/** What Meta says now replaces what it said before: its figures settle over some days. */
export async function saveMetaDays(db: AccountDb, days: MetaDay[]): Promise<void> {
  for (const { day, connectionId, ...set } of days) {
    await db
      .insert(usageMeta)
      .values({ accountId: db.accountId, day, connectionId, ...set })
      .onConflictDoUpdate({
        target: [usageMeta.accountId, usageMeta.day, usageMeta.connectionId],
        set,
      })
  }
}

export async function saveClicks(
  db: AccountDb,
  days: { day: string; templateId: string; clicks: Record<string, number> }[],
): Promise<void> {
  for (const { clicks, ...key } of days) {
    await db
      .insert(usageClicks)
      .values({ accountId: db.accountId, ...key, clicks })
      .onConflictDoUpdate({
        target: [usageClicks.accountId, usageClicks.day, usageClicks.templateId],
        set: { clicks },
      })
  }
}

/** Templates that broadcasts were launched with since then, and whose connection is asked. */
export async function listUsedTemplates(db: AccountDb, connectionId: string, since: number) {
  const rows = await db.all<{ id: string }>(sql`
    SELECT DISTINCT template_id AS id FROM broadcasts
    WHERE account_id = ${db.accountId} AND connection_id = ${connectionId}
      AND launched_at >= ${since} AND template_id IS NOT NULL LIMIT 200`)
  return rows.map(({ id }) => id)
}
