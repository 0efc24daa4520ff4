// What Meta says of an account and its numbers, by webhook or when it is asked: shown, and sending stops.

import type { AccountDb } from '../boundary/db'
import type { Deps } from '../boundary/deps'
import { readAccountNews } from '../boundary/graph/account-webhooks'
import { GraphError, NoAnswerError } from '../boundary/graph/errors'
import type { Change } from '../boundary/graph/webhooks'
import type { JobOf, Verdict } from '../boundary/queues/jobs'
import { stopAll } from '../features/broadcasts/stop-operations'
import { notePhoneApp } from '../features/meta/coexistence-operations'
import { checkHealth, noteAccountNews, type Stop } from '../features/meta/health-operations'
import { peopleOfLimit } from '../features/meta/number-facts'
import { keepPortfolioLimit } from '../features/meta/portfolio-queries'
import { AppError } from '../lib/errors'

/** Answers false for a field that is not about the account. */
export async function applyAccountNews(
  deps: Deps,
  db: AccountDb,
  connectionId: string,
  { field, value, at }: Change,
): Promise<boolean> {
  const news = readAccountNews(field, value)
  if (!news) return false
  const stop = (stops: Stop[]) => stopFor(deps, db, connectionId, stops)
  const happenedAt = at ?? deps.clock.now()
  if (!(await noteAccountNews(deps, db, connectionId, news, happenedAt, stop))) return true
  const limit = peopleOfLimit(news.limit)
  if (limit !== undefined) {
    await keepPortfolioLimit(db, connectionId, limit, happenedAt)
    await deps.live.changed(db.accountId, ['connections'])
  }
  if (news.act === 'offboard' || news.act === 'rejoin') {
    await notePhoneApp(deps, db, connectionId, news.act)
  }
  if (news.act === 'refresh' || news.act === 'rejoin') {
    await deps.jobs.chore({ type: 'numbers.refresh', accountId: db.accountId, connectionId })
  }
  return true
}

/** Asks Meta how a connection is. */
export async function checkConnectionJob(
  deps: Deps,
  { accountId, connectionId }: JobOf<'connection.check'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  try {
    await stopFor(deps, db, connectionId, await checkHealth(deps, db, connectionId))
  } catch (error) {
    // A dead token was noted by withToken; Meta being away is asked again at the next sweep.
    const isExpected = [AppError, GraphError, NoAnswerError].some((kind) => error instanceof kind)
    if (!isExpected) throw error
  }
  return 'done'
}

async function stopFor(
  deps: Deps,
  db: AccountDb,
  connectionId: string,
  stops: Stop[],
): Promise<void> {
  for (const { reason, numberId } of stops) {
    await stopAll(deps, db, numberId === null ? { connectionId } : { numberId }, reason)
  }
}
