import { and, desc, eq, gte, inArray, lt, max, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { AccountDb } from '../../boundary/db'
import { timeOrderedId } from '../../lib/ids'
import { audit } from './tables'

/**
 * One audit line for the row that is about to change, none if it is not there. It belongs into the
 * batch of the change, before it, under the same condition: then neither stands without the other.
 */
export const auditChange = (
  db: AccountDb,
  entry: { actor: string; action: string; target: string; after: string },
  now: number,
  row: { before: SQL | { getSQL(): SQL }; of: SQLiteTable; where: SQL | undefined },
): SQL => sql`
  INSERT INTO audit (account_id, id, at, actor, action, target, before, after)
  SELECT ${db.accountId}, ${timeOrderedId(now)}, ${now}, ${entry.actor}, ${entry.action},
         ${entry.target}, ${row.before}, ${entry.after}
  FROM ${row.of} WHERE ${row.where}`

/** The last time somebody did this, at or after the moment that an id holds. */
export const findActSince = (db: AccountDb, actor: string, action: string, sinceId: string) =>
  db
    .select({ at: audit.at })
    .from(audit)
    .where(
      and(
        eq(audit.accountId, db.accountId),
        eq(audit.actor, actor),
        gte(audit.id, sinceId),
        eq(audit.action, action),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(1)
    .get()

/** When one of these was last done by anybody. */
export async function findLastOf(db: AccountDb, actions: string[]): Promise<number | null> {
  const isOne = and(eq(audit.accountId, db.accountId), inArray(audit.action, actions))
  const row = await db
    .select({ at: max(audit.at) })
    .from(audit)
    .where(isOne)
    .get()
  return row?.at ?? null
}

/** Undefined members narrow nothing; ids hold the time. */
export type AuditRange = {
  actor: string | undefined
  area: string | undefined
  fromId: string | undefined
  untilId: string | undefined
}

/** Newest first. */
export function pageAudit(
  db: AccountDb,
  { actor, area, fromId, untilId }: AuditRange,
  before: string | undefined,
  limit: number,
) {
  return db
    .select()
    .from(audit)
    .where(
      and(
        eq(audit.accountId, db.accountId),
        actor === undefined ? undefined : eq(audit.actor, actor),
        // Every action of an area begins with its name and a dot; "/" is what comes after the dot.
        area === undefined ? undefined : gte(audit.action, `${area}.`),
        area === undefined ? undefined : lt(audit.action, `${area}/`),
        fromId === undefined ? undefined : gte(audit.id, fromId),
        untilId === undefined ? undefined : lt(audit.id, untilId),
        before === undefined ? undefined : lt(audit.id, before),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit)
}
