import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { contactChanges } from './merge-tables'

export const insertChange = (
  db: AccountDb,
  row: Omit<typeof contactChanges.$inferSelect, 'accountId'>,
) => db.insert(contactChanges).values({ accountId: db.accountId, ...row })

/** What was changed by hand before a moment, newest first. */
export const pageChanges = (db: AccountDb, contactId: string, before: number, limit: number) =>
  db
    .select()
    .from(contactChanges)
    .where(
      and(
        eq(contactChanges.accountId, db.accountId),
        eq(contactChanges.contactId, contactId),
        lt(contactChanges.at, before),
      ),
    )
    .orderBy(desc(contactChanges.at))
    .limit(limit)

export type JobRow = {
  id: string
  at: number
  /** Null of an import. */
  action: string | null
  name: string | null
  state: string
  by: string
}

/** Imports and bulk edits among these ids, which changed many contacts and are told of each by their own row. */
export const findJobs = (db: AccountDb, ids: readonly string[]) =>
  db.all<JobRow>(sql`
    SELECT i.id, coalesce(i.started_at, i.created_at) AS at, NULL AS action, i.file_name AS name,
           iif(i.undone IS NULL, 'done', 'undone') AS state, i.created_by AS "by"
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN imports AS i
    WHERE i.account_id = ${db.accountId} AND i.id = j.value
    UNION ALL
    SELECT b.id, b.created_at, b.action ->> 'do', t.name, b.state, b.created_by
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN bulk_edits AS b
    LEFT JOIN tags AS t ON t.account_id = b.account_id AND t.id = b.action ->> 'tagId'
    WHERE b.account_id = ${db.accountId} AND b.id = j.value`)

/** The import that created a contact: an id from a row of a file begins as that of the import. */
export const findImportLike = (db: AccountDb, prefix: string) =>
  db.all<{ id: string }>(sql`
    SELECT id FROM imports
    WHERE account_id = ${db.accountId} AND id >= ${prefix} AND id < ${`${prefix}~`} LIMIT 1`)
