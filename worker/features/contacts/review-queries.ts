// What was found in the rows of an import, and what a person corrected in them.

import { and, asc, eq, gt, gte, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Moves } from './import-counts'
import type { RowFinding } from './import-rows'
import { importEdits, importProblems, type RowOutcome } from './tables'

export type RowEditRow = typeof importEdits.$inferSelect

const ofImport = (db: AccountDb, id: string) =>
  and(eq(importProblems.accountId, db.accountId), eq(importProblems.importId, id))

/** Batches of rows after a row, in order. */
export const pageProblemBatches = (db: AccountDb, id: string, afterRow: number, limit: number) =>
  db
    .select({ problems: importProblems.problems })
    .from(importProblems)
    .where(and(ofImport(db, id), gt(importProblems.lastRow, afterRow)))
    .orderBy(importProblems.lastRow)
    .limit(limit)

/** Of batches that have a row of some reasons, only those rows: SQLite looks, nothing else travels. */
export const pageReasons = (
  db: AccountDb,
  id: string,
  reasons: readonly string[],
  afterRow: number,
  limit: number,
): Promise<RowFinding[]> =>
  db
    .all<{ problem: string }>(sql`
      SELECT j.value AS problem FROM import_problems AS p, json_each(p.problems) AS j
      WHERE p.account_id = ${db.accountId} AND p.import_id = ${id} AND p.last_row > ${afterRow}
        AND j.value ->> 'row' > ${afterRow}
        AND j.value ->> 'reason' IN (SELECT value FROM json_each(${JSON.stringify(reasons)}))
      ORDER BY p.last_row, j.key LIMIT ${limit}`)
    // Written by this feature as JSON of this type.
    .then((rows) => rows.map(({ problem }) => JSON.parse(problem) as RowFinding))

/** The batch in which a row would be. */
export const findBatchOf = (db: AccountDb, id: string, row: number) =>
  db
    .select({ problems: importProblems.problems })
    .from(importProblems)
    .where(and(ofImport(db, id), gte(importProblems.lastRow, row)))
    .orderBy(asc(importProblems.lastRow))
    .limit(1)
    .get()

const editsOf = (db: AccountDb, id: string) =>
  and(eq(importEdits.accountId, db.accountId), eq(importEdits.importId, id))

export const listEdits = (db: AccountDb, id: string, limit: number): Promise<RowEditRow[]> =>
  db.select().from(importEdits).where(editsOf(db, id)).orderBy(importEdits.rowNo).limit(limit)

export const countEdits = (db: AccountDb, id: string): Promise<number> =>
  db.$count(importEdits, editsOf(db, id))

/** How many corrected rows went from which count to which. */
export const countMoves = (db: AccountDb, id: string): Promise<Moves> =>
  db.all<{ was: RowOutcome; outcome: RowOutcome; count: number }>(sql`
    SELECT was, outcome, count(*) AS count FROM import_edits
    WHERE account_id = ${db.accountId} AND import_id = ${id} GROUP BY was, outcome`)

/** One correction per row, while the import is being reviewed. No row back: it is not any more. */
export const saveEdit = (db: AccountDb, edit: Omit<RowEditRow, 'accountId'>) =>
  db
    .get<{ row: number }>(sql`
    INSERT INTO import_edits (account_id, import_id, row_no, phone, was, outcome, problem, at)
    SELECT ${db.accountId}, ${edit.importId}, ${edit.rowNo}, ${edit.phone}, ${edit.was},
           ${edit.outcome}, ${edit.problem}, ${edit.at}
    FROM imports
    WHERE account_id = ${db.accountId} AND id = ${edit.importId} AND state = 'checked'
    ON CONFLICT (account_id, import_id, row_no) DO UPDATE
    SET phone = excluded.phone, outcome = excluded.outcome, problem = excluded.problem, at = excluded.at
    RETURNING row_no AS row`)
    .then((row: { row: number } | undefined) => row !== undefined)

export const deleteEdit = (db: AccountDb, id: string, row: number) =>
  db.delete(importEdits).where(and(editsOf(db, id), eq(importEdits.rowNo, row)))

export const deleteEdits = (db: AccountDb, id: string) =>
  db.delete(importEdits).where(editsOf(db, id))
