import { sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { DirectoryDb } from '../../boundary/db'

export async function saveTombstone(
  db: DirectoryDb,
  { hash, at, until }: { hash: string; at: number; until: number },
): Promise<void> {
  await db.run(sql`
    INSERT INTO tombstones (hash, at, until) VALUES (${hash}, ${at}, ${until})
    ON CONFLICT (hash) DO UPDATE SET until = excluded.until`)
}

export async function deleteOldTombstones(db: DirectoryDb, now: number): Promise<void> {
  await db.run(sql`DELETE FROM tombstones WHERE until < ${now}`)
}

export async function listTombstoneHashes(db: DirectoryDb): Promise<string[]> {
  const rows = await db.all<{ hash: string }>(sql`SELECT hash FROM tombstones`)
  return rows.map(({ hash }) => hash)
}

/** Accounts that a shard knows of, in slices by id. */
export async function pageTenants(
  shard: DrizzleD1Database,
  after: string,
  most: number,
): Promise<string[]> {
  const rows = await shard.all<{ id: string }>(sql`
    SELECT account_id AS id FROM tenants WHERE account_id > ${after}
    ORDER BY account_id LIMIT ${most}`)
  return rows.map(({ id }) => id)
}

/** The same for the directory. */
export async function pageAccounts(
  db: DirectoryDb,
  after: string,
  most: number,
): Promise<{ id: string; shard: string }[]> {
  return db.all<{ id: string; shard: string }>(sql`
    SELECT id, shard FROM accounts WHERE id > ${after} ORDER BY id LIMIT ${most}`)
}
