import { and, eq } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { fields } from './tables'

type Field = typeof fields.$inferSelect

export const countFields = (db: AccountDb) => db.$count(fields, eq(fields.accountId, db.accountId))

/** No row back: a field of this key exists. */
export const insertField = (db: AccountDb, row: Field) =>
  db.insert(fields).values(row).onConflictDoNothing().returning().get()

export const changeFieldRow = (
  db: AccountDb,
  key: string,
  change: Partial<Pick<Field, 'name' | 'choices'>>,
) =>
  db
    .update(fields)
    .set(change)
    .where(and(eq(fields.accountId, db.accountId), eq(fields.key, key)))
    .returning()
    .get()

export const findField = (db: AccountDb, key: string) =>
  db
    .select()
    .from(fields)
    .where(and(eq(fields.accountId, db.accountId), eq(fields.key, key)))
    .get()
