import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { personRequests } from './tables'

export type PersonRequestRow = typeof personRequests.$inferSelect

/**
 * Writes a request into every account of a shard that has one of these spellings in its list. The same
 * statement whether anybody knows the number or nobody: its time tells the asker nothing.
 */
export async function askEveryAccount(
  shard: DrizzleD1Database,
  caseId: string,
  spellings: readonly string[],
  now: number,
): Promise<number> {
  const rows = await shard.all<{ id: string }>(sql`
    INSERT INTO person_requests (account_id, id, contact_id, at)
    SELECT DISTINCT t.account_id, ${caseId}, i.contact_id, ${now}
    FROM tenants AS t CROSS JOIN json_each(${JSON.stringify(spellings)}) AS s
    CROSS JOIN identities AS i
    WHERE t.state = 'active' AND i.account_id = t.account_id
      AND i.kind IN ('phone', 'wa_id') AND i.value = s.value
    ON CONFLICT DO NOTHING RETURNING id`)
  return rows.length
}

/** Accounts whose owners were not told of a case yet. */
export function listUntold(shard: DrizzleD1Database, caseId: string) {
  return shard.all<{ accountId: string }>(sql`
    SELECT DISTINCT r.account_id AS accountId
    FROM tenants AS t CROSS JOIN person_requests AS r
    WHERE r.account_id = t.account_id AND r.id = ${caseId} AND r.told_at IS NULL`)
}

export async function markTold(db: AccountDb, caseId: string, now: number): Promise<void> {
  await db
    .update(personRequests)
    .set({ toldAt: now })
    .where(and(eq(personRequests.accountId, db.accountId), eq(personRequests.id, caseId)))
}

/** Open ones first, then the newest; a hundred bound the page. */
export const listPersonRequests = (db: AccountDb) =>
  db
    .select()
    .from(personRequests)
    .where(
      and(
        eq(personRequests.accountId, db.accountId),
        // Of who became part of somebody, the other's request is the one to answer.
        sql`NOT EXISTS (SELECT 1 FROM contact_merges AS m
          WHERE m.account_id = ${db.accountId} AND m.dropped_id = ${personRequests.contactId}
            AND m.state IN ('moving', 'done'))`,
      ),
    )
    .orderBy(sql`${personRequests.settledAt} IS NOT NULL`, desc(personRequests.at))
    .limit(100)

export const settleRequest = (db: AccountDb, id: string, contactId: string, now: number) =>
  db
    .update(personRequests)
    .set({ settledAt: now })
    .where(
      and(
        eq(personRequests.accountId, db.accountId),
        eq(personRequests.id, id),
        eq(personRequests.contactId, contactId),
        isNull(personRequests.settledAt),
      ),
    )
    .returning()
    .get()
