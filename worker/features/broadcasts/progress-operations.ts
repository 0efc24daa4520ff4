import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { RETRYABLE_CODES } from '../../boundary/graph/send-errors'
import type { PlanView } from '../../contract/broadcast-plan'
import type { ProgressView } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'
import { MINUTE_MS } from '../../lib/time'
import { CARD_CURRENCY, priceCategory, priceDay, rateDate, rateFor } from '../meta/rates'
import { SETTLED_MS } from './audience'
import { canaryViewOf } from './canary-operations'
import type { ChunkCounts } from './counts'
import { stateLink, stateText, toFailureViews } from './failure-texts'
import { getBroadcast } from './operations'
import { type CountedChunk, partViews, waitingOf } from './part-progress'
import { listParts } from './part-queries'
import { etaSeconds, oncePerPerson, perMinute, RATE_MINUTES, sumCounts } from './progress'
import { countChunks, listCountedChunks, listRates, listRetried } from './progress-queries'
import { type Broadcast, listRetries } from './queries'

/** Where a broadcast stands, counted from its rows. */
export async function progressOf(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  broadcastId: string,
  language: Language,
): Promise<ProgressView> {
  return progressFor(deps, db, await getBroadcast(db, broadcastId), language)
}

export async function progressFor(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  broadcast: Broadcast,
  language: Language,
): Promise<ProgressView> {
  const now = clock.now()
  const nowMinute = Math.floor(now / MINUTE_MS)
  const [{ counts, own, chunks }, rates, parts, canary] = await Promise.all([
    countsOf(db, broadcast),
    listRates(db, broadcast.id, nowMinute - RATE_MINUTES),
    broadcast.parts ? listParts(db, broadcast.id) : [],
    canaryViewOf(db, broadcast),
  ])
  const handled = perMinute(rates, nowMinute)
  const left = (counts.states.queued ?? 0) + (counts.states.sending ?? 0)
  const waiting = broadcast.state === 'running' ? waitingOf(chunks, now) : null
  const isMoving = broadcast.state === 'running' && !waiting
  const { plan } = broadcast
  return {
    id: broadcast.id,
    state: broadcast.state,
    stateReason: broadcast.stateReason,
    stateText: stateText(broadcast.stateReason, language),
    stateLink: stateLink(broadcast.stateReason, language),
    holdUntil: broadcast.holdUntil,
    startsAt: broadcast.startsAt,
    rests: restsNow(broadcast, now),
    waiting,
    parts: partViews(parts, chunks, now),
    canary,
    total: broadcast.total,
    counts: counts.states,
    replied: counts.replied,
    retryable: retryableOf(broadcast, own, now),
    failures: toFailureViews(counts.failures, language),
    skipped: counts.skipped,
    ...costOf(broadcast, counts.billable),
    estimateMicros: plan ? { low: plan.lowMicros, high: plan.highMicros } : null,
    planned: plan && plannedOf(plan),
    startedAt: broadcast.startedAt,
    lastEventAt: counts.lastEventAt,
    finishedAt: broadcast.finishedAt,
    perMinute: handled,
    etaSeconds:
      isMoving && !restsNow(broadcast, now)
        ? etaSeconds(left, handled, now - (broadcast.startedAt ?? now))
        : null,
    at: now,
  }
}

/** Only while it would be sending: a pause is the reason to show then. */
const restsNow = (
  { state, restsUntil, restsFor }: Broadcast,
  now: number,
): ProgressView['rests'] =>
  state === 'running' && restsUntil !== null && restsFor && restsUntil > now
    ? { reason: restsFor, until: restsUntil }
    : null

// A plan that was confirmed before there were zones names none.
const plannedOf = ({ chosen, people, leftOut, seconds, perSecond, zones = null }: PlanView) => ({
  ...{ chosen, people, seconds, perSecond, zones },
  leftOut: Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count])),
})

/** Counted from rows. Who is in a retry counts there or in `own`, once. Retries have none of their own. */
async function countsOf(
  db: AccountDb,
  broadcast: Broadcast,
): Promise<{ counts: ChunkCounts; own: ChunkCounts; chunks: CountedChunk[] }> {
  const chunks = await listCountedChunks(db, broadcast.id)
  const whole = sumCounts(chunks.map((chunk) => chunk.counts))
  const retries = broadcast.parentId ? [] : await listRetries(db, broadcast.id)
  const tried = retries.map(async ({ id }) => ({
    counts: sumCounts(await countChunks(db, id)),
    retried: await listRetried(db, id, broadcast.id),
  }))
  const { own, again } = oncePerPerson(whole, await Promise.all(tried))
  return { counts: sumCounts([own, ...again]), own, chunks }
}

/** People who could get another try; 0 while it is being sent, and while some may still be under way. */
function retryableOf(
  { state, parentId, finishedAt }: Broadcast,
  { states, failures }: ChunkCounts,
  now: number,
): ProgressView['retryable'] {
  const isOver = state === 'done' || state === 'cancelled'
  if (!isOver || parentId || finishedAt === null) return { failed: 0, notConfirmed: 0 }
  const failed = RETRYABLE_CODES.reduce((sum, code) => sum + (failures[code] ?? 0), 0)
  const isSettled = now - finishedAt > SETTLED_MS
  return { failed, notConfirmed: isSettled ? (states.unknown ?? 0) : 0 }
}

function costOf(
  { template, launchedAt, createdAt }: Broadcast,
  billable: Record<string, number>,
): Pick<ProgressView, 'currency' | 'costSoFarMicros' | 'costByCountry' | 'rateDate'> {
  const category = priceCategory(template?.category ?? 'MARKETING')
  const day = priceDay(launchedAt ?? createdAt)
  const costByCountry = Object.entries(billable)
    .map(([country, people]) => {
      const { market, micros } = rateFor(country, category, day)
      return {
        country: country || null,
        market,
        people,
        rateMicros: micros,
        totalMicros: micros * people,
      }
    })
    .sort((a, b) => b.totalMicros - a.totalMicros)
  return {
    currency: CARD_CURRENCY,
    costSoFarMicros: costByCountry.reduce((sum, { totalMicros }) => sum + totalMicros, 0),
    costByCountry,
    rateDate: rateDate(day),
  }
}
