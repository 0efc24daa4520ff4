// The life of an import: upload, matching, slices under a lease, end. What its rows write is in
// `import-batch-queries.ts`.

import { and, desc, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { ImportCounts, ImportSettings } from '../../contract/imports'
import { type ImportRowState, importProblems, imports } from './tables'

export type ImportRow = typeof imports.$inferSelect
export type ImportProblem = NonNullable<ImportRow['problem']>

/** The states in which nothing more will be written. */
export const ENDED: ImportRowState[] = ['done', 'cancelled', 'failed']

export const NO_COUNTS: ImportCounts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  duplicates: 0,
  invalid: 0,
  blank: 0,
  optedOut: 0,
}

const isImport = (db: AccountDb, id: string): SQL | undefined =>
  and(eq(imports.accountId, db.accountId), eq(imports.id, id))

export const insertImport = (
  db: AccountDb,
  row: Pick<ImportRow, 'id' | 'fileName' | 'size' | 'uploadId' | 'createdBy' | 'createdAt'>,
) =>
  db.insert(imports).values({
    ...row,
    accountId: db.accountId,
    state: 'uploading',
    parts: {},
    headers: [],
    preview: [],
    counts: NO_COUNTS,
  })

export const findImport = (db: AccountDb, id: string) =>
  db.select().from(imports).where(isImport(db, id)).get()

export const listImportRows = (db: AccountDb, limit: number) =>
  db
    .select()
    .from(imports)
    .where(eq(imports.accountId, db.accountId))
    .orderBy(desc(imports.id))
    .limit(limit)

export async function countOpenImports(db: AccountDb): Promise<number> {
  const isOpen = inArray(imports.state, ['uploading', 'matching', 'running'])
  return db.$count(imports, and(eq(imports.accountId, db.accountId), isOpen))
}

/** Remembers a part that R2 has; the same part sent again takes the place of the first. */
export const recordPart = (db: AccountDb, id: string, no: number, etag: string) =>
  db
    .update(imports)
    .set({ parts: sql`json_set(parts, ${`$."${no}"`}, ${etag})` })
    .where(and(isImport(db, id), eq(imports.state, 'uploading')))
    .returning()
    .get()

type Matching = Pick<
  ImportRow,
  'delimiter' | 'newline' | 'headers' | 'preview' | 'settings' | 'dataOffset' | 'recordsBefore'
>

/** The upload is whole and readable: people match its columns now. */
export const openMatching = (db: AccountDb, id: string, found: Matching) =>
  db
    .update(imports)
    .set({ ...found, state: 'matching', byteOffset: found.dataOffset, rowNo: found.recordsBefore })
    .where(and(isImport(db, id), eq(imports.state, 'uploading')))
    .returning()
    .get()

export const saveSettings = (db: AccountDb, id: string, settings: ImportSettings) =>
  db
    .update(imports)
    .set({ settings })
    .where(and(isImport(db, id), eq(imports.state, 'matching')))
    .returning()
    .get()

/** The first press starts; a second one finds nothing left to start. */
export const claimStart = (db: AccountDb, id: string, now: number) =>
  db
    .update(imports)
    .set({ state: 'running', startedAt: now, leaseUntil: now })
    .where(and(isImport(db, id), eq(imports.state, 'matching')))
    .returning()
    .get()

/** Takes the lease for one slice; nobody else writes rows of this import until it ends. */
export const claimSlice = (db: AccountDb, id: string, token: string, now: number, until: number) =>
  db
    .update(imports)
    .set({ leaseToken: token, leaseUntil: until })
    .where(
      and(
        isImport(db, id),
        eq(imports.state, 'running'),
        sql`lease_until <= ${now}`,
        sql`EXISTS (SELECT 1 FROM tenants WHERE account_id = ${db.accountId} AND state = 'active')`,
      ),
    )
    .returning()
    .get()

/** Ends the lease before its time, so that the next slice may begin at once. */
export const releaseSlice = (db: AccountDb, id: string, token: string, now: number) =>
  db
    .update(imports)
    .set({ leaseUntil: now })
    .where(and(isImport(db, id), eq(imports.leaseToken, token), eq(imports.state, 'running')))

/** A problem of the file ends the import; what was imported so far stays and is counted. */
export const markFailed = (db: AccountDb, id: string, problem: ImportProblem, now: number) =>
  db
    .update(imports)
    .set({ state: 'failed', problem, finishedAt: now })
    .where(and(isImport(db, id), inArray(imports.state, ['uploading', 'running'])))

export const markCancelled = (db: AccountDb, id: string, now: number) =>
  db
    .update(imports)
    .set({ state: 'cancelled', finishedAt: now })
    .where(and(isImport(db, id), inArray(imports.state, ['uploading', 'matching', 'running'])))
    .returning()
    .get()

export const markErased = (db: AccountDb, id: string) =>
  db
    .update(imports)
    .set({ hasFiles: 0 })
    .where(and(isImport(db, id), inArray(imports.state, ENDED)))

/** Batches of problem rows after a row, in order. */
export const pageProblemBatches = (db: AccountDb, id: string, afterRow: number, limit: number) =>
  db
    .select({ problems: importProblems.problems })
    .from(importProblems)
    .where(
      and(
        eq(importProblems.accountId, db.accountId),
        eq(importProblems.importId, id),
        gt(importProblems.lastRow, afterRow),
      ),
    )
    .orderBy(importProblems.lastRow)
    .limit(limit)

/** Imports of all accounts in a shard whose files are still there, oldest first. */
export const listImportsWithFiles = (shard: DrizzleD1Database, limit: number) =>
  shard
    .select({
      accountId: imports.accountId,
      id: imports.id,
      state: imports.state,
      uploadId: imports.uploadId,
      createdAt: imports.createdAt,
      startedAt: imports.startedAt,
      leaseUntil: imports.leaseUntil,
    })
    .from(imports)
    // The literal lets SQLite use the partial index.
    .where(and(sql`has_files = 1`, lt(imports.createdAt, Number.MAX_SAFE_INTEGER)))
    .orderBy(imports.createdAt)
    .limit(limit)
