import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { logFailure } from '../../lib/log'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'
import { findNumber } from '../meta/queries'
import { watchCanary } from './canary-operations'
import { forgetLostMessages, writeChunks } from './freeze-queries'
import { useRoom } from './ledger-operations'
import { settleReservations } from './ledger-queries'
import { noteLimits } from './limit-note-operations'
import { enqueueChunks, wakeAtOpening } from './part-operations'
import { nextOpening } from './part-queries'
import { type Broadcast, findBroadcast, moveBroadcast } from './queries'
import { lookAtResting, openQuiet } from './quiet-operations'
import { endRest, noteRest } from './quiet-queries'
import { finishBroadcast } from './send-operations'
import { hasOpenChunks } from './send-queries'
import { queueStart } from './start-operations'
import {
  type ActiveRow,
  cancelQueued,
  finishSettledChunks,
  listActive,
  markStranded,
  touchAllChunks,
} from './sweep-queries'
import { tellForgotten } from './telling-operations'
import { listForgotten } from './waiting-queries'

type SweepDeps = Pick<Deps, 'clock' | 'db' | 'jobs' | 'live' | 'mailer'>

/** A step that stands still for this long was lost by a crash. */
const STILL_MS = MINUTE_MS
const HOLD_MARGIN_MS = 15 * SECOND_MS

/** Sweeps are a minute apart, and some come late. */
const NEXT_SWEEP_MS = 2 * MINUTE_MS

/** A row claimed this long ago, in a chunk that nobody works on, has lost its consumer. */
const STRANDED_MS = 2 * MINUTE_MS

/** A chunk's message is sent again after this without a sign of life; a doubled one finds nothing to claim. */
const REQUEUE_MS = 5 * MINUTE_MS

const HEALTH_MS = 5 * MINUTE_MS

/** Rows per cancelling statement. */
const CANCEL_ROWS = 2_000

/**
 * Each minute: picks up whatever a crash or a lost message left behind. Repeatable, may overlap. One
 * broadcast's trouble leaves the others alone.
 */
export async function sweepBroadcasts(deps: SweepDeps): Promise<void> {
  const startsBy = deps.clock.now() + NEXT_SWEEP_MS
  for (const shard of deps.db.shards) {
    for await (const row of listActive(deps.db.shard(shard), startsBy)) {
      try {
        await sweepOne(deps, await deps.db.account(row.accountId, shard), row)
      } catch (error) {
        logFailure('broadcast.sweep_failed', error)
      }
    }
  }
}

/** Statuses that nobody came for are folded by a job of their own, in accounts that are open. */
export async function sweepWaiting({ clock, db, jobs }: SweepDeps): Promise<void> {
  for (const shard of db.shards) {
    const forgotten = await listForgotten(db.shard(shard), clock.now() - STILL_MS)
    for (const { accountId } of forgotten) await jobs.chore({ type: 'statuses.fold', accountId })
  }
}

async function sweepOne(deps: SweepDeps, db: AccountDb, row: ActiveRow): Promise<void> {
  const { accountId, broadcastId, state, updatedAt } = row
  const now = deps.clock.now()
  const isStill = now - updatedAt > STILL_MS
  if (state === 'scheduled') {
    await sweepScheduled(deps, db, broadcastId)
  } else if (state === 'holding') {
    const broadcast = await findBroadcast(db, broadcastId)
    if (now > (broadcast?.holdUntil ?? now) + HOLD_MARGIN_MS) {
      await deps.jobs.chore({ type: 'broadcast.freeze', accountId, broadcastId })
    }
  } else if (state === 'freezing' && isStill) {
    await deps.jobs.chore({ type: 'broadcast.freeze', accountId, broadcastId })
  } else if (state === 'cancelling' && isStill) {
    await deps.jobs.chore({ type: 'broadcast.cancel', accountId, broadcastId })
  } else if (state === 'running') {
    const broadcast = await findBroadcast(db, broadcastId)
    if (broadcast) {
      await watchHealth(deps, db, broadcast, now)
      await tellForgotten(deps, db, broadcast)
    }
    await watchCanary(deps, db, broadcastId)
    await settle(db, broadcastId, now)
    if (!(await isResting(deps, db, broadcastId, now))) {
      const isWaiting = (await nextOpening(db, broadcastId, now)) !== null
      if (isWaiting && broadcast) await lookAtWaiting(deps, db, broadcast, now)
      await forgetLostMessages(db, broadcastId, now - REQUEUE_MS)
      await enqueueChunks(deps, db, broadcastId)
      if (isWaiting) await wakeAtOpening(deps, db, broadcastId)
    }
    await noteLimits(deps, db)
    await finishBroadcast(deps, db, broadcastId)
  } else if (state === 'paused') {
    const broadcast = await findBroadcast(db, broadcastId)
    if (broadcast) await tellForgotten(deps, db, broadcast)
    // What was under way when it was paused ends all the same.
    await settle(db, broadcastId, now)
    await finishBroadcast(deps, db, broadcastId)
  }
}

/** What starts before the next sweep is queued for its second, and what should have started, at once. */
async function sweepScheduled(deps: SweepDeps, db: AccountDb, broadcastId: string): Promise<void> {
  const { startsAt, stateReason } = (await findBroadcast(db, broadcastId)) ?? {}
  if (!startsAt || stateReason === 'start_missed') return
  await queueStart(deps, db, broadcastId, startsAt)
}

/** Looks at the quiet hours anew, by the rules as they are now; where they are over, all goes on. */
async function isResting(
  deps: SweepDeps,
  db: AccountDb,
  broadcastId: string,
  now: number,
): Promise<boolean> {
  const { template, restsUntil } = (await findBroadcast(db, broadcastId)) ?? {}
  // Whether one that does not rest should, its next window asks.
  if (!template || !restsUntil) return false
  const quiet = (await openQuiet(deps, db, template.category, null))(now)
  const changed = quiet ? await noteRest(db, broadcastId, quiet) : await endRest(db, broadcastId)
  // Messages that came in the quiet did nothing: every open chunk gets a new one.
  if (!quiet) await forgetLostMessages(db, broadcastId, now + DAY_MS)
  if (changed) await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
  return quiet !== null
}

/** Opens what needs to wait no longer: there is room in the portfolio, or other quiet hours hold. */
async function lookAtWaiting(
  deps: SweepDeps,
  db: AccountDb,
  { id, numberId, template }: Broadcast,
  now: number,
): Promise<void> {
  await useRoom(deps, db, id, numberId)
  if (template) await lookAtResting(deps, db, id, template.category, now)
}

/** Rows whose consumer died become `unknown`, and chunks that have none left under way end. */
async function settle(db: AccountDb, broadcastId: string, now: number): Promise<void> {
  await markStranded(db, broadcastId, now - STRANDED_MS, now)
  await finishSettledChunks(db, broadcastId, now)
  await settleReservations(db, broadcastId, now)
}

/** While a number sends to many, its quality is asked for every few minutes: no webhook tells it. */
async function watchHealth(
  { jobs }: SweepDeps,
  db: AccountDb,
  { numberId, connectionId }: Broadcast,
  now: number,
): Promise<void> {
  const number = numberId ? await findNumber(db, numberId) : undefined
  if (!number || !connectionId || now - number.syncedAt < HEALTH_MS) return
  await jobs.chore({ type: 'numbers.refresh', accountId: db.accountId, connectionId })
}

/**
 * Ends a cancelled broadcast: queued rows become "not sent", in slices; rows under way keep what
 * became of them. Repeatable; `cancelled` only when no row is `queued` or `sending`.
 */
export async function finishCancelling(
  deps: SweepDeps,
  db: AccountDb,
  broadcastId: string,
): Promise<'done' | 'wait'> {
  const broadcast = await findBroadcast(db, broadcastId)
  if (broadcast?.state !== 'cancelling') return 'done'
  // A cancel during the freeze leaves rows without chunks: they are counted like all others.
  await writeChunks(db, broadcastId, broadcast.total)
  for (let after = 0; after < broadcast.total; after += CANCEL_ROWS) {
    await cancelQueued(db, broadcastId, after, CANCEL_ROWS)
  }
  await touchAllChunks(db, broadcastId)
  const now = deps.clock.now()
  await settle(db, broadcastId, now)
  await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
  if (await hasOpenChunks(db, broadcastId)) return 'wait'
  const ended = await moveBroadcast(db, broadcastId, ['cancelling'], 'cancelled', now, {
    finishedAt: now,
  })
  if (!ended) return 'done'
  await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
  return 'done'
}
