import { and, eq, sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
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
