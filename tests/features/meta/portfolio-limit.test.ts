import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../../worker/lib/time'
import { connectionOf, news } from '../../support/account-news'
import { Shop } from '../../support/shop'

describe('the portfolio’s limit', () => {
  const limitOf = async (shop: Shop) => (await connectionOf(shop)).numbers[0]?.messagingLimit
  const tell = (shop: Shop, limit: unknown, at = Date.now() + 2_000) =>
    news(
      shop,
      'business_capability_update',
      { max_daily_conversations_per_business: limit },
      { at },
    )

  it.each([
    ['TIER_10K', 10_000],
    [2_000, 2_000],
    [-1, null],
    ['TIER_UNLIMITED', null],
  ])('is what the webhook says, before Meta is asked: %s', async (said, people) => {
    const shop = await Shop.open()
    await shop.query('UPDATE numbers SET messaging_limit = 250 WHERE account_id = ?')
    await tell(shop, said)
    expect(await limitOf(shop)).toBe(people)
    expect(shop.chores.map(({ type }) => type)).toContain('numbers.refresh')
    const [line] = await shop.query<{ messaging_limit: number | null }>(
      'SELECT messaging_limit FROM number_history WHERE account_id = ? ORDER BY at DESC LIMIT 1',
    )
    expect(line?.messaging_limit ?? null).toBe(people)
  })

  it('stays where the webhook is older than what Meta was asked for, or says nothing known', async () => {
    const shop = await Shop.open()
    await shop.query('UPDATE numbers SET messaging_limit = 250 WHERE account_id = ?')
    await tell(shop, 'TIER_10K', Date.now() - DAY_MS)
    await tell(shop, 'TIER_NEW')
    expect(await limitOf(shop)).toBe(250)
  })
})
