/** What D1 says its statements cost. */
export type Cost = { rowsRead: number; rowsWritten: number; statements: number }

/** A D1 binding that adds up the cost of everything asked of it. */
export function countCost(database: D1Database): { database: D1Database; cost: Cost } {
  const cost: Cost = { rowsRead: 0, rowsWritten: 0, statements: 0 }
  const add = <T extends { meta: D1Meta }>(result: T): T => {
    cost.rowsRead += result.meta.rows_read
    cost.rowsWritten += result.meta.rows_written
    cost.statements += 1
    return result
  }
  const inner = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement, text: string): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), text),
      run: async () => add(await statement.run()),
      all: async () => add(await statement.all()),
      first: (...columns: [string]) => statement.first(...columns),
      // D1 tells no cost with raw rows: what only reads is asked once more for it.
      raw: async (options?: { columnNames: true }) => {
        if (/^\s*(select|with)\b/i.test(text)) add(await statement.all())
        return options ? statement.raw(options) : statement.raw()
      },
    }
    inner.set(wrapped, statement)
    // It has every method that drizzle calls.
    return wrapped as unknown as D1PreparedStatement
  }
  const counted = {
    prepare: (text: string) => wrap(database.prepare(text), text),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await database.batch(statements.map((one) => inner.get(one) ?? one))
      return results.map(add)
    },
  }
  return { database: counted as unknown as D1Database, cost }
}
