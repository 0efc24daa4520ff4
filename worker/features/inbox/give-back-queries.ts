import { and, eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { conversations } from './tables'

/** A conversation, and the ids of the lines that say so. */
export type GivenBack = { id: string; entryId: string; auditId: string; body: string }

/** Whoever has conversations: from one to the next by the index, however many each has. */
export async function listAssignees(db: AccountDb): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    WITH RECURSIVE a(id) AS (
      SELECT min(assignee) FROM conversations WHERE account_id = ${db.accountId} AND assignee > ''
      UNION ALL
      SELECT (SELECT min(c.assignee) FROM conversations AS c
              WHERE c.account_id = ${db.accountId} AND c.assignee > a.id)
      FROM a WHERE a.id IS NOT NULL)
    SELECT id FROM a WHERE id IS NOT NULL`)
  return rows.map(({ id }) => id)
}

export async function listAssignedTo(
  db: AccountDb,
  userId: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.accountId, db.accountId), eq(conversations.assignee, userId)))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Of these the ones that the person still has; the lines come before the change, under its condition. */
export function giveBackStatements(
  db: AccountDb,
  userId: string,
  by: string | null,
  given: GivenBack[],
  now: number,
) {
  const still = sql`FROM json_each(${JSON.stringify(given)}) AS j CROSS JOIN conversations AS c
    WHERE c.account_id = ${db.accountId} AND c.id = j.value ->> 'id' AND c.assignee = ${userId}`
  const actor = by === null ? 'system' : `user:${by}`
  return [
    db.run(sql`
      INSERT INTO messages (account_id, contact_id, id, at, direction, number_id, wamid, type, body, author)
      SELECT c.account_id, c.contact_id, j.value ->> 'entryId', ${now}, 'act', c.number_id,
             j.value ->> 'entryId', 'unassigned', j.value ->> 'body', ${by}
      ${still}`),
    db.run(sql`
      INSERT INTO audit (account_id, id, at, actor, action, target, before, after)
      SELECT c.account_id, j.value ->> 'auditId', ${now}, ${actor}, 'conversation.unassigned',
             'conversation:' || c.id, c.assignee, ''
      ${still}`),
    db.run(sql`
      UPDATE conversations SET assignee = ''
      WHERE account_id = ${db.accountId} AND assignee = ${userId}
        AND id IN (SELECT j.value ->> 'id' FROM json_each(${JSON.stringify(given)}) AS j)`),
  ] as const
}
