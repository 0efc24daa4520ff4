import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { OwnedTable } from './owned-tables'
import { exportJobs } from './tables'

export type ExportJob = typeof exportJobs.$inferSelect
export type Row = Record<string, unknown>

const isIt = (db: AccountDb, id: string) =>
  and(eq(exportJobs.accountId, db.accountId), eq(exportJobs.id, id))

export const insertExport = (db: AccountDb, job: typeof exportJobs.$inferInsert) =>
  db.insert(exportJobs).values(job)

export const findExport = (db: AccountDb, id: string) =>
  db.select().from(exportJobs).where(isIt(db, id)).get()

export const listExports = (db: AccountDb) =>
  db
    .select()
    .from(exportJobs)
    .where(eq(exportJobs.accountId, db.accountId))
    .orderBy(desc(exportJobs.createdAt))
    .limit(20)

export const findRunningExport = (db: AccountDb) =>
  db
    .select({ id: exportJobs.id })
    .from(exportJobs)
    .where(and(eq(exportJobs.accountId, db.accountId), eq(exportJobs.state, 'running')))
    .get()

/** Takes an export that nobody works on; no row back: somebody does, or it has ended. */
export const claimExport = (db: AccountDb, id: string, now: number, stillSince: number) =>
  db
    .update(exportJobs)
    .set({ updatedAt: now, attempts: sql`${exportJobs.attempts} + 1`, rows: 0 })
    .where(
      and(
        isIt(db, id),
        eq(exportJobs.state, 'running'),
        sql`(${exportJobs.attempts} = 0 OR ${exportJobs.updatedAt} < ${stillSince})`,
      ),
    )
    .returning()
    .get()

export async function changeExport(
  db: AccountDb,
  id: string,
  change: Partial<Omit<ExportJob, 'accountId' | 'id'>>,
): Promise<void> {
  await db.update(exportJobs).set(change).where(isIt(db, id))
}

/** Of a whole shard: exports that stand still, and those whose file is past its time. */
export const listExportsDue = (
  shard: DrizzleD1Database,
  { stillSince, now }: { stillSince: number; now: number },
) =>
  shard
    .select()
    .from(exportJobs)
    .where(
      sql`(${and(eq(exportJobs.state, 'running'), lt(exportJobs.updatedAt, stillSince))})
        OR (${and(inArray(exportJobs.state, ['done', 'failed']), lt(exportJobs.expiresAt, now))})`,
    )
    .limit(200)

/** The next rows of a table by its key. */
export function pageRows(
  db: DrizzleD1Database,
  table: OwnedTable,
  accountId: string,
  after: Row | null,
  most: number,
): Promise<Row[]> {
  const key = table.key.filter((column) => column !== table.ownedBy)
  const names = sql.join(
    key.map((column) => sql.identifier(column)),
    sql`, `,
  )
  const values = sql.join(
    key.map((column) => sql`${after?.[column]}`),
    sql`, `,
  )
  const isNext: SQL = after && key.length > 0 ? sql`AND (${names}) > (${values})` : sql``
  const order: SQL = key.length > 0 ? sql`ORDER BY ${names}` : sql``
  return db.all<Row>(sql`
    SELECT * FROM ${sql.identifier(table.name)}
    WHERE ${sql.identifier(table.ownedBy)} = ${accountId} ${isNext} ${order} LIMIT ${most}`)
}

/** The people who work in an account, as far as it is theirs to know. */
export const listMemberRows = (db: DrizzleD1Database, accountId: string) =>
  db.all<Row>(sql`
    SELECT u.id, u.name, u.email, u.phone, u.language, m.role, m.created_at
    FROM memberships AS m CROSS JOIN users AS u
    WHERE m.account_id = ${accountId} AND u.id = m.user_id ORDER BY u.id LIMIT 1000`)
