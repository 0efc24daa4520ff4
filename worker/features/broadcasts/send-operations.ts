import type { AccountKeys } from '../../boundary/crypto/data-keys'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { randomId } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { MINUTE_MS } from '../../lib/time'
import { findTenant } from '../accounts/tenant-queries'
import { isConnectionGone } from '../meta/errors'
import { findNumber } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { type Answer, queuedAnswer } from './answers'
import { runOf } from './breaker'
import { watchCanary } from './canary-operations'
import { restOf } from './cap-operations'
import { endReservation, limitedPortfolio, reserveForChunk } from './ledger-operations'
import { settleReservations } from './ledger-queries'
import { callNextConsumer, enqueueNext } from './part-operations'
import {
  OPEN_REQUESTS,
  openOnOurClock,
  rowsWithin,
  takesOf,
  USUAL_POST_MS,
} from './place-operations'
import { findBroadcast, moveBroadcast } from './queries'
import { type Rest, rest, watchQuiet } from './quiet-operations'
import {
  type ClaimedRow,
  findChunk,
  finishChunk,
  hasOpenChunks,
  recordAndClaim,
  recordAnswers,
  recoverClaim,
  skipHeldBack,
} from './send-queries'
import { openTally } from './spending-operations'
import { isBudgetReached } from './spending-queries'
import type { BroadcastState } from './states'
import { stopBroadcast } from './stop-operations'
import {
  type Delivered,
  deliverWindow,
  type Filled,
  fillWindow,
  follow,
  type SendDeps,
  type Slots,
  type Work,
} from './window-operations'

/**
 * Rows claimed at once: a crash leaves at most these `unknown`, and a pause waits for them. Whole turns of
 * all open requests, or some of them would be idle in the last one.
 */
export const WINDOW_ROWS = 7 * OPEN_REQUESTS

/** The first window of a chunk has between this share of those rows and all of them. */
const LEAST_OF_FIRST = 0.25

/** A consumer lives 15 minutes; a chunk that takes longer goes on in a new message. */
const CHUNK_MS = 10 * MINUTE_MS

/** Below this a wait is not worth writing the answers down alone. */
const SHORT_WAIT_MS = 50

/** A claim is made so long before its first place, or it would come too late for it. */
const CLAIM_MS = 50

/**
 * Sends one chunk in windows: claim, POST, record. A row is POSTed only by the winner of its claim, and
 * only once; answers that are not clear are never repeated. A redelivery finds nothing left to claim.
 */
export async function sendChunk(
  deps: SendDeps,
  db: AccountDb,
  broadcastId: string,
  chunkNumber: number,
): Promise<void> {
  const [tenant, broadcast, chunk] = await Promise.all([
    findTenant(db),
    findBroadcast(db, broadcastId),
    findChunk(db, broadcastId, chunkNumber),
  ])
  // While the account is closed its chunks rest; the sweep brings their messages again.
  if (tenant?.state !== 'active') return
  if (broadcast?.state !== 'running' || !chunk || chunk.finishedAt !== null) return
  if (isClosed(chunk, deps.clock.now())) return
  const { template, numberId } = broadcast
  const number = numberId ? await findNumber(db, numberId) : undefined
  if (!template || !number) {
    await stopBroadcast(deps, db, broadcastId, 'number_gone')
    return
  }
  const quiet = watchQuiet(deps, db, template.category, chunk.zone)
  // As the number is connected now: it may have been disconnected and connected again since the launch.
  const { connectionId, throughputPerSecond: perSecond } = number
  const [resting, portfolio, tally] = await Promise.all([
    quiet(),
    limitedPortfolio(db, number.id),
    openTally(db, broadcast, deps.clock.now()),
    callNextConsumer(deps, db, chunk, perSecond),
  ])
  if (resting?.zone) {
    // Nothing is reserved for people who rest while others are written to.
    await rest(db, broadcastId, resting, deps.clock.now())
    await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
    return
  }
  if (portfolio && !(await reserveForChunk(deps, db, portfolio, chunk))) {
    await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
    return
  }
  try {
    await withToken(deps, db, connectionId, (token) =>
      sendWindows(deps, {
        db,
        broadcast,
        template,
        chunk,
        token,
        connectionId,
        numberId: number.id,
        perSecond,
        isLimited: portfolio !== undefined,
        onOurClock: openOnOurClock(deps.clock),
        tally,
        quiet,
      }),
    )
  } catch (error) {
    if (!isConnectionGone(error)) throw error
    await stopBroadcast(deps, db, broadcastId, 'connection_dead')
    return
  }
  if (portfolio) await endReservation(db, chunk, deps.clock.now())
  await endChunk(deps, db, { broadcast, template, chunk, perSecond }, await quiet())
}

/** It may not begin yet: its message comes when it opens. */
const isClosed = ({ opensAt }: { opensAt: number | null }, now: number) => (opensAt ?? 0) > now

async function sendWindows(deps: SendDeps, work: Work): Promise<void> {
  const { clock } = deps
  const { db, chunk, tally } = work
  const stopAt = clock.now() + CHUNK_MS
  let sent = NOTHING_SENT
  let from = chunk.first
  // Consumers that begin together would ask the database together ever after, each behind all others.
  let most = Math.ceil(WINDOW_ROWS * Math.max(deps.random(), LEAST_OF_FIRST))
  try {
    for (;;) {
      // No more places in time than there can be rows: one that stays empty is lost to everybody.
      const isOver = clock.now() > stopAt || (await work.quiet()) !== null
      const limit = isOver ? 0 : Math.min(most, chunk.last - from + 1)
      most = WINDOW_ROWS
      const window = await nextWindow(deps, work, sent, { from, limit })
      sent = NOTHING_SENT
      if (!window) return
      const { rows, keys, slots, isLast } = window
      from = isLast ? chunk.last + 1 : Math.max(...rows.map(({ no }) => no)) + 1
      const [filled] = await Promise.all([fillOrPutBack(deps, work, rows, keys), tell(deps, work)])
      sent = await deliverWindow(deps, work, filled, slots)
      await follow(deps, work, sent.consequences)
    }
  } catch (error) {
    // What Meta answered is kept, whatever else fails.
    if (sent.answers.length > 0) await recordAnswers(db, chunk, sent.answers, clock.now(), tally)
    throw error
  }
}

const NOTHING_SENT: Delivered = {
  answers: [],
  outcomes: [],
  consequences: [],
  tookMs: USUAL_POST_MS,
}

/**
 * Writes down what the last window came to and claims the next; null where there is none. Places in time
 * first, rows second: what is claimed is sent at once, so that a pause bites.
 */
async function nextWindow(
  deps: SendDeps,
  work: Work,
  { answers, outcomes, tookMs }: Delivered,
  { from, limit }: { from: number; limit: number },
): Promise<{
  rows: ClaimedRow[]
  keys: Promise<AccountKeys>
  slots: Slots
  isLast: boolean
} | null> {
  const { clock } = deps
  const { db, broadcast, chunk, numberId, perSecond, tally } = work
  const takes = takesOf(perSecond, tookMs)
  // Whoever takes a place with each hand only asks how long the others have reserved.
  const count = takes === 'all_at_once' ? limit : 0
  const { stop, ...slots } = await deps
    .pacer(db.accountId, numberId)
    .reserve({ count, perSecond, run: runOf(broadcast), outcomes })
  const firstAt = work.onOurClock(slots)
  if (stop) await stopBroadcast(deps, db, broadcast.id, stop)
  const isClaimedLater = limit === 0 || slots.waitMs > SHORT_WAIT_MS
  if (isClaimedLater) {
    await recordAnswers(db, chunk, answers, clock.now(), tally)
    await tell(deps, work)
    const waitMs = firstAt - CLAIM_MS - clock.now()
    if (limit > 0 && waitMs > 0) await deps.sleep(waitMs)
  }
  if (limit === 0) return null
  const left = isClaimedLater ? [] : answers
  const most = takes === 'all_at_once' ? limit : Math.min(limit, rowsWithin(slots.waitMs + tookMs))
  // Asked for beside the claim, which takes as long; a failure is met where they are needed.
  const keys = deps.keys.open(db)
  keys.catch(() => undefined)
  const rows = await claim(deps, work, left, { from, limit: most })
  const isShort = tally.isLimited && rows.length < most
  if (isShort && (await isBudgetReached(db, chunk, tally))) {
    await stopBroadcast(deps, db, broadcast.id, 'budget_used')
  }
  if (rows.length === 0) return null
  return { rows, keys, slots: { ...slots, count, takes, firstAt }, isLast: rows.length < most }
}

/** Browsers hear of a window's answers while the next is filled. */
const tell = ({ live }: SendDeps, { db, broadcast }: Work) =>
  live.changed(db.accountId, [`broadcast:${broadcast.id}`])

/** One batch; when its outcome is unknown, the rows themselves tell it. Never a POST on a guess. */
async function claim(
  { clock }: SendDeps,
  { db, chunk, template, broadcast, isLimited, tally }: Work,
  answers: Answer[],
  rows: { from: number; limit: number },
): Promise<ClaimedRow[]> {
  const { category } = template
  const token = randomId()
  const wish = { category, rest: restOf(broadcast), token, isLimited, tally, ...rows }
  try {
    return await recordAndClaim(db, chunk, answers, { ...wish, now: clock.now() })
  } catch (error) {
    logFailure('broadcast.window_unclear', error)
    return recoverClaim(db, chunk, answers, { ...wish, now: clock.now() })
  }
}

async function fillOrPutBack(
  deps: SendDeps,
  work: Work,
  rows: ClaimedRow[],
  keys: Promise<AccountKeys>,
): Promise<Filled[]> {
  try {
    return await fillWindow(await keys, work, rows)
  } catch (error) {
    // Nobody was POSTed to, so the rows may go back; the queue tries the chunk again.
    const now = deps.clock.now()
    const answers = rows.map((row) => queuedAnswer(row, now))
    await recordAnswers(work.db, work.chunk, answers, now, work.tally)
    throw error
  }
}

/** Nothing left to claim, or nothing may be: ends the chunk, or queues the rest for when it is due. */
async function endChunk(
  deps: SendDeps,
  db: AccountDb,
  {
    broadcast,
    template,
    chunk,
    perSecond,
  }: Pick<Work, 'broadcast' | 'chunk' | 'perSecond' | 'template'>,
  quiet: Rest | null,
): Promise<void> {
  const now = deps.clock.now()
  let left = await finishChunk(db, chunk, now)
  if (left.state !== 'running') return
  if (left.queued > 0) {
    const { category } = template
    await skipHeldBack(db, chunk, { category, now }, restOf(broadcast))
    left = await finishChunk(db, chunk, now)
  }
  const { queued, sending, nextAt } = left
  const { accountId, broadcastId } = chunk
  if (queued > 0 && quiet) {
    await rest(db, broadcastId, quiet, now)
  } else if (queued > 0 && !isClosed(left, now)) {
    const delaySeconds = Math.max(1, Math.ceil(((nextAt ?? now) - now) / 1000))
    const job = { type: 'broadcast.send' as const, accountId, broadcastId, chunk: chunk.chunk }
    await deps.jobs.sends([job], { delaySeconds })
  } else if (queued + sending === 0) {
    // A bad sample, or a rest that turns bad, does not wait for the minute's sweep.
    if (broadcast.canary) await watchCanary(deps, db, broadcastId)
    const called = await enqueueNext(deps, db, { broadcastId, perSecond })
    if (called === 0) await finishBroadcast(deps, db, broadcastId)
  }
  await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
}

/** A broadcast that was paused with nobody left is over too: there is nothing to resume. */
const UNDER_WAY: BroadcastState[] = ['running', 'paused', 'finishing']

/** `done` only when no row is `queued` or `sending`, that is when no chunk is open. Repeatable. */
export async function finishBroadcast(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  if (await hasOpenChunks(db, broadcastId)) return
  const now = clock.now()
  await settleReservations(db, broadcastId, now)
  const end = { finishedAt: now }
  const done = await moveBroadcast(db, broadcastId, UNDER_WAY, 'done', now, end, { isOver: true })
  if (done) await live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
}
