import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { RETRYABLE_CODES } from '../../boundary/graph/send-errors'
import type { PlanView, ProgressView } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'
import { MINUTE_MS } from '../../lib/time'
import { CARD_CURRENCY, priceCategory, priceDay, rateDate, rateFor } from '../meta/rates'
import { SETTLED_MS } from './audience'
import type { ChunkCounts } from './counts'
import { stateLink, stateText, toFailureViews } from './failure-texts'
import { getBroadcast } from './operations'
import { etaSeconds, perMinute, RATE_MINUTES, sumCounts, withoutRetried } from './progress'
import { countChunks, listRates, listRetriedCodes } from './progress-queries'
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
  const [{ counts, own }, rates] = await Promise.all([
    countsOf(db, broadcast),
    listRates(db, broadcast.id, nowMinute - RATE_MINUTES),
  ])
  const handled = perMinute(rates, nowMinute)
  const left = (counts.states.queued ?? 0) + (counts.states.sending ?? 0)
  const isMoving = broadcast.state === 'running'
  const { plan } = broadcast
  return {
    id: broadcast.id,
    state: broadcast.state,
    stateReason: broadcast.stateReason,
    stateText: stateText(broadcast.stateReason, language),
    stateLink: stateLink(broadcast.stateReason, language),
    holdUntil: broadcast.holdUntil,
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
    etaSeconds: isMoving ? etaSeconds(left, handled, now - (broadcast.startedAt ?? now)) : null,
    at: now,
  }
}

const plannedOf = ({ chosen, people, leftOut, seconds, perSecond }: PlanView) => ({
  ...{ chosen, people, seconds, perSecond },
  leftOut: Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count])),
})

/** Counted from rows; people in a retry count there and not in `own`. Retries have none of their own. */
async function countsOf(
  db: AccountDb,
  broadcast: Broadcast,
): Promise<{ counts: ChunkCounts; own: ChunkCounts }> {
  const whole = sumCounts(await countChunks(db, broadcast.id))
  const retries = broadcast.parentId ? [] : await listRetries(db, broadcast.id)
  const tried = retries.map(async ({ id, retry }) => {
    const counts = sumCounts(await countChunks(db, id))
    return { what: retry ?? 'failed', counts, codes: await listRetriedCodes(db, id, broadcast.id) }
  })
  const all = await Promise.all(tried)
  const own = withoutRetried(whole, all)
  return { counts: sumCounts([own, ...all.map(({ counts }) => counts)]), own }
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
