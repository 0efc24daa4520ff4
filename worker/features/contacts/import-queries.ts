// The life of an import: upload, matching, slices under a lease, end. What its rows write is in
// `import-batch-queries.ts`.

import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { ImportSettings } from '../../contract/imports'
import { NO_COUNTS } from './import-counts'
import { type ImportRowState, importEdits, importProblems, imports } from './tables'
import { UNDO_MS } from './undoing'

export type ImportRow = typeof imports.$inferSelect
export type ImportProblem = NonNullable<ImportRow['problem']>

/** The states in which nothing more will be written. */
export const ENDED: ImportRowState[] = ['done', 'cancelled', 'failed', 'undone']
/** The states in which slices are under way. */
const AT_WORK: ImportRowState[] = ['checking', 'running', 'undoing']

const OPEN: ImportRowState[] = ['uploading', 'matching', 'checking', 'checked', 'running']

const isImport = (db: AccountDb, id: string): SQL | undefined =>
  and(eq(imports.accountId, db.accountId), eq(imports.id, id))

export const insertImport = (
  db: AccountDb,
  row: Pick<
    ImportRow,
    'id' | 'fileName' | 'size' | 'delimiter' | 'uploadId' | 'createdBy' | 'createdAt'
  >,
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
  const isOpen = inArray(imports.state, OPEN)
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
  | 'delimiter'
  | 'newline'
  | 'headers'
  | 'preview'
  | 'settings'
  | 'preset'
  | 'dataOffset'
  | 'recordsBefore'
>

/** The upload is whole and readable: people match its columns now. */
export const openMatching = (db: AccountDb, id: string, found: Matching) =>
  db
    .update(imports)
    .set({ ...found, state: 'matching', byteOffset: found.dataOffset, rowNo: found.recordsBefore })
    .where(and(isImport(db, id), eq(imports.state, 'uploading')))
    .returning()
    .get()

/** Changed settings make a check worthless, also one that is under way. */
export const saveSettings = (
  db: AccountDb,
  id: string,
  settings: ImportSettings,
  preset: string | null,
) =>
  db
    .update(imports)
    .set({ settings, preset, state: 'matching', counts: NO_COUNTS, leaseToken: null })
    .where(and(isImport(db, id), inArray(imports.state, BEFORE_START)))
    .returning()
    .get()

const BEFORE_START: ImportRowState[] = ['matching', 'checking', 'checked']

/** Reads the file from its beginning again; what an earlier reading found is forgotten. */
async function claimPass(
  db: AccountDb,
  id: string,
  from: ImportRowState[],
  change: { state: ImportRowState; startedAt: number | null; leaseUntil: number },
): Promise<ImportRow | undefined> {
  const isOpen = sql`EXISTS (SELECT 1 FROM imports WHERE account_id = ${db.accountId} AND id = ${id}
    AND state IN (SELECT value FROM json_each(${JSON.stringify(from)})))`
  const [, [row]] = await db.batch([
    db
      .delete(importProblems)
      .where(
        and(eq(importProblems.accountId, db.accountId), eq(importProblems.importId, id), isOpen),
      ),
    db
      .update(imports)
      .set({
        ...change,
        counts: NO_COUNTS,
        byteOffset: sql`data_offset`,
        rowNo: sql`records_before`,
        ratePerSecond: null,
      })
      .where(and(isImport(db, id), inArray(imports.state, from)))
      .returning(),
  ])
  return row
}

/** The first press begins a check; a second one finds it under way. */
export const claimCheck = (db: AccountDb, id: string, now: number) =>
  claimPass(db, id, ['matching'], { state: 'checking', startedAt: null, leaseUntil: now })

/** The first press starts; a second one finds nothing left to start. */
export const claimStart = (db: AccountDb, id: string, now: number) =>
  claimPass(db, id, ['matching', 'checked'], { state: 'running', startedAt: now, leaseUntil: now })

/** Takes the lease for one slice; nobody else writes rows of this import until it ends. */
export const claimSlice = (db: AccountDb, id: string, token: string, now: number, until: number) =>
  db
    .update(imports)
    .set({ leaseToken: token, leaseUntil: until })
    .where(
      and(
        isImport(db, id),
        inArray(imports.state, AT_WORK),
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
    .where(and(isImport(db, id), eq(imports.leaseToken, token), inArray(imports.state, AT_WORK)))

/** Only what was begun can be taken back. */
const undoUntil = (now: number) =>
  sql`iif(started_at IS NULL OR counts ->> 'rows' = 0, NULL, ${now + UNDO_MS})`

/** A problem of the file ends the import; what was imported so far stays and is counted. */
export const markFailed = (db: AccountDb, id: string, problem: ImportProblem, now: number) =>
  db
    .update(imports)
    .set({ state: 'failed', problem, finishedAt: now, undoUntil: undoUntil(now) })
    .where(and(isImport(db, id), inArray(imports.state, ['uploading', 'checking', 'running'])))

export const markCancelled = (db: AccountDb, id: string, now: number) =>
  db
    .update(imports)
    .set({ state: 'cancelled', finishedAt: now, undoUntil: undoUntil(now) })
    .where(and(isImport(db, id), inArray(imports.state, OPEN)))
    .returning()
    .get()

/** Rows are kept no longer than the file that they are from, but those that an import refused. */
export async function markErased(db: AccountDb, id: string): Promise<void> {
  const ofNone = sql`account_id = ${db.accountId} AND import_id IN (SELECT id FROM imports
    WHERE account_id = ${db.accountId} AND id = ${id} AND started_at IS NULL
      AND state IN (SELECT value FROM json_each(${JSON.stringify(ENDED)})))`
  await db.batch([
    db.delete(importProblems).where(ofNone),
    db.delete(importEdits).where(ofNone),
    db
      .update(imports)
      .set({ hasFiles: 0, preview: [] })
      .where(and(isImport(db, id), inArray(imports.state, ENDED))),
  ])
}

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
