import { ConfigError } from '../../boundary/config'
import { SERVICE_SEALED } from '../../boundary/crypto/sealed-fields'
import { keyIdOf } from '../../boundary/crypto/sealing'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { logFailure } from '../../lib/log'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'
import { recordAudit } from './audit-operations'
import {
  countByKek,
  countTakenAlong,
  insertRotation,
  type KeyPlace,
  listAccountsWithOldKeys,
  listActiveAccounts,
  listKekIds,
  listKeys,
  listKeysToRewrap,
  listOpenRotations,
  listServiceSealed,
  type Rotation,
  storeServiceSealed,
} from './key-queries'

export type KeyDeps = Pick<Deps, 'db' | 'keys' | 'clock' | 'jobs' | 'files'>

/** A slice of long work ends after this and queues the next. */
export const SLICE_MS = 5 * SECOND_MS
const KEYS_PER_STATEMENT = 100
/** More questions of people than this are never open at once. */
const MOST_COUNTED = 5000
/** A data key seals for a year, then the next one does. */
const KEY_MOST_AGE_MS = 365 * DAY_MS
/** A rotation that has not moved for this long lost its job, or waits for its last walk. */
const STALE_MS = 5 * MINUTE_MS
const ROTATIONS_PER_SWEEP = 50
/** Pressed again and again, it does not pile up keys that nothing is sealed with. */
const MOST_OLD_KEYS = 2

/** Refuses to serve when stored keys need a key-encryption key that is not configured. */
export async function checkKeks({ db, keys }: Pick<Deps, 'db' | 'keys'>): Promise<void> {
  const used = await Promise.all(db.shards.map((name) => listKekIds(db.shard(name))))
  for (const id of new Set(used.flat())) {
    if (!keys.keks.ids.includes(id)) {
      throw new ConfigError(`KEK_${id} is not set, and stored keys are still wrapped with it`)
    }
  }
}

/** Wraps keys of a shard with the current key-encryption key; answers whether its time ran out before. */
export async function rewrapKeys(deps: KeyDeps, shard: string, until: number): Promise<boolean> {
  const { current } = deps.keys.keks
  const database = deps.db.shard(shard)
  const used = await listKekIds(database)
  if (used.every((id) => id === current)) return false

  let after: KeyPlace = { accountId: '', keyId: '' }
  for (;;) {
    const rows = await listKeysToRewrap(database, current, after, KEYS_PER_STATEMENT)
    for (const row of rows) {
      if (deps.clock.now() > until) return true
      await rewrapOne(deps, shard, row)
      after = row
    }
    if (rows.length < KEYS_PER_STATEMENT) return false
  }
}

/** One account's damaged key must not keep the others under the old one; the count shows it. */
async function rewrapOne(deps: KeyDeps, shard: string, { accountId, keyId }: KeyPlace) {
  try {
    await deps.keys.rewrap(await deps.db.account(accountId, shard), keyId)
  } catch (error) {
    logFailure('keys.not_rewrapped', error)
  }
}

/** Seals anew, under the current key-encryption key, what belongs to no account. */
export async function resealService({ db, keys }: Pick<Deps, 'db' | 'keys'>): Promise<void> {
  for (const column of SERVICE_SEALED) {
    const { current } = keys.keks
    const rows = await listServiceSealed(db.directory, column, current, KEYS_PER_STATEMENT)
    for (const row of rows) {
      try {
        const plain = await keys.ofService.open(column.purpose, row.id, row.sealed)
        const again = await keys.ofService.seal(column.purpose, row.id, plain)
        await storeServiceSealed(db.directory, column, row, again)
      } catch (error) {
        // It keeps its key: the count shows it.
        logFailure('keys.not_resealed', error)
      }
    }
  }
}

/**
 * Gives an account a new data key, which seals from now on, and has everything sealed with older ones
 * sealed anew in the background. Nobody waits: values open under either key all the while.
 */
export async function startKeyRotation(deps: KeyDeps, db: AccountDb, actor: string): Promise<void> {
  const older = await listKeys(db)
  const newest = older.at(-1)
  if (older.length > MOST_OLD_KEYS) return
  // The newest by its time seals: also with a clock that was moved back.
  const now = Math.max(deps.clock.now(), (newest?.createdAt ?? 0) + 1)
  await deps.keys.create(db, now)
  for (const { id } of older) await insertRotation(db, id, now)
  await recordAudit(db, deps.clock, {
    actor,
    action: 'keys.rotation_started',
    target: `account:${db.accountId}`,
  })
  for (const { id } of older) await queueReseal(deps, db.accountId, id)
}

export const queueReseal = ({ jobs }: Pick<Deps, 'jobs'>, accountId: string, keyId: string) =>
  jobs.chore({ type: 'keys.reseal', accountId, keyId })

/** Starts a rotation for accounts whose key is a year old. */
export async function rotateOldKeys(deps: KeyDeps): Promise<void> {
  const before = deps.clock.now() - KEY_MOST_AGE_MS
  for (const shard of deps.db.shards) {
    const rows = await listAccountsWithOldKeys(deps.db.shard(shard), before, ROTATIONS_PER_SWEEP)
    for (const { accountId } of rows) {
      await startKeyRotation(deps, await deps.db.account(accountId, shard), 'system')
    }
  }
}

/** The operator's wish: a new data key for every active account, a page of accounts at a time. */
export async function rotateAllKeys(
  deps: KeyDeps,
  shard: string,
  after: string,
): Promise<string | null> {
  const until = deps.clock.now() + SLICE_MS
  const rows = await listActiveAccounts(deps.db.shard(shard), after, KEYS_PER_STATEMENT)
  let last: string | null = null
  for (const { accountId } of rows) {
    await startKeyRotation(deps, await deps.db.account(accountId, shard), 'operator')
    last = accountId
    if (deps.clock.now() > until) return last
  }
  return rows.length === KEYS_PER_STATEMENT ? last : null
}

/** Queues again what stands still. */
export async function resumeRotations(deps: KeyDeps): Promise<void> {
  const before = deps.clock.now() - STALE_MS
  for (const shard of deps.db.shards) {
    const rows = await listOpenRotations(deps.db.shard(shard), before, ROTATIONS_PER_SWEEP)
    for (const { accountId, keyId } of rows) await queueReseal(deps, accountId, keyId)
  }
}

export type KeyStatus = {
  current: string
  /** Each key-encryption key with what it still wraps; one without anything may be removed. */
  keks: { id: string; isConfigured: boolean; keys: number; bodies: number; mayBeRemoved: boolean }[]
  rotations: Rotation[]
  /** Deletions that still hold a token for Meta, 30 days at most. */
  takenAlong: number
}

/** How far rotations are, over all accounts. */
export async function keyStatus(
  deps: Pick<Deps, 'db' | 'keys' | 'clock' | 'files'>,
): Promise<KeyStatus> {
  const { current, ids } = deps.keys.keks
  const counts = new Map<string, number>(ids.map((id) => [id, 0]))
  const rotations: Rotation[] = []
  for (const name of deps.db.shards) {
    const shard = deps.db.shard(name)
    for (const { kekId, keys } of await countByKek(shard)) {
      counts.set(kekId, (counts.get(kekId) ?? 0) + keys)
    }
    rotations.push(...(await listOpenRotations(shard, Number.MAX_SAFE_INTEGER, 100)))
  }
  const bodies = await countServiceByKek(deps)
  const takenAlong = await countTakenAlong(deps.db.directory, deps.clock.now())
  const keks = [...counts].sort().map(([id, keys]) => ({
    id,
    isConfigured: ids.includes(id),
    keys,
    bodies: bodies.get(id) ?? 0,
    // Objects that delete an account don't say which key seals what they took along: none may go.
    mayBeRemoved:
      id !== current && ids.includes(id) && keys === 0 && !bodies.get(id) && takenAlong === 0,
  }))
  return { current, keks, rotations, takenAlong }
}

/** What is sealed under a key-encryption key itself: webhook bodies that wait in R2, people's questions. */
async function countServiceByKek({ files, db }: Pick<Deps, 'files' | 'db'>) {
  const counts = new Map<string, number>()
  for (const column of SERVICE_SEALED) {
    for (const { sealed } of await listServiceSealed(db.directory, column, '', MOST_COUNTED)) {
      const id = keyIdOf(sealed)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
  }
  let cursor: string | undefined
  do {
    const page = await files.list({
      prefix: 'events/',
      include: ['customMetadata'],
      ...(cursor && { cursor }),
    })
    for (const { customMetadata } of page.objects) {
      const id = customMetadata?.kek
      if (id) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor)
  return counts
}
