// Sample templates, written and taken away as a whole.

import { and, eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { SAMPLE_RANGE } from '../contacts/samples'
import type { Template } from './queries'
import { templates } from './tables'

const [FIRST, END] = SAMPLE_RANGE

const isSample = sql`(${templates.id} >= ${FIRST} AND ${templates.id} < ${END})`

/** Of an account's templates, those that are at Meta. */
export const isReal = sql`NOT ${isSample}`

/** What is there stays as it is. */
export async function insertSampleTemplates(db: AccountDb, rows: Template[]): Promise<void> {
  for (const row of rows) await db.insert(templates).values(row).onConflictDoNothing()
}

export async function deleteSampleTemplates(db: AccountDb): Promise<void> {
  await db.delete(templates).where(and(eq(templates.accountId, db.accountId), isSample))
}
