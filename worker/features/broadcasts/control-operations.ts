// What a person does with a broadcast that was launched.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { DAY_MS } from '../../lib/time'
import { goOn } from './canary-operations'
import { cannotCancel, cannotGoOn, cannotPause, cannotResume } from './errors'
import { forgetLostMessages } from './freeze-queries'
import { getBroadcast, tell } from './operations'
import { enqueueChunks } from './part-operations'
import { type Broadcast, moveBroadcast } from './queries'
import { refuseOverBudget } from './spending-operations'
import type { BroadcastState } from './states'

type ControlDeps = Pick<Deps, 'clock' | 'jobs' | 'live'>

/** No claim succeeds after this returned; what is already under way ends within seconds. */
export async function pauseBroadcast(
  deps: ControlDeps,
  db: AccountDb,
  actor: string,
  id: string,
  reason = 'user',
): Promise<Broadcast> {
  const now = deps.clock.now()
  const change = { stateReason: reason }
  const paused = await moveBroadcast(db, id, ['running'], 'paused', now, change, { actor })
  if (!paused) {
    const present = await getBroadcast(db, id)
    // Pressed twice, or an automatic stop was first: it is paused, which is what was asked.
    if (present.state === 'paused') return present
    throw cannotPause()
  }
  await tell(deps, db, id)
  return paused
}

/** Goes on exactly where it stopped: with the rows that are still queued. */
export async function resumeBroadcast(
  deps: ControlDeps,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<Broadcast> {
  await refuseUsedBudget(deps, db, id)
  const before = await getBroadcast(db, id)
  // What its sample stopped goes on by a person's word; that first, so that it never waits for nobody.
  if (before.canaryState === 'stopped') await goOn(deps, db, actor, before)
  const now = deps.clock.now()
  const change = { stateReason: null }
  const resumed = await moveBroadcast(db, id, ['paused'], 'running', now, change, { actor })
  if (!resumed) {
    const present = await getBroadcast(db, id)
    if (present.state === 'running') return present
    throw cannotResume()
  }
  // Messages that came while it was paused did nothing: every open chunk gets a new one.
  await forgetLostMessages(db, id, now + DAY_MS)
  await enqueueChunks(deps, db, id)
  await tell(deps, db, id)
  return resumed
}

/** What could not send one message more would stop at once. */
async function refuseUsedBudget(deps: ControlDeps, db: AccountDb, id: string): Promise<void> {
  const { state, template } = await getBroadcast(db, id)
  if (state !== 'paused' || !template) return
  await refuseOverBudget(deps, db, { category: template.category, messages: 1 })
}

/** Sends the rest although its sample has not been judged, or is not clear. */
export async function goOnBroadcast(
  deps: ControlDeps,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<Broadcast> {
  const broadcast = await getBroadcast(db, id)
  if (broadcast.state !== 'running') throw cannotGoOn()
  await goOn(deps, db, actor, broadcast)
  return getBroadcast(db, id)
}

const CANCELLABLE: BroadcastState[] = [
  'scheduled',
  'holding',
  'freezing',
  'running',
  'paused',
  'finishing',
]

/** Stops for good. What was sent stays sent; everybody else becomes "not sent: cancelled". */
export async function cancelBroadcast(
  deps: ControlDeps,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<Broadcast> {
  const before = await getBroadcast(db, id)
  if (before.state === 'cancelling' || before.state === 'cancelled') return before
  const now = deps.clock.now()
  const change = { stateReason: 'user' }
  const moved = await moveBroadcast(db, id, CANCELLABLE, 'cancelling', now, change, { actor })
  if (!moved) throw cannotCancel()
  await deps.jobs.chore({ type: 'broadcast.cancel', accountId: db.accountId, broadcastId: id })
  await tell(deps, db, id)
  return moved
}
