import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

const DATA = import.meta.glob('../../migrations/data/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const DIRECTORY = import.meta.glob('../../migrations/directory/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export type Bound = { sql: string; values: unknown[] }
/** Rows as arrays: making an object of each costs more than SQLite's own work. */
export type Outcome = { columns: string[]; rows: unknown[][]; changes: number }

type Prepared = { statement: StatementSync; columns: string[]; isRead: boolean }

const NOTHING: string[] = []

/**
 * One in-memory database that all histories of a run share: statements are prepared once, tables are
 * emptied between histories.
 */
export class Database {
  readonly #sqlite = new DatabaseSync(':memory:')
  readonly #prepared = new Map<string, Prepared>()
  readonly #emptying: StatementSync[]

  constructor(
    readonly name: string,
    migrations: Record<string, string>,
  ) {
    for (const path of Object.keys(migrations).sort()) this.#sqlite.exec(migrations[path] ?? '')
    const tables = this.#sqlite
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all()
    this.#emptying = tables.map(({ name: table }) => this.#sqlite.prepare(`DELETE FROM "${table}"`))
  }

  empty(): void {
    for (const statement of this.#emptying) statement.run()
  }

  run({ sql, values }: Bound): Outcome {
    const { statement, columns, isRead } = this.#prepare(sql)
    const bound = values.map(toSqlite)
    if (columns.length === 0) {
      return { columns, rows: [], changes: Number(statement.run(...bound).changes) }
    }
    // `setReturnArrays` makes arrays of rows; the types don't know.
    const rows = statement.all(...bound) as unknown as unknown[][]
    return { columns, rows, changes: isRead ? 0 : rows.length }
  }

  /** What a look from outside sees. */
  read(sql: string, ...values: unknown[]): unknown[][] {
    return this.run({ sql, values }).rows
  }

  /** All or nothing, as D1's batch. */
  batch(all: Bound[]): Outcome[] {
    this.#sqlite.exec('BEGIN')
    try {
      const outcomes = all.map((one) => this.run(one))
      this.#sqlite.exec('COMMIT')
      return outcomes
    } catch (error) {
      this.#sqlite.exec('ROLLBACK')
      throw error
    }
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = this.#sqlite.prepare(sql)
    const columns = statement.columns().map(({ name }) => name)
    if (new Set(columns).size < columns.length) throw new Error(`two columns of one name: ${sql}`)
    statement.setReturnArrays(true)
    const isRead = /^\s*(?:select|with)\b/i.test(sql) && !/\binsert into\b/i.test(sql)
    const prepared = { statement, columns: columns.length === 0 ? NOTHING : columns, isRead }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** D1 takes text, numbers, booleans, null and bytes. */
function toSqlite(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === undefined) throw new TypeError('D1 can not bind undefined')
  // What is left is one of D1's types, or SQLite itself refuses it.
  return value as SQLInputValue
}

export type Databases = { DIRECTORY: Database; DATA_0: Database; DATA_1: Database }

export const openDatabases = (): Databases => ({
  DIRECTORY: new Database('DIRECTORY', DIRECTORY),
  DATA_0: new Database('DATA_0', DATA),
  DATA_1: new Database('DATA_1', DATA),
})
