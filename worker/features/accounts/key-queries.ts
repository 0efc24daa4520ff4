import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { SERVICE_SEALED } from '../../boundary/crypto/sealed-fields'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import { type DataKey, dataKeys, keyRotations, tenants } from './tables'

/** The ids of all key-encryption keys in use in a shard; one row read for each. */
export async function listKekIds(shard: DrizzleD1Database): Promise<string[]> {
  const rows = await shard.all<{ id: string }>(sql`
    WITH RECURSIVE ids(id) AS (
      SELECT min(kek_id) FROM data_keys
      UNION ALL
      SELECT (SELECT min(kek_id) FROM data_keys WHERE kek_id > ids.id) FROM ids
      WHERE ids.id IS NOT NULL)
    SELECT id FROM ids WHERE id IS NOT NULL`)
  return rows.map(({ id }) => id)
}

/** How many data keys each key-encryption key wraps. */
export const countByKek = (shard: DrizzleD1Database) =>
  shard.all<{ kekId: string; keys: number }>(
    sql`SELECT kek_id AS kekId, count(*) AS keys FROM data_keys GROUP BY kek_id`,
  )

export type KeyPlace = { accountId: string; keyId: string }

/** The next keys that another key-encryption key wraps than the current one. */
export const listKeysToRewrap = (
  shard: DrizzleD1Database,
  currentKek: string,
  after: KeyPlace,
  limit: number,
) =>
  shard.all<KeyPlace>(sql`
    SELECT account_id AS accountId, id AS keyId FROM data_keys
    WHERE (account_id, id) > (${after.accountId}, ${after.keyId}) AND kek_id <> ${currentKek}
    ORDER BY account_id, id LIMIT ${limit}`)

/** Active accounts whose newest key is older than a time. */
export const listAccountsWithOldKeys = (shard: DrizzleD1Database, before: number, limit: number) =>
  shard.all<{ accountId: string }>(sql`
    SELECT k.account_id AS accountId FROM data_keys AS k
    JOIN tenants AS t ON t.account_id = k.account_id AND t.state = 'active'
    GROUP BY k.account_id HAVING max(k.created_at) < ${before} LIMIT ${limit}`)

export const listActiveAccounts = (shard: DrizzleD1Database, after: string, limit: number) =>
  shard
    .select({ accountId: tenants.accountId })
    .from(tenants)
    .where(and(eq(tenants.state, 'active'), sql`${tenants.accountId} > ${after}`))
    .orderBy(asc(tenants.accountId))
    .limit(limit)

export type Rotation = typeof keyRotations.$inferSelect

export const listKeys = (db: AccountDb): Promise<Pick<DataKey, 'id' | 'createdAt'>[]> =>
  db
    .select({ id: dataKeys.id, createdAt: dataKeys.createdAt })
    .from(dataKeys)
    .where(eq(dataKeys.accountId, db.accountId))
    .orderBy(asc(dataKeys.createdAt))

/** A key is being replaced at most once. */
export async function insertRotation(db: AccountDb, keyId: string, now: number): Promise<void> {
  await db
    .insert(keyRotations)
    .values({ accountId: db.accountId, keyId, startedAt: now, updatedAt: now })
    .onConflictDoNothing()
}

export const findRotation = (db: AccountDb, keyId: string) =>
  db.select().from(keyRotations).where(isRotation(db, keyId)).get()

export const saveRotation = (
  db: AccountDb,
  keyId: string,
  change: Partial<Omit<Rotation, 'accountId' | 'keyId' | 'startedAt'>>,
) => db.update(keyRotations).set(change).where(isRotation(db, keyId))

const isRotation = (db: AccountDb, keyId: string) =>
  and(eq(keyRotations.accountId, db.accountId), eq(keyRotations.keyId, keyId))

/** Rotations that are not over and have not moved since; oldest first. */
export const listOpenRotations = (shard: DrizzleD1Database, before: number, limit: number) =>
  shard
    .select()
    .from(keyRotations)
    .where(and(isNull(keyRotations.finishedAt), lt(keyRotations.updatedAt, before)))
    .orderBy(asc(keyRotations.updatedAt))
    .limit(limit)

type ServiceColumn = (typeof SERVICE_SEALED)[number]
export type ServiceSealed = { id: string; sealed: string }

/** What stands sealed in a column of DIRECTORY under another key-encryption key than the given one. */
export const listServiceSealed = (
  db: DirectoryDb,
  { table, column, key }: ServiceColumn,
  except: string,
  limit: number,
) =>
  db.all<ServiceSealed>(sql`
    SELECT ${sql.raw(key)} AS id, ${sql.raw(column)} AS sealed FROM ${sql.raw(table)}
    WHERE ${sql.raw(column)} IS NOT NULL AND ${sql.raw(column)} NOT LIKE ${`v1.${except}.%`}
    LIMIT ${limit}`)

/** Only where the value still stands that the new one was made of. */
export const storeServiceSealed = (
  db: DirectoryDb,
  { table, column, key }: ServiceColumn,
  { id, sealed }: ServiceSealed,
  again: string,
) =>
  db.run(sql`
    UPDATE ${sql.raw(table)} SET ${sql.raw(column)} = ${again}
    WHERE ${sql.raw(key)} = ${id} AND ${sql.raw(column)} = ${sealed}`)

/** Deletions whose token is kept by their object, sealed under some key-encryption key. */
export async function countTakenAlong(db: DirectoryDb, now: number): Promise<number> {
  const row = await db.get<{ count: number }>(
    sql`SELECT count(*) AS count FROM deletion_requests WHERE access_until > ${now}`,
  )
  return row.count
}
