import { sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { SQLiteRaw } from 'drizzle-orm/sqlite-core/query-builders/raw'
import { AppError } from '../../lib/errors'

declare const directoryBrand: unique symbol
declare const accountBrand: unique symbol

/** What must be found before an account is known: people, sessions, who owns which number. */
export type DirectoryDb = DrizzleD1Database & { readonly [directoryBrand]: true }

/**
 * The handle that queries on one account's data accept. It carries the account's id, so that no query
 * can be given another one; it is opened only for the account of a session, a job or a routed webhook.
 */
export type AccountDb = DrizzleD1Database & {
  readonly accountId: string
  readonly [accountBrand]: true
}

/** The bindings of one worker: DIRECTORY, and DATA_0 … DATA_n, one per shard. */
export type Databases = {
  directory: DirectoryDb
  /** Names of the shards that exist, for new accounts. */
  shards: string[]
  /** Opens an account's data; looks its shard up unless the caller knows it. */
  account(accountId: string, shard?: string): Promise<AccountDb>
  /** Opens a shard as a whole, for sweeps that find work of all accounts in it. */
  shard(name: string): DrizzleD1Database
}

const SHARD_BINDING = /^DATA_\d+$/

export function openDatabases(env: { DIRECTORY: D1Database }): Databases {
  // Both are opened by who asks for them: a webhook is taken without.
  let found: Map<string, D1Database> | undefined
  const bindings = () => {
    found ??= new Map(
      Object.entries(env).filter((entry): entry is [string, D1Database] =>
        SHARD_BINDING.test(entry[0]),
      ),
    )
    return found
  }
  let opened: DirectoryDb | undefined
  const directory = () => {
    // The brand exists only for the type checker.
    opened ??= openOne(env.DIRECTORY) as DrizzleD1Database as DirectoryDb
    return opened
  }

  const bindingOf = (shard: string) => {
    const binding = bindings().get(shard)
    if (!binding) throw new Error(`no database is bound for shard ${shard}`)
    return binding
  }
  const shardOf = async (accountId: string) => {
    const row = await directory().get<{ shard: string } | undefined>(
      sql`SELECT shard FROM accounts WHERE id = ${accountId}`,
    )
    if (!row) throw new AppError('account.not_found', 404)
    return row.shard
  }

  return {
    get directory() {
      return directory()
    },
    get shards() {
      return [...bindings().keys()].sort()
    },
    account: async (accountId, shard) => {
      const database = openOne(bindingOf(shard ?? (await shardOf(accountId))))
      return Object.assign(database, { accountId }) as DrizzleD1Database as AccountDb
    },
    shard: (name) => openOne(bindingOf(name)),
  }
}

/** A raw statement as drizzle hands it to `batch`: without the prepared statement that it then binds. */
type Raw = { stmt?: D1PreparedStatement; getQuery(): { sql: string } }

/** drizzle 0.45 can't batch raw statements that have parameters; all it lacks is the statement. */
function openOne(binding: D1Database): DrizzleD1Database {
  const database = drizzle(binding)
  const batch = database.batch.bind(database)
  const batchWithRaw: typeof batch = (queries) => {
    for (const query of queries) {
      if (!(query instanceof SQLiteRaw)) continue
      const raw = query as unknown as Raw
      raw.stmt = binding.prepare(raw.getQuery().sql)
    }
    return batch(queries)
  }
  return Object.assign(database, { batch: batchWithRaw })
}
