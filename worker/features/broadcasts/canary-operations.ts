// A sample goes first, is watched, and decides about the rest; then the rest is watched too.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { CanaryView, Canary as CanaryWish } from '../../contract/broadcast-canary'
import { log } from '../../lib/log'
import { MINUTE_MS } from '../../lib/time'
import { actOf, type Figures, figuresOf, type Judgement, judge, NO_FIGURES, since } from './canary'
import { countStops, decideCanary, lastOfSample } from './canary-queries'
import { cannotGoOn } from './errors'
import { enqueueChunks } from './part-operations'
import type { CountedChunk } from './part-progress'
import { sumCounts } from './progress'
import { listCountedChunks } from './progress-queries'
import { type Broadcast, findBroadcast } from './queries'
import { stopBroadcast } from './stop-operations'
import { tellOwners } from './telling-operations'

type WatchDeps = Pick<Deps, 'clock' | 'db' | 'jobs' | 'live' | 'mailer'>

type Seen = { isSent: boolean; people: number; judgement: Judgement; all: Figures }

/** What became of the sample; once it went on, of everybody since it did. */
async function look(db: AccountDb, broadcast: Broadcast, wish: CanaryWish): Promise<Seen> {
  const [chunks, last] = await Promise.all([
    listCountedChunks(db, broadcast.id),
    lastOfSample(db, broadcast.id),
  ])
  const ofSample = chunks.filter(({ first }) => first <= last)
  const wentOn = broadcast.canaryState === 'went_on' || isBraked(broadcast)
  const watched = wentOn ? chunks : ofSample
  const stops = await countStops(db, broadcast.id, wentOn ? broadcast.total : last)
  const all = figuresOf(sumCounts(watched.map(({ counts }) => counts)), stops)
  const figures = since(all, (wentOn && broadcast.canaryFigures) || NO_FIGURES)
  // While many are being sent to, the newest had no time to read.
  const thresholds = wentOn ? { ...wish, leastReadPercent: null } : wish
  return {
    isSent: ofSample.length > 0 && ofSample.every(({ isOver }) => isOver),
    people: sentIn(ofSample),
    judgement: judge(figures, thresholds),
    all,
  }
}

/** Stopped after it had gone on: figures are kept from that moment. */
const isBraked = ({ canaryState, canaryFigures }: Broadcast) =>
  canaryState === 'stopped' && canaryFigures !== null

const sentIn = (chunks: CountedChunk[]): number =>
  chunks.reduce((sum, { counts: { states } }) => {
    const all = Object.values(states).reduce((rows, count) => rows + count, 0)
    return sum + all - (states.skipped ?? 0)
  }, 0)

/** Each minute of a broadcast that is being sent: begins to wait, decides, asks or stops. Once, however often. */
export async function watchCanary(
  deps: WatchDeps,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  const broadcast = await findBroadcast(db, broadcastId)
  if (!broadcast?.canary || !broadcast.canaryState || broadcast.state !== 'running') return
  const { canary, canaryState, canaryDecidesAt } = broadcast
  const now = deps.clock.now()
  const { isSent, judgement } = await look(db, broadcast, canary)
  const act = actOf(canaryState, judgement.verdict, now >= (canaryDecidesAt ?? now))
  if (act === 'stop') {
    const change = { canaryState: 'stopped' as const, canaryDecidesAt: null }
    await stopBroadcast(deps, db, broadcastId, `canary_${judgement.cause}`, change)
  } else if (act) {
    await moveOn(deps, db, broadcast, act)
  } else if (canaryState === 'sampling' && isSent) {
    const decidesAt = now + canary.waitMinutes * MINUTE_MS
    const next = { to: 'waiting' as const, decidesAt, figures: null, actor: 'system' }
    await decideCanary(db, broadcastId, { from: ['sampling'], ...next }, now)
    await deps.live.changed(db.accountId, [`broadcast:${broadcastId}`])
  }
}

async function moveOn(
  deps: WatchDeps,
  db: AccountDb,
  { id }: Broadcast,
  act: 'go' | 'ask',
): Promise<void> {
  const now = deps.clock.now()
  const to = act === 'go' ? ('went_on' as const) : ('asking' as const)
  // Whoever went on by itself is judged by all, the sample included.
  const next = { decidesAt: null, figures: act === 'go' ? NO_FIGURES : null, actor: 'system' }
  if (!(await decideCanary(db, id, { from: ['waiting'], to, ...next }, now))) return
  log('broadcast.canary', {}, { code: to })
  await deps.live.changed(db.accountId, [`broadcast:${id}`, 'broadcasts'])
  const asking = await findBroadcast(db, id)
  if (asking) await tellOwners(deps, db, asking)
}

/** A person does not wait for the judgement, or was asked for one. What is known so far is accepted. */
export async function goOn(
  deps: Pick<Deps, 'clock' | 'jobs' | 'live'>,
  db: AccountDb,
  actor: string,
  broadcast: Broadcast,
): Promise<void> {
  const { id, canary } = broadcast
  const now = deps.clock.now()
  if (!canary) throw cannotGoOn()
  const { all } = await look(
    db,
    { ...broadcast, canaryState: 'went_on', canaryFigures: null },
    canary,
  )
  const from = ['sampling', 'waiting', 'asking', 'stopped'] as const
  const next = { from: [...from], to: 'went_on' as const, decidesAt: null, figures: all, actor }
  const isDecided = await decideCanary(db, id, next, now)
  const present = await findBroadcast(db, id)
  // Pressed twice, or it went on by itself meanwhile: it goes on, which is what was asked.
  if (!isDecided && present?.canaryState !== 'went_on') throw cannotGoOn()
  if (present?.state === 'running') await enqueueChunks(deps, db, id)
  await deps.live.changed(db.accountId, [`broadcast:${id}`, 'broadcasts'])
}

/** What the page shows of it; null for a broadcast without a sample. */
export async function canaryViewOf(
  db: AccountDb,
  broadcast: Broadcast,
): Promise<CanaryView | null> {
  const { canary, canaryState, canaryDecidesAt } = broadcast
  if (!canary || !canaryState) return null
  const { judgement, people } = await look(db, broadcast, canary)
  return {
    ...canary,
    state: canaryState,
    people,
    decidesAt: canaryDecidesAt,
    ...judgement.rates,
    cause: judgement.cause,
  }
}
