import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { ProgressView } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'
import { MINUTE_MS } from '../../lib/time'
import { CARD_CURRENCY, priceCategory, rateDate, rateFor } from '../meta/rates'
import { stateText, toFailureViews } from './failure-texts'
import { getBroadcast } from './operations'
import { priceDay } from './plan-operations'
import { etaSeconds, perMinute, RATE_MINUTES, sumCounts } from './progress'
import { listChunkCounts, listRates, recountChunks } from './progress-queries'
import type { Broadcast } from './queries'

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
  await recountChunks(db, broadcast.id)
  const [chunkCounts, rates] = await Promise.all([
    listChunkCounts(db, broadcast.id),
    listRates(db, broadcast.id, nowMinute - RATE_MINUTES),
  ])
  const counts = sumCounts(chunkCounts)
  const handled = perMinute(rates, nowMinute)
  const left = (counts.states.queued ?? 0) + (counts.states.sending ?? 0)
  const isMoving = broadcast.state === 'running'
  const { plan } = broadcast
  return {
    id: broadcast.id,
    state: broadcast.state,
    stateReason: broadcast.stateReason,
    stateText: stateText(broadcast.stateReason, language),
    holdUntil: broadcast.holdUntil,
    total: broadcast.total,
    counts: counts.states,
    replied: counts.replied,
    failures: toFailureViews(counts.failures, language),
    skipped: counts.skipped,
    ...costOf(broadcast, counts.billable),
    estimateMicros: plan ? { low: plan.lowMicros, high: plan.highMicros } : null,
    startedAt: broadcast.startedAt,
    lastEventAt: counts.lastEventAt,
    finishedAt: broadcast.finishedAt,
    perMinute: handled,
    etaSeconds: isMoving ? etaSeconds(left, handled, now - (broadcast.startedAt ?? now)) : null,
    at: now,
  }
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
