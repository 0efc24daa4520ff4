import { describe, expect, it } from 'vitest'
import { checkConnectionJob } from '../../../worker/consumer/account-news'
import { sweepHealth } from '../../../worker/features/meta/jobs'
import { DAY_MS } from '../../../worker/lib/time'
import { check, connectionOf, kindsOf, news, number } from '../../support/account-news'
import { Kills } from '../../support/kills'
import { Shop } from '../../support/shop'

describe('each connection is looked at once a day', () => {
  it('those that were not, and no others', async () => {
    const shop = await Shop.open()
    const mine = async () => {
      shop.chores.length = 0
      await sweepHealth(shop.deps, { type: 'connections.health' })
      return shop.chores.filter((one) => 'accountId' in one && one.accountId === shop.accountId)
    }
    expect(await mine()).toEqual([])
    // Longer ago than those of all other tests: a sweep has a limit, and takes the oldest first.
    await shop.query(
      `UPDATE connections SET checked_at = checked_at - ${1000 * DAY_MS} WHERE account_id = ?`,
    )
    expect(await mine()).toMatchObject([{ type: 'connection.check' }])
    await check(shop)
    expect(await mine()).toEqual([])
  })

  it('a token that died waits for a person', async () => {
    const shop = await Shop.open()
    shop.meta.token.is_valid = false
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['token_dead'])
  })

  it('a token near its end, rights that went and rights that came', async () => {
    const shop = await Shop.open()
    shop.meta.token.expires_at = Math.floor((Date.now() + 5 * DAY_MS) / 1000)
    shop.meta.token.scopes = ['whatsapp_business_management', 'ads_management']
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['scopes_lost', 'token_expiring', 'scopes_wider'])
    const lines = await shop.query<{ action: string; after: string }>(
      "SELECT action, after FROM audit WHERE account_id = ? AND action = 'connection.scopes_changed'",
    )
    expect(lines).toMatchObject([{ after: 'ads_management whatsapp_business_management' }])
  })

  it('news that go elsewhere, and a subscription that was lost is made again', async () => {
    const shop = await Shop.open()
    shop.meta.redirectedTo = 'https://other.example/hook'
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['webhook_redirected'])
    shop.meta.redirectedTo = null
    shop.meta.subscribed = false
    await check(shop)
    expect(await kindsOf(shop)).toEqual([])
    expect(shop.meta.subscribed).toBe(true)
  })

  it('a review that is over is over, also when nobody told', async () => {
    const shop = await Shop.open()
    shop.meta.waba = { account_review_status: 'REJECTED' }
    await news(shop, 'account_review_update', { decision: 'REJECTED' })
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['review_rejected'])
    await news(shop, 'account_review_update', { decision: 'REJECTED' }, { at: Date.now() + 5_000 })
    shop.meta.waba = { account_review_status: 'APPROVED' }
    await check(shop)
    expect(await kindsOf(shop)).toEqual([])
  })

  it('a number that can’t send stops what is sent from it', async () => {
    const shop = await Shop.open()
    await shop.addMany(2)
    const id = await shop.running()
    number(shop, { status: 'RESTRICTED', quality_rating: 'YELLOW' })
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['number_not_connected', 'quality_medium'])
    expect((await shop.see(id)).state).toBe('paused')
  })

  it('Meta being away changes nothing', async () => {
    const shop = await Shop.open()
    shop.meta.interrupt = () => new Response('', { status: 502 })
    await check(shop)
    shop.meta.interrupt = () => null
    expect(await connectionOf(shop)).toMatchObject({ state: 'active', problems: [] })
  })

  it('one of which Meta told only a part is looked at again within the hour', async () => {
    const shop = await Shop.open()
    const { checkedAt } = await connectionOf(shop)
    shop.wait(DAY_MS)
    shop.meta.interrupt = (_method, path) =>
      path.endsWith('/phone_numbers') ? new Response('', { status: 502 }) : null
    await check(shop)
    expect((await connectionOf(shop)).checkedAt).toBe(checkedAt)
    shop.meta.interrupt = () => null
    await check(shop)
    expect((await connectionOf(shop)).checkedAt).toBeGreaterThan(checkedAt)
  })

  it('a number that left the account stops what is sent from it', async () => {
    const shop = await Shop.open()
    await shop.addMany(2)
    const id = await shop.running()
    shop.meta.numbers = []
    await check(shop)
    expect((await connectionOf(shop)).problems).toMatchObject([
      { kind: 'number_not_connected', numberId: shop.meta.numberId, detail: 'DELETED' },
    ])
    expect((await shop.see(id)).state).toBe('paused')
  })

  it('an account that the token does not reach any more waits for a person', async () => {
    const shop = await Shop.open()
    const error = { code: 100, error_subcode: 33, message: 'Unsupported get request' }
    shop.meta.interrupt = (_method, path) =>
      path === `/${shop.meta.wabaId}` ? Response.json({ error }, { status: 400 }) : null
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['token_dead'])
  })

  it('rights that went are on record also where a person saw it first', async () => {
    const shop = await Shop.open()
    shop.meta.token.scopes = [...shop.meta.token.scopes, 'ads_management']
    const { id } = await connectionOf(shop)
    await shop.post(`/connections/${id}/check`)
    await check(shop)
    const lines = await shop.query<{ after: string }>(
      "SELECT after FROM audit WHERE account_id = ? AND action = 'connection.scopes_changed'",
    )
    expect(lines).toHaveLength(1)
  })

  it('rights that went are on record whatever is killed', async () => {
    const shop = await Shop.open()
    shop.meta.token.scopes = [...shop.meta.token.scopes, 'ads_management']
    const { id: connectionId } = await connectionOf(shop)
    const job = { type: 'connection.check' as const, accountId: shop.accountId, connectionId }
    await new Kills(shop).until((deps) => checkConnectionJob(deps, job))
    const lines = await shop.query(
      "SELECT id FROM audit WHERE account_id = ? AND action = 'connection.scopes_changed'",
    )
    expect(lines).toHaveLength(1)
  })
})
