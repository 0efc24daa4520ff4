type Row = Record<string, SqlStorageValue>

export const first = <T extends Row>(cursor: SqlStorageCursor<Row>): T | undefined =>
  // The caller names the columns of the statement it wrote; SQLite cannot know the type.
  cursor.toArray()[0] as T | undefined

/** Adds to a named count of a number, and answers the new value. */
export function count(sql: SqlStorage, scope: string, name: string, by = 1): number {
  const row = first<{ n: number }>(
    sql.exec(
      `INSERT INTO counters (scope, name, n) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n RETURNING n`,
      scope,
      name,
      by,
    ),
  )
  return row?.n ?? by
}
