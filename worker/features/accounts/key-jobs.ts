import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import {
  type KeyDeps,
  queueReseal,
  resealService,
  resumeRotations,
  rewrapKeys,
  rotateAllKeys,
  rotateOldKeys,
  SLICE_MS,
} from './key-operations'
import { resealSlice } from './reseal-operations'
import { findTenant } from './tenant-queries'

/** Moves keys to the current key-encryption key, and rotations of data keys along. */
export async function sweepKeys(deps: KeyDeps, _job: JobOf<'keys.sweep'>): Promise<Verdict> {
  const until = deps.clock.now() + SLICE_MS
  let isMore = false
  for (const shard of deps.db.shards) {
    if (await rewrapKeys(deps, shard, until)) isMore = true
  }
  if (isMore) {
    await deps.jobs.chore({ type: 'keys.sweep' })
    return 'done'
  }
  await resealService(deps)
  await rotateOldKeys(deps)
  await resumeRotations(deps)
  return 'done'
}

export async function resealJob(
  deps: KeyDeps,
  { accountId, keyId }: JobOf<'keys.reseal'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  // A closed account's values stay as they are: it is about to go, or its keys are shut.
  if ((await findTenant(db))?.state !== 'active') return 'done'
  if ((await resealSlice(deps, db, keyId)) === 'more') await queueReseal(deps, accountId, keyId)
  return 'done'
}

/** A new data key for every account, a page at a time. */
export async function rotateAllJob(
  deps: KeyDeps,
  { shard, after }: JobOf<'keys.rotate_all'>,
): Promise<Verdict> {
  const last = await rotateAllKeys(deps, shard, after)
  if (last) await deps.jobs.chore({ type: 'keys.rotate_all', shard, after: last })
  return 'done'
}
