import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { SECOND_MS } from '../../lib/time'
import { priceCategory, priceDay, ratesByCountry } from '../meta/rates'
import { closeRest } from './canary-queries'
import { drawParts } from './draw-operations'
import {
  type FreezeLimits,
  type FreezeProgress,
  freezeProgressOf,
  freezeSlice,
  writeChunks,
} from './freeze-queries'
import { enqueueChunks, wakeAtOpening } from './part-operations'
import { countSample, countWavesByZone, cutIntoWaves, endPass, findPieces } from './part-queries'
import { partEndingWith, passesOf, placeOf } from './parts'
import { choiceOf } from './plan-operations'
import { type Broadcast, findBroadcast, moveBroadcast } from './queries'
import { beginScheduled } from './start-operations'
import { foldWaiting } from './status-operations'
import { behindSample, laterBy, type Wave } from './waves'
import { shareOf, wavesByClock } from './zone-parts'

/** A slice of long work ends after this and queues the next, so that nothing blocks the queue. */
const SLICE_MS = 5 * SECOND_MS

type FreezeDeps = Pick<Deps, 'clock' | 'db' | 'jobs' | 'live' | 'mailer'>

/**
 * Writes down who gets the broadcast, in slices, then starts it. Repeatable: a crash anywhere is picked
 * up by the sweep, and a slice that was written is not written again. `early`: it is still being held.
 */
export async function freezeAudience(
  deps: FreezeDeps,
  db: AccountDb,
  broadcastId: string,
): Promise<'done' | 'more' | 'early'> {
  const broadcast = await beginFreezing(deps, db, broadcastId)
  if (!broadcast) return 'done'
  if (broadcast.state === 'holding' || broadcast.state === 'scheduled') return 'early'
  // Who gets another try is told by what became of the first one: all that Meta has said of it.
  if (broadcast.parentId) await foldWaiting(deps, db)
  const choice = await choiceOf(deps, db, broadcast, deps.clock.now())
  if (!choice) throw new Error('a launched broadcast has no template')

  await drawParts(deps, db, broadcast, choice)
  const parts = (await findBroadcast(db, broadcastId))?.parts ?? null
  const passes = passesOf(parts)
  const limits = limitsOf(broadcast)
  const stopAt = deps.clock.now() + SLICE_MS
  for (;;) {
    const from = await freezeProgressOf(db, broadcastId)
    if (from?.state !== 'freezing') return 'done'
    const place = placeOf(from.cursor)
    if (place.pass >= passes.length) break
    const { isWhole } = await freezeSlice(db, broadcastId, choice, limits, from, passes, place)
    await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
    if (isWhole) {
      // Fewer people than a slice: either the last ones, or another freeze was faster.
      const after = await freezeProgressOf(db, broadcastId)
      const isOver = after?.state !== 'freezing' || after.total === from.total
      if (isOver && !parts) break
      if (isOver && parts) {
        await endPass(db, broadcastId, place.pass, partEndingWith(parts, place.pass), from)
      }
    }
    if (deps.clock.now() >= stopAt) return 'more'
  }
  await start(deps, db, broadcast, passes.length)
  return 'done'
}

/** Holding ends here, once its time has come; before that the broadcast comes back as it is. */
async function beginFreezing(
  deps: FreezeDeps,
  db: AccountDb,
  broadcastId: string,
): Promise<Broadcast | undefined> {
  const broadcast = await findBroadcast(db, broadcastId)
  if (broadcast?.state === 'freezing') return broadcast
  if (broadcast?.state === 'scheduled') return beginScheduled(deps, db, broadcast)
  if (broadcast?.state !== 'holding') return undefined
  const now = deps.clock.now()
  if ((broadcast.holdUntil ?? 0) > now) return broadcast
  return moveBroadcast(db, broadcastId, ['holding'], 'freezing', now)
}

async function start(
  deps: Pick<FreezeDeps, 'clock' | 'jobs' | 'live'>,
  db: AccountDb,
  broadcast: Broadcast,
  passes: number,
): Promise<void> {
  const { id: broadcastId, plan, canary } = broadcast
  const frozen = await freezeProgressOf(db, broadcastId)
  if (frozen?.state !== 'freezing') return
  const now = deps.clock.now()
  if (broadcast.waves && plan?.waves) {
    const { start, at: confirmedAt } = plan
    const lateMs = now - (start?.at ?? confirmedAt)
    // Whoever is in the sample is one of the first day's people.
    const planned = canary
      ? behindSample(plan.waves, await countSample(db, broadcastId))
      : plan.waves
    const waves = { planned, confirmedAt, lateMs }
    await cutWaves(db, broadcast, waves, frozen, passes)
  }
  await writeChunks(db, broadcastId, frozen.total)
  if (canary) await closeRest(db, broadcastId)
  const change = { frozenAt: now, startedAt: now }
  // A freeze that wrote more rows meanwhile starts it with chunks for them.
  const move = { atTotal: frozen.total }
  const started = await moveBroadcast(db, broadcastId, ['freezing'], 'running', now, change, move)
  if (!started) return
  await enqueueChunks(deps, db, broadcastId)
  if (started.parts) await wakeAtOpening(deps, db, broadcastId)
  await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
}

/** All rows together; by recipients' clocks, each zone's for itself. */
async function cutWaves(
  db: AccountDb,
  { id, start: chosen }: Broadcast,
  { planned, confirmedAt, lateMs }: { planned: Wave[]; confirmedAt: number; lateMs: number },
  from: FreezeProgress,
  passes: number,
): Promise<void> {
  // Past its passes it has been cut: maybe by a freeze that was ended before it could start anything.
  if (placeOf(from.cursor).pass > passes) return
  const later = laterBy(planned, lateMs)
  const pieces = []
  for (const { zone, people } of await countWavesByZone(db, id)) {
    if (zone !== null && chosen.kind === 'local') {
      const timed = wavesByClock(planned, chosen, zone, confirmedAt)
      const own = { zone, waves: shareOf(timed, people), waitsFor: 'zone' as const }
      pieces.push(...(await findPieces(db, id, own)))
    } else {
      const waves = zone === null ? later : shareOf(later, people)
      pieces.push(...(await findPieces(db, id, { zone, waves, waitsFor: 'wave' as const })))
    }
  }
  await cutIntoWaves(db, id, pieces, from, passes + 1)
}

function limitsOf({ plan, template, launchedAt }: Broadcast): FreezeLimits {
  if (!plan || !template) throw new Error('a launched broadcast has no plan')
  const day = priceDay(launchedAt ?? plan.at)
  // Of all countries: during the hold people may come in from where the plan had nobody.
  const { byCountry, other } = ratesByCountry(priceCategory(template.category), day)
  return {
    people: plan.people,
    micros: plan.highMicros,
    microsByCountry: byCountry,
    otherMicros: other,
  }
}
