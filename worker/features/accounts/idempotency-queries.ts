import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { idempotencyKeys } from './tables'

const isKey = (db: AccountDb, key: string) =>
  and(eq(idempotencyKeys.accountId, db.accountId), eq(idempotencyKeys.key, key))

/** No row back: a request with this key came before. */
export const insertKey = (db: AccountDb, key: string, requestHash: string, now: number) =>
  db
    .insert(idempotencyKeys)
    .values({ accountId: db.accountId, key, requestHash, createdAt: now })
    .onConflictDoNothing()
    .returning()
    .get()

export const findKey = (db: AccountDb, key: string) =>
  db.select().from(idempotencyKeys).where(isKey(db, key)).get()

/** Takes over from a request that began long ago and never answered: its worker is gone. */
export const claimStaleKey = (db: AccountDb, key: string, startedBefore: number, now: number) =>
  db
    .update(idempotencyKeys)
    .set({ createdAt: now })
    .where(
      and(
        isKey(db, key),
        isNull(idempotencyKeys.status),
        lt(idempotencyKeys.createdAt, startedBefore),
      ),
    )
    .returning()
    .get()

export const storeAnswer = (db: AccountDb, key: string, status: number, body: string | null) =>
  db.update(idempotencyKeys).set({ status, body }).where(isKey(db, key))

export const deleteKey = (db: AccountDb, key: string) =>
  db.delete(idempotencyKeys).where(isKey(db, key))

/** Of all accounts in a shard, a bounded number at a time. */
export const deleteOldKeys = (shard: DrizzleD1Database, before: number, most: number) =>
  shard.run(sql`
    DELETE FROM idempotency_keys WHERE (account_id, key) IN (
      SELECT account_id, key FROM idempotency_keys WHERE created_at < ${before} LIMIT ${most})`)
