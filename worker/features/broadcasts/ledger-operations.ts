// Reserves places in the portfolio's moving day before anything is sent, and gives them back.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { LimitView } from '../../contract/broadcast-parts'
import { MINUTE_MS, SECOND_MS } from '../../lib/time'
import { findPortfolioLimit } from '../meta/portfolio-queries'
import { ASK_AGAIN_MS, allowanceOf } from './ledger'
import {
  countSingle,
  countUsed,
  findExpiry,
  forgetOldReservations,
  hasOpenWindow,
  type Portfolio,
  reserveChunk,
  settleReservations,
} from './ledger-queries'
import { closeIdle, findNextWaiting, openWaiting } from './part-queries'
import { findBroadcast } from './queries'
import type { Chunk } from './send-queries'
import type { Room } from './waves'

/** The portfolio of a number that has a limit; none where Meta sets or says none. */
export async function limitedPortfolio(
  db: AccountDb,
  numberId: string,
): Promise<Portfolio | undefined> {
  const found = await findPortfolioLimit(db, numberId)
  if (!found || found.limit === null) return undefined
  const { id, limit, numbers } = found
  return { id, allowance: allowanceOf(limit), hasOneNumber: numbers === 1 }
}

export type LimitRoom = Room & { limit: number; used: number }

/** What a number's portfolio has left at a moment, by whom it has written to; null where it has no limit. */
export async function roomOf(
  db: AccountDb,
  numberId: string,
  at: number,
): Promise<LimitRoom | null> {
  const found = await findPortfolioLimit(db, numberId)
  if (!found || found.limit === null) return null
  const use = { id: found.id, now: at }
  const [used, { lastAt }] = await Promise.all([countUsed(db, use), findExpiry(db, use)])
  const allowance = allowanceOf(found.limit)
  const left = Math.max(0, allowance - used)
  return { limit: found.limit, allowance, used, left, freeAt: lastAt }
}

export const limitView = ({ limit, allowance, used, left }: LimitRoom): LimitView => ({
  people: limit,
  allowance,
  used,
  left,
})

/**
 * Reserves for a chunk before it is sent, as far as there is room; the rest of it waits. False: there is
 * none at all, and the broadcast waits for the next people to leave the count.
 */
export async function reserveForChunk(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  portfolio: Portfolio,
  chunk: Chunk,
): Promise<boolean> {
  const now = clock.now()
  await forgetOldReservations(db, now)
  // Sums of rows tell at once that there is room enough; who counts twice is looked at near the limit.
  const wish = { portfolio, chunk, now }
  const summed = await reserveChunk(db, { ...wish, isExact: false })
  if (summed?.upto === chunk.last) return true
  const exact = await reserveChunk(db, { ...wish, isExact: true })
  if (exact ?? summed) return true
  // Stopped meanwhile: it does not wait for room.
  if ((await findBroadcast(db, chunk.broadcastId))?.state !== 'running') return false
  const { nextAt } = await findExpiry(db, { id: portfolio.id, now })
  const until = Math.max(nextAt === null ? now + ASK_AGAIN_MS : nextAt + SECOND_MS, now + MINUTE_MS)
  await closeIdle(db, chunk, until, 'portfolio_limit', now)
  return false
}

/** Whoever was not reached by a chunk whose sender has ended is given back. */
export const endReservation = (db: AccountDb, chunk: Chunk, now: number): Promise<void> =>
  settleReservations(db, chunk.broadcastId, now, chunk.chunk)

/**
 * Opens what waits for the limit as soon as there is room for all of it: a limit was raised, or what was
 * reserved was not needed.
 */
export async function useRoom(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  broadcastId: string,
  numberId: string | null,
): Promise<void> {
  const now = clock.now()
  const next = numberId ? await findNextWaiting(db, broadcastId, now) : undefined
  if (!next || !numberId) return
  const portfolio = await limitedPortfolio(db, numberId)
  if (portfolio) {
    const used = await countUsed(db, { id: portfolio.id, now })
    if (portfolio.allowance - used < next.people) return
  }
  await openWaiting(db, broadcastId, next)
}

/** Counts a template that goes to one person first; free replies belong to an open window. */
export async function countTemplate(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  numberId: string,
  single: { id: string; contactId: string },
): Promise<void> {
  const portfolio = await limitedPortfolio(db, numberId)
  if (!portfolio) return
  const now = clock.now()
  const { id: messageId, contactId } = single
  if (portfolio.hasOneNumber && (await hasOpenWindow(db, contactId, now))) return
  await countSingle(db, { portfolioId: portfolio.id, messageId, contactId, now })
}
