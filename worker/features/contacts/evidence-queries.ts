import { and, type Column, eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { legalBases } from './basis-tables'
import { imports, type SuppressionScope } from './tables'

export const listStops = (db: AccountDb, identities: readonly string[]) =>
  db.all<{ identity: string; scope: SuppressionScope; reason: string; at: number }>(sql`
    SELECT s.identity, s.scope, s.reason, s.at
    FROM json_each(${JSON.stringify(identities)}) AS j CROSS JOIN suppressions AS s
    WHERE s.account_id = ${db.accountId} AND s.identity = j.value
    ORDER BY s.at, s.identity LIMIT 100`)

/** Names of the files that imports read. */
export const listImportFiles = (db: AccountDb, ids: string[]) =>
  db
    .select({ id: imports.id, fileName: imports.fileName })
    .from(imports)
    .where(and(eq(imports.accountId, db.accountId), isOneOf(imports.id, ids)))

export const listBases = (db: AccountDb, ids: string[]) =>
  db
    .select()
    .from(legalBases)
    .where(and(eq(legalBases.accountId, db.accountId), isOneOf(legalBases.id, ids)))

/** A list of any length is one parameter. */
const isOneOf = (column: Column, ids: string[]) =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
