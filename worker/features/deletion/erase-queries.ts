import { sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import type { OwnedTable } from './owned-tables'

// Statements over whichever table the registry names: each begins with the account all the same.

type Owned = Pick<OwnedTable, 'name' | 'ownedBy'>

const ofAccount = ({ ownedBy }: Owned, accountId: string) =>
  sql`${sql.identifier(ownedBy)} = ${accountId}`

export async function countRows(
  db: DrizzleD1Database,
  table: Owned,
  accountId: string,
): Promise<number> {
  const row = await db.get<{ n: number }>(sql`
    SELECT count(*) AS n FROM ${sql.identifier(table.name)} WHERE ${ofAccount(table, accountId)}`)
  return row.n
}

/** Erases some rows; answers how many they were. */
export async function eraseSlice(
  db: DrizzleD1Database,
  table: Owned,
  accountId: string,
  most: number,
): Promise<number> {
  const { meta } = await db.run(sql`
    DELETE FROM ${sql.identifier(table.name)} WHERE ${ofAccount(table, accountId)} LIMIT ${most}`)
  // An index entry is a written row too, so `rows_written` would count more.
  return meta.changes
}

/** Tables that have the account's column, whatever the registry says of them. */
export async function listTablesOfAccounts(db: DrizzleD1Database): Promise<string[]> {
  const rows = await db.all<{ name: string }>(sql`
    SELECT name FROM sqlite_schema
    WHERE type = 'table' AND sql LIKE '%\`account\\_id\`%' ESCAPE '\\'`)
  return rows.map(({ name }) => name)
}

/** Uploads that R2 has not put together yet. */
export const listUploads = (db: AccountDb) =>
  db.all<{ id: string; uploadId: string }>(sql`
    SELECT id, upload_id AS uploadId FROM imports
    WHERE account_id = ${db.accountId} AND has_files = 1 AND upload_id IS NOT NULL LIMIT 1000`)

/** Broadcasts that are not at rest. */
export async function listActiveBroadcasts(db: AccountDb): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT broadcast_id AS id FROM active_broadcasts
    WHERE account_id = ${db.accountId} LIMIT 1000`)
  return rows.map(({ id }) => id)
}

/** Single messages and imports that somebody may be at work on at this moment. */
export async function countUnderWay(
  db: AccountDb,
  now: number,
  claimedAfter: number,
): Promise<number> {
  const row = await db.get<{ n: number }>(sql`
    SELECT (SELECT count(*) FROM open_outbox AS o CROSS JOIN outbox AS m
            WHERE o.account_id = ${db.accountId} AND m.account_id = o.account_id AND m.id = o.id
              AND m.state = 'sending' AND m.claimed_at > ${claimedAfter})
         + (SELECT count(*) FROM imports
            WHERE account_id = ${db.accountId} AND has_files = 1 AND lease_until > ${now}) AS n`)
  return row.n
}

/** A thousand bound the answer; no account has so many members. */
export async function listMembers(db: DirectoryDb, accountId: string): Promise<string[]> {
  const rows = await db.all<{ userId: string }>(sql`
    SELECT user_id AS userId FROM memberships WHERE account_id = ${accountId} LIMIT 1000`)
  return rows.map(({ userId }) => userId)
}

/** Members who work in no other account. */
export async function countOnlyHere(db: DirectoryDb, accountId: string): Promise<number> {
  const row = await db.get<{ n: number }>(sql`
    SELECT count(*) AS n FROM memberships AS m
    WHERE m.account_id = ${accountId} AND NOT EXISTS (
      SELECT 1 FROM memberships AS o WHERE o.user_id = m.user_id AND o.account_id <> ${accountId})`)
  return row.n
}

/** What the operator did stays on record, and says no more with which account. */
export async function forgetInActs(db: DirectoryDb, accountId: string): Promise<void> {
  await db.run(sql`
    UPDATE operator_acts SET target = 'account' WHERE target = ${`account:${accountId}`}`)
}

/** Erases people who are members of nothing any more, with their codes and sessions. Repeatable. */
export async function eraseUsers(db: DirectoryDb, ids: readonly string[]): Promise<number> {
  const isLeft = sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_id = users.id)`
  const users = sql`SELECT id FROM users WHERE ${isLeft}`
  const [, , , erased] = await db.batch([
    db.run(sql`DELETE FROM codes WHERE email IN (SELECT email FROM users WHERE ${isLeft})`),
    db.run(sql`DELETE FROM codes WHERE payload ->> 'userId' IN (${users})`),
    db.run(sql`DELETE FROM sessions WHERE user_id IN (${users})`),
    db.run(sql`DELETE FROM users WHERE ${isLeft}`),
  ])
  return erased.meta.changes
}

export async function countUsers(db: DirectoryDb, ids: readonly string[]): Promise<number> {
  const row = await db.get<{ n: number }>(sql`
    SELECT count(*) AS n FROM users
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_id = users.id)`)
  return row.n
}
