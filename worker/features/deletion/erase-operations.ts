import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { SealError } from '../../boundary/crypto/sealing'
import type { AccountDb } from '../../boundary/db'
import { deleteFiles } from '../contacts/import-file-operations'
import { listNumberRows } from '../meta/queries'
import {
  countOnlyHere,
  countRows,
  countUsers,
  eraseSlice,
  eraseUsers,
  forgetInActs,
  listMembers,
  listTablesOfAccounts,
  listUploads,
} from './erase-queries'
import {
  DATA_TABLES,
  DIRECTORY_TABLES,
  FILE_PREFIXES,
  KEY_FOLDER,
  LAST_TABLES,
  type OwnedTable,
  prefixOf,
} from './owned-tables'
import type { Run, StepEnd } from './run'

/** Rows per statement: a few tenths of a second, so that other accounts of the shard are not kept waiting. */
const ROWS_PER_STATEMENT = 10_000
/** R2 lists and deletes so many at a time. */
const FILES_PER_CALL = 1000

/** Step 5: uploads, raw webhooks, dead letters, exports. */
export async function eraseFiles(run: Run): Promise<StepEnd> {
  await abortUploads(run)
  for (const folder of FILE_PREFIXES) await eraseFolder(run, folder)
  return 'done'
}

/** Parts of an unfinished upload are in no list: R2 is told of each. */
async function abortUploads({ deps, db, effect }: Run): Promise<void> {
  for (const { id, uploadId } of await listUploads(db)) {
    await effect('files.abort', () => deleteFiles(deps.files, db.accountId, id, uploadId))
  }
}

async function eraseFolder({ deps, db, effect, counted }: Run, folder: string): Promise<void> {
  const prefix = prefixOf(folder, db.accountId)
  await counted(`files:${folder}`, () => countFiles(deps.files, prefix))
  for (;;) {
    const { objects } = await deps.files.list({ prefix, limit: FILES_PER_CALL })
    if (objects.length === 0) return
    const keys = objects.map(({ key }) => key)
    await effect(`files.delete.${folder}`, () => deps.files.delete(keys))
  }
}

async function countFiles(files: R2Bucket, prefix: string): Promise<number> {
  let count = 0
  let cursor: string | undefined
  do {
    const page = await files.list({ prefix, limit: FILES_PER_CALL, ...(cursor && { cursor }) })
    count += page.objects.length
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor)
  return count
}

/** Step 6: the room of its browsers, the pacers of its numbers. */
export async function eraseObjects({ deps, db, effect, ledger }: Run): Promise<StepEnd> {
  // Written down, because the check at the end asks when the numbers are gone.
  if (!ledger.get('numbers')) {
    ledger.put(
      'numbers',
      (await listNumberRows(db)).map(({ id }) => id),
    )
  }
  await effect('objects.live', () => deps.live.erase(db.accountId))
  for (const numberId of ledger.get('numbers') ?? []) {
    await effect('objects.pacer', () => deps.pacer(db.accountId, numberId).erase())
  }
  return 'done'
}

/** Step 7: everything in the shard but the key and the account's own row. */
export async function eraseRows(run: Run): Promise<StepEnd> {
  await countTables(run, run.db, [...DATA_TABLES, ...LAST_TABLES])
  return eraseTables(run, run.db, DATA_TABLES)
}

/** Step 7b: who owned what, who worked there; people who work nowhere else now. */
export async function eraseDirectory(run: Run): Promise<StepEnd> {
  const { deps, db, ledger, effect, counted } = run
  const { directory } = deps.db
  // Everybody: who works elsewhere now may have nothing left by then, where that is deleted too.
  if (!ledger.get('users')) ledger.put('users', await listMembers(directory, db.accountId))
  const users = ledger.get('users') ?? []
  await counted('users', () => countOnlyHere(directory, db.accountId))
  await countTables(run, directory, DIRECTORY_TABLES)
  const end = await eraseTables(run, directory, DIRECTORY_TABLES)
  if (end !== 'done') return end
  await effect('directory.users', () => eraseUsers(directory, users))
  await effect('directory.acts', () => forgetInActs(directory, db.accountId))
  return 'done'
}

async function countTables(run: Run, db: DrizzleD1Database, tables: readonly OwnedTable[]) {
  for (const table of tables) {
    await run.counted(table.name, () => countRows(db, table, run.db.accountId))
  }
}

async function eraseTables(
  { db, effect, isTimeUp }: Run,
  from: DrizzleD1Database,
  tables: readonly OwnedTable[],
): Promise<StepEnd> {
  for (const table of tables) {
    for (;;) {
      const erased = await effect(`rows.delete.${table.name}`, () =>
        eraseSlice(from, table, db.accountId, ROWS_PER_STATEMENT),
      )
      if (erased < ROWS_PER_STATEMENT) break
      if (isTimeUp()) return 'more'
    }
  }
  return 'done'
}

/**
 * Step 8: the halves of the keys in R2 first: from then on nothing that was sealed can be opened, in
 * restore points neither. The account's own row goes last of all.
 */
export async function destroyKeys(run: Run): Promise<StepEnd> {
  await eraseFolder(run, KEY_FOLDER)
  return eraseTables(run, run.db, LAST_TABLES)
}

/** Step 9, which only reads: what is left, by table or folder. Empty is what it should be. */
export async function findLeft({ deps, db, ledger }: Run): Promise<string[]> {
  const { directory } = deps.db
  const left: string[] = []
  const look = async (name: string, count: Promise<number>) => {
    if ((await count) > 0) left.push(name)
  }
  for (const name of await listTablesOfAccounts(db)) {
    await look(name, countRows(db, { name, ownedBy: 'account_id' }, db.accountId))
  }
  for (const name of await listTablesOfAccounts(directory)) {
    // Says whose it is until the receipt is written, which is the last thing.
    if (name === 'deletion_requests') continue
    await look(name, countRows(directory, { name, ownedBy: 'account_id' }, db.accountId))
  }
  await look('accounts', countRows(directory, { name: 'accounts', ownedBy: 'id' }, db.accountId))
  await look('users', countUsers(directory, ledger.get('users') ?? []))
  for (const folder of [...FILE_PREFIXES, KEY_FOLDER]) {
    await look(folder, countFiles(deps.files, prefixOf(folder, db.accountId)))
  }
  if (!(await isLocked(deps, db))) left.push('a key that opens')
  return [...left, ...(await findObjectsLeft({ deps, db, ledger }))]
}

async function findObjectsLeft({ deps, db, ledger }: Pick<Run, 'deps' | 'db' | 'ledger'>) {
  const left: string[] = []
  for (const numberId of ledger.get('numbers') ?? []) {
    if (!(await deps.pacer(db.accountId, numberId).isErased())) left.push('a pacer')
  }
  if (!(await deps.live.isErased(db.accountId))) left.push('the live room')
  return left
}

async function isLocked({ keys }: Run['deps'], db: AccountDb): Promise<boolean> {
  try {
    await keys.openToEnd(db)
    return false
  } catch (error) {
    if (error instanceof SealError) return true
    throw error
  }
}
