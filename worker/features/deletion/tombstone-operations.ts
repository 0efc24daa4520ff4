import { hmacHex, importHmacKey } from '../../boundary/crypto/hash'
import type { Deps } from '../../boundary/deps'
import { randomId } from '../../lib/ids'
import { log } from '../../lib/log'
import { destroyKeys, eraseDirectory, eraseFiles, eraseRows } from './erase-operations'
import type { Run, WorkflowDeps } from './run'
import type { Ledger, LedgerEntries } from './steps'
import { TOMBSTONE_MS } from './steps'
import {
  deleteOldTombstones,
  listTombstoneHashes,
  pageAccounts,
  pageTenants,
  saveTombstone,
} from './tombstone-queries'

/** R2 has no restore points: what is written there survives a restore of the databases. */
const FOLDER = 'tombstones'
const ACCOUNTS_PER_PAGE = 500

/** Step 10: remembers, by a hash, that this account is gone. */
export async function layTombstone(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'files'>,
  accountId: string,
): Promise<void> {
  const at = deps.clock.now()
  const until = at + TOMBSTONE_MS
  const hash = await (await openHash(deps))(accountId)
  await deps.files.put(`${FOLDER}/${hash}`, JSON.stringify({ at, until }))
  await saveTombstone(deps.db.directory, { hash, at, until })
}

/**
 * Deletes again what a restore of a database brought back: every account that has a tombstone, wherever
 * it stands. Runs each hour, and by hand before a restored service opens. Answers how many there were.
 */
export async function replayTombstones(deps: WorkflowDeps): Promise<number> {
  const hashes = await liveTombstones(deps)
  if (hashes.size === 0) return 0
  const hashOf = await openHash(deps)
  let replayed = 0
  for await (const { accountId, shard } of everyAccount(deps)) {
    if (!hashes.has(await hashOf(accountId))) continue
    await eraseAgain(deps, accountId, shard)
    replayed++
  }
  if (replayed > 0) log('deletion.replayed', { accounts: replayed })
  return replayed
}

/** Hashes that count, from R2 and the directory: one of both may have been restored. */
async function liveTombstones(deps: Pick<Deps, 'clock' | 'db' | 'files'>): Promise<Set<string>> {
  const now = deps.clock.now()
  await deleteOldTombstones(deps.db.directory, now)
  const hashes = new Set(await listTombstoneHashes(deps.db.directory))
  let cursor: string | undefined
  do {
    const page = await deps.files.list({ prefix: `${FOLDER}/`, ...(cursor && { cursor }) })
    for (const { key, uploaded } of page.objects) {
      if (uploaded.getTime() + TOMBSTONE_MS < now) await deps.files.delete(key)
      else hashes.add(key.slice(FOLDER.length + 1))
    }
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor)
  return hashes
}

async function* everyAccount({ db }: Pick<Deps, 'db'>) {
  for (const shard of db.shards) {
    for (let after = ''; ; ) {
      const ids = await pageTenants(db.shard(shard), after, ACCOUNTS_PER_PAGE)
      for (const accountId of ids) yield { accountId, shard }
      const last = ids.at(-1)
      if (last === undefined) break
      after = last
    }
  }
  for (let after = ''; ; ) {
    const accounts = await pageAccounts(db.directory, after, ACCOUNTS_PER_PAGE)
    for (const { id, shard } of accounts) yield { accountId: id, shard }
    const last = accounts.at(-1)
    if (last === undefined) break
    after = last.id
  }
}

/** The erasing steps, without Meta, whose access ended the first time. */
async function eraseAgain(deps: WorkflowDeps, accountId: string, shard: string): Promise<void> {
  const order = { accountId, shard, code: randomId(), startsAt: 0 }
  const run: Run = {
    deps,
    order,
    db: await deps.db.account(accountId, shard),
    ledger: ledgerInMemory(),
    effect: (_name, change) => change(),
    counted: async () => {},
    isTimeUp: () => false,
  }
  await eraseFiles(run)
  await eraseRows(run)
  await eraseDirectory(run)
  await destroyKeys(run)
}

function ledgerInMemory(): Ledger {
  const entries: Partial<LedgerEntries> = {}
  return {
    get: (name) => entries[name],
    put: (name, value) => {
      entries[name] = value
    },
  }
}

/** The key is imported once, for however many accounts. */
async function openHash({ config }: Pick<Deps, 'config'>) {
  const key = await importHmacKey(config.TOMBSTONE_PEPPER)
  return (accountId: string) => hmacHex(key, `account/${accountId}`)
}
