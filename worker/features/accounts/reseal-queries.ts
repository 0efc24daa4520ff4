import { type SQL, sql } from 'drizzle-orm'
import type { SealedColumn } from '../../boundary/crypto/sealed-fields'
import type { AccountDb } from '../../boundary/db'

export type SealedRow = { keys: (string | number)[]; sealed: string | null }

const namesOf = (keys: readonly string[]) => sql.raw(keys.join(', '))
const list = (values: (string | number)[]): SQL =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )

/** The next rows of a table in the order of its primary key, sealed value or not. */
export async function listSealedRows(
  db: AccountDb,
  { table, column, keys }: SealedColumn,
  after: (string | number)[] | null,
  limit: number,
): Promise<SealedRow[]> {
  const names = namesOf(keys)
  const isLater = after === null ? sql`` : sql`AND (${names}) > (${list(after)})`
  const rows = await db.all<{ keys: string; sealed: string | null }>(sql`
    SELECT json_array(${names}) AS keys, ${sql.raw(column)} AS sealed FROM ${sql.raw(table)}
    WHERE account_id = ${db.accountId} ${isLater} ORDER BY ${names} LIMIT ${limit}`)
  // The array was built of key columns by the statement above.
  return rows.map(({ keys, sealed }) => ({ keys: JSON.parse(keys) as SealedRow['keys'], sealed }))
}

/** Writes values sealed anew, each only where the one it was made of still stands. */
export async function storeResealed(
  db: AccountDb,
  { table, column, keys }: SealedColumn,
  changes: { keys: (string | number)[]; old: string; sealed: string }[],
): Promise<void> {
  const updates = changes.map((change) =>
    db.run(sql`
      UPDATE ${sql.raw(table)} SET ${sql.raw(column)} = ${change.sealed}
      WHERE account_id = ${db.accountId} AND (${namesOf(keys)}) = (${list(change.keys)})
        AND ${sql.raw(column)} = ${change.old}`),
  )
  const [first, ...rest] = updates
  if (first) await db.batch([first, ...rest])
}
