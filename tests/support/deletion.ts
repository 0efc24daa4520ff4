import { type ConsumerDeps, openConsumerDeps } from '../../worker/consumer/dispatch'
import {
  DATA_TABLES,
  DIRECTORY_TABLES,
  FILE_PREFIXES,
  KEY_FOLDER,
  LAST_TABLES,
  prefixOf,
} from '../../worker/features/deletion/owned-tables'
import { startDeletion } from '../../worker/features/deletion/request-operations'
import { findRequest } from '../../worker/features/deletion/request-queries'
import type { Effect } from '../../worker/features/deletion/run'
import type { Ledger, LedgerEntries } from '../../worker/features/deletion/steps'
import { advance } from '../../worker/features/deletion/workflow-operations'
import { randomId } from '../../worker/lib/ids'
import { ORIGIN } from './browser'
import { testEnv } from './lists'
import type { Shop } from './shop'

/** The process that worked was killed: whatever it still tries fails. */
class Killed extends Error {}

/**
 * A deletion as its object runs it, with a clock of the test's own. With `kills` every change outside is
 * stopped twice, once before and once after it happened, and only the third try goes through.
 */
export class Deletion {
  readonly killed = new Map<string, number>()
  readonly deps: ConsumerDeps
  readonly #kept = new Map<string, string>()
  #now: number
  #isDead = false
  #again: number | null = null
  code = ''

  constructor(
    readonly shop: Shop,
    readonly options: { kills?: boolean; deps?: Partial<ConsumerDeps> } = {},
  ) {
    this.#now = shop.now()
    this.deps = {
      ...openConsumerDeps(testEnv),
      clock: { now: () => this.#now },
      // The object itself is asked in tests of its own; here its alarm is the test's.
      deletions: {
        of: () => ({
          begin: async (order) => this.ledger.put('order', order),
          hurry: async () => {},
          forget: async () => this.#kept.clear(),
        }),
      },
      ...options.deps,
    }
  }

  get now() {
    return this.#now
  }
  wait(ms: number): void {
    this.#now += ms
  }

  readonly ledger: Ledger = {
    get: (name) => {
      const text = this.#kept.get(name)
      return text === undefined ? undefined : (JSON.parse(text) as never)
    },
    put: <K extends keyof LedgerEntries>(name: K, value: LedgerEntries[K]) => {
      if (this.#isDead) throw new Killed()
      this.#kept.set(name, JSON.stringify(value))
    },
  }

  readonly #effect: Effect = async (name, change) => {
    if (this.#isDead) throw new Killed()
    const kills = this.killed.get(name) ?? 0
    if (!this.options.kills || kills >= 2) return change()
    this.killed.set(name, kills + 1)
    if (kills === 1) await change()
    this.#isDead = true
    throw new Killed()
  }

  /** As Meta's callback or the operator enters it: the work begins at once. */
  async begin(waitMs = 0): Promise<this> {
    const db = await this.shop.db()
    const start = { via: 'operator', actor: 'operator', waitMs, origin: ORIGIN } as const
    const { code } = await startDeletion(this.deps, db, start)
    this.code = code
    return this
  }

  /** One alarm; answers whether there will be another. */
  async alarm(): Promise<boolean> {
    this.#isDead = false
    const { again } = await advance(this.deps, this.ledger, this.#effect)
    this.#again = again
    return again !== null
  }

  /** Alarm after alarm, each when it is due. */
  async finish(most = 500): Promise<void> {
    for (let alarms = 0; await this.alarm(); alarms++) {
      if (alarms === most) {
        const request = await findRequest(this.deps.db.directory, this.code)
        throw new Error(`it never ends: ${JSON.stringify(request?.trouble)}`)
      }
      this.#now = Math.max(this.#now + 1, this.#again ?? 0)
    }
  }
}

const TABLES = [...DATA_TABLES, ...LAST_TABLES]

/** What nobody else has: found again wherever something of the account was left. */
export const canaryOf = (accountId: string) => `canary-${accountId}`

/** Adds a row to each table that has none of the account yet, and a file to each folder. */
export async function fillEverything(accountId: string): Promise<void> {
  const shard = await shardOf(accountId)
  for (const { name, ownedBy } of TABLES) await fill(shard, name, ownedBy, accountId)
  for (const { name, ownedBy } of DIRECTORY_TABLES) {
    await fill(testEnv.DIRECTORY, name, ownedBy, accountId)
  }
  for (const folder of FILE_PREFIXES) {
    await testEnv.FILES.put(`${prefixOf(folder, accountId)}${randomId()}`, canaryOf(accountId))
  }
}

type Column = { name: string; type: string; notnull: number; pk: number }

async function fill(database: D1Database, table: string, ownedBy: string, accountId: string) {
  const found = await database
    .prepare(`SELECT 1 FROM ${table} WHERE ${ownedBy} = ? LIMIT 1`)
    .bind(accountId)
    .first()
  if (found) return
  const { results } = await database.prepare(`PRAGMA table_info(${table})`).all<Column>()
  const values = results.map(({ name, type }) => {
    if (name === ownedBy) return accountId
    return type.toLowerCase() === 'integer' ? 1 : `"${canaryOf(accountId)}"`
  })
  const marks = values.map(() => '?').join(', ')
  await database
    .prepare(`INSERT INTO ${table} VALUES (${marks})`)
    .bind(...values)
    .run()
}

async function shardOf(accountId: string): Promise<D1Database> {
  const row = await testEnv.DIRECTORY.prepare('SELECT shard FROM accounts WHERE id = ?')
    .bind(accountId)
    .first<{ shard: 'DATA_0' | 'DATA_1' }>()
  return testEnv[row?.shard ?? 'DATA_0']
}

/** Rows and files of an account, by place; places without any are left out. */
export async function contentsOf(
  accountId: string,
  userIds: string[] = [],
): Promise<Map<string, unknown[]>> {
  const contents = new Map<string, unknown[]>()
  const look = async (database: D1Database, place: string, table: string, where: string) => {
    const { results } = await database.prepare(`SELECT * FROM ${table} WHERE ${where}`).all()
    if (results.length > 0) contents.set(`${place}.${table}`, results)
  }
  for (const { name } of TABLES) {
    for (const place of ['DATA_0', 'DATA_1'] as const) {
      await look(testEnv[place], place, name, `account_id = '${accountId}'`)
    }
  }
  for (const { name, ownedBy } of DIRECTORY_TABLES) {
    await look(testEnv.DIRECTORY, 'DIRECTORY', name, `${ownedBy} = '${accountId}'`)
  }
  await look(testEnv.DIRECTORY, 'DIRECTORY', 'deletion_requests', `account_id = '${accountId}'`)
  for (const id of userIds) await look(testEnv.DIRECTORY, 'DIRECTORY', 'users', `id = '${id}'`)
  for (const folder of [...FILE_PREFIXES, KEY_FOLDER]) {
    const { objects } = await testEnv.FILES.list({ prefix: prefixOf(folder, accountId) })
    const files = objects.map(({ key, etag }) => `${key} ${etag}`)
    if (files.length > 0) contents.set(folder, files)
  }
  return contents
}

/** Places in which a text stands, in any column of any table. */
export async function placesOf(text: string): Promise<string[]> {
  const places: string[] = []
  for (const place of ['DIRECTORY', 'DATA_0', 'DATA_1'] as const) {
    const tables = await testEnv[place]
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table'
         AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'`,
      )
      .all<{ name: string }>()
    for (const { name } of tables.results) {
      const { results } = await testEnv[place].prepare(`SELECT * FROM ${name}`).all()
      if (JSON.stringify(results).includes(text)) places.push(`${place}.${name}`)
    }
  }
  return places
}
