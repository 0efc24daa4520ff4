import { sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { mediaFiles } from './tables'

export type MediaFile = typeof mediaFiles.$inferSelect

/** What all files of an account take up. */
export async function sumFiles(db: AccountDb): Promise<{ files: number; bytes: number }> {
  const sum = await db.get<{ files: number; bytes: number } | undefined>(sql`
    SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM media_files
    WHERE account_id = ${db.accountId}`)
  return sum ?? { files: 0, bytes: 0 }
}

/** The same file twice is one row. */
export async function insertFile(db: AccountDb, file: Omit<MediaFile, 'accountId'>) {
  await db
    .insert(mediaFiles)
    .values({ accountId: db.accountId, ...file })
    .onConflictDoNothing()
}

/** Writes down what lies in R2 and is not known here. */
export async function insertFiles(db: AccountDb, files: { id: string; bytes: number }[]) {
  await db.run(sql`
    INSERT INTO media_files (account_id, id, bytes)
    SELECT ${db.accountId}, f.value ->> 'id', f.value ->> 'bytes'
    FROM json_each(${JSON.stringify(files)}) AS f WHERE true
    ON CONFLICT (account_id, id) DO NOTHING`)
}

/** An upload that leaves with a message is kept as long as the message. */
export const keepUpload = (db: AccountDb, id: string) => sql`
  UPDATE media_files SET waiting_since = NULL WHERE account_id = ${db.accountId} AND id = ${id}`

export async function deleteFiles(db: AccountDb, ids: string[]): Promise<void> {
  await db.run(sql`
    DELETE FROM media_files WHERE account_id = ${db.accountId}
      AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
}

/** Forgets files by their age, which their ids hold. */
export async function deleteFilesBefore(db: AccountDb, id: string): Promise<void> {
  await db.run(sql`DELETE FROM media_files WHERE account_id = ${db.accountId} AND id < ${id}`)
}

/** Of a whole shard: uploads that nobody sent. */
export const listAbandoned = (shard: DrizzleD1Database, before: number, most: number) =>
  shard
    .select({ accountId: mediaFiles.accountId, id: mediaFiles.id })
    .from(mediaFiles)
    .where(sql`waiting_since < ${before}`)
    .limit(most)

export type FilesPart = { from: string; to: string; files: number; bytes: number }

/** How files fall into archives of about so many bytes, each counted with so many at least. */
export const listParts = (
  db: AccountDb,
  before: string,
  { partBytes, leastBytes }: { partBytes: number; leastBytes: number },
): Promise<FilesPart[]> =>
  db.all<FilesPart>(sql`
    SELECT min(id) AS "from", max(id) AS "to", count(*) AS files, sum(bytes) AS bytes
    FROM (
      SELECT id, bytes,
             CAST((sum(max(bytes, ${leastBytes})) OVER (ORDER BY id) - 1) / ${partBytes} AS INTEGER)
               AS part
      FROM media_files
      WHERE account_id = ${db.accountId} AND id < ${before} AND waiting_since IS NULL)
    GROUP BY part ORDER BY part`)

export async function listFileIds(
  db: AccountDb,
  { from, to, most }: { from: string; to: string; most: number },
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT id FROM media_files
    WHERE account_id = ${db.accountId} AND id >= ${from} AND id <= ${to} AND waiting_since IS NULL
    ORDER BY id LIMIT ${most}`)
  return rows.map(({ id }) => id)
}
