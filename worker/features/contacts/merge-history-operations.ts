// What was written with two people follows them when they become one, and when they are two again.

import type { AccountDb } from '../../boundary/db'
import { SECOND_MS } from '../../lib/time'
import type { Following, MergeDeps, MergePart, Pair } from './merge-parts'
import { findMerge, moveMerge } from './merge-queries'
import { closeMerge, moveSlice, slicesOfPart, takeSliceBack } from './merge-slice-queries'

/** A slice of long work ends after this and queues the next, so that nothing blocks the queue. */
export const SLICE_MS = 5 * SECOND_MS

/**
 * Works for a while; `more` when there is work left. Repeatable: a crash repeats one step. Where all has
 * moved already, it moves who came late.
 */
export async function continueMerge(
  deps: MergeDeps,
  db: AccountDb,
  parts: readonly MergePart[],
  mergeId: string,
  forMs = SLICE_MS,
): Promise<'more' | 'done'> {
  const merge = await findMerge(db, mergeId)
  if (!merge?.isOpen) return 'done'
  const { id, keptId, droppedId, state } = merge
  const work = { deps, db, parts, pair: { id, keptId, droppedId } }
  const stopAt = deps.clock.now() + forMs
  if (state === 'undone') return 'done'
  return state === 'undoing' ? goBack(work, stopAt) : follow(work, stopAt)
}

type Work = { deps: MergeDeps; db: AccountDb; parts: readonly MergePart[]; pair: Pair }

async function follow({ deps, db, parts, pair }: Work, stopAt: number): Promise<'more' | 'done'> {
  const { clock } = deps
  for (const part of parts) {
    for (const what of part.following) {
      while (await moveNext(db, pair, what, clock.now())) {
        if (clock.now() >= stopAt) return 'more'
      }
    }
    await part.merged?.(deps, db, pair)
  }
  await moveMerge(db, pair.id, 'moving', { state: 'done', updatedAt: clock.now() })
  return 'done'
}

/** False once there is nothing left, or somebody undoes it. */
async function moveNext(db: AccountDb, pair: Pair, what: Following, now: number): Promise<boolean> {
  const merge = await findMerge(db, pair.id)
  const stands = merge?.state === 'moving' || merge?.state === 'done'
  return stands && moveSlice(db, pair, merge.slices, what, now)
}

async function goBack({ deps, db, parts, pair }: Work, stopAt: number): Promise<'more' | 'done'> {
  const { clock } = deps
  for (const part of parts) {
    await part.parting?.(db, pair)
    for (const what of part.following) {
      for (const { no } of await slicesOfPart(db, pair.id, what.table)) {
        await takeSliceBack(db, pair, no, what, clock.now())
        if (clock.now() >= stopAt) return 'more'
      }
    }
    await part.parted?.(deps, db, pair)
  }
  await closeMerge(db, pair, 'undone', [], clock.now())
  return 'done'
}
