import { and, eq, sql } from 'drizzle-orm'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import { portfolioRoutes } from './directory-tables'

type Claim = { businessId: string; connectionId: string; accountId: string }

/** Claims a portfolio for an account, unless another account holds it; answers whether it is theirs now. */
export async function claimPortfolio(
  db: DirectoryDb,
  { businessId, connectionId, accountId }: Claim,
): Promise<boolean> {
  const foreign = sql`
    SELECT 1 FROM portfolio_routes WHERE business_id = ${businessId} AND account_id <> ${accountId}`
  await db.run(sql`
    INSERT INTO portfolio_routes (business_id, connection_id, account_id)
    SELECT ${businessId}, ${connectionId}, ${accountId} WHERE NOT EXISTS (${foreign})
    ON CONFLICT (business_id, connection_id) DO NOTHING`)
  const isIt = and(
    eq(portfolioRoutes.businessId, businessId),
    eq(portfolioRoutes.connectionId, connectionId),
  )
  const row = await db.select().from(portfolioRoutes).where(isIt).get()
  return row?.accountId === accountId
}

export type PortfolioLimit = {
  /** The portfolio's id, or the connection's where Meta names no portfolio. */
  id: string
  /** People per moving 24 h, shared by all its numbers; null is unlimited or not said. */
  limit: number | null
  /** Numbers of the whole account. */
  numbers: number
}

/** What Meta said last of the limit of a number's portfolio, on whichever of its numbers. */
export function findPortfolioLimit(
  db: AccountDb,
  numberId: string,
): Promise<PortfolioLimit | undefined> {
  const { accountId } = db
  return db.get<PortfolioLimit | undefined>(sql`
    SELECT coalesce(c.business_id, c.id) AS id, (
        SELECT m.messaging_limit FROM connections AS o JOIN numbers AS m
          ON m.account_id = o.account_id AND m.connection_id = o.id
        WHERE o.account_id = ${accountId}
          AND coalesce(o.business_id, o.id) = coalesce(c.business_id, c.id)
        ORDER BY m.synced_at DESC, m.id = ${numberId} DESC LIMIT 1) AS "limit",
      (SELECT count(*) FROM numbers AS a WHERE a.account_id = ${accountId}) AS numbers
    FROM numbers AS n JOIN connections AS c ON c.account_id = n.account_id AND c.id = n.connection_id
    WHERE n.account_id = ${accountId} AND n.id = ${numberId}`)
}

/**
 * Keeps a limit that Meta told for all numbers of a connection's portfolio, with a line of their history.
 * What was asked of Meta since is newer: a day's webhooks may be read again.
 */
export async function keepPortfolioLimit(
  db: AccountDb,
  connectionId: string,
  limit: number | null,
  at: number,
): Promise<void> {
  const { accountId } = db
  const isNews = sql`n.account_id = ${accountId} AND n.synced_at <= ${at}
    AND n.messaging_limit IS NOT ${limit} AND n.connection_id IN (
      SELECT o.id FROM connections AS c JOIN connections AS o ON o.account_id = c.account_id
        AND coalesce(o.business_id, o.id) = coalesce(c.business_id, c.id)
      WHERE c.account_id = ${accountId} AND c.id = ${connectionId})`
  await db.batch([
    db.run(sql`
      INSERT INTO number_history (account_id, number_id, at, quality_rating, status, messaging_limit,
        throughput_per_second)
      SELECT n.account_id, n.id, ${at}, n.quality_rating, n.status, ${limit}, n.throughput_per_second
      FROM numbers AS n WHERE ${isNews}
      ON CONFLICT DO UPDATE SET messaging_limit = excluded.messaging_limit`),
    db.run(sql`UPDATE numbers AS n SET messaging_limit = ${limit} WHERE ${isNews}`),
  ])
}
