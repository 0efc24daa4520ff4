import { describe, expect, it } from 'vitest'
import { checkConnectionJob } from '../../../worker/consumer/account-news'
import type { ConnectionView } from '../../../worker/contract/connections'
import { sweepHealth } from '../../../worker/features/meta/jobs'
import { DAY_MS } from '../../../worker/lib/time'
import { Kills } from '../../support/kills'
import { Shop } from '../../support/shop'

const news = (
  shop: Shop,
  field: string,
  value: object,
  { entryId = shop.meta.wabaId, at = Date.now() } = {},
) =>
  shop.webhooks({
    object: 'whatsapp_business_account',
    entry: [{ id: entryId, time: Math.floor(at / 1000), changes: [{ field, value }] }],
  })

async function connectionOf(shop: Shop): Promise<ConnectionView> {
  const { items } = await shop.get<{ items: ConnectionView[] }>('/connections')
  const connection = items.find(({ state }) => state !== 'disconnected') ?? items[0]
  if (!connection) throw new Error('nothing is connected')
  return connection
}

const kindsOf = async (shop: Shop) => (await connectionOf(shop)).problems.map(({ kind }) => kind)

const check = async (shop: Shop) => {
  const { id: connectionId } = await connectionOf(shop)
  const { accountId } = shop
  await checkConnectionJob(shop.deps, { type: 'connection.check', accountId, connectionId })
}

const number = (shop: Shop, change: object) => Object.assign(shop.meta.numbers[0] ?? {}, change)
const inAWeek = () => Math.floor(Date.now() / 1000) + 7 * 24 * 60 * 60
const restriction = (restriction_type: string, expiration = inAWeek()) => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: [{ restriction_type, expiration }],
})

describe('what Meta tells about an account is on the page', () => {
  const EVENTS: [string, string, object, string][] = [
    [
      'a ban',
      'account_update',
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
      'banned',
    ],
    [
      'a ban to come',
      'account_update',
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } },
      'ban_scheduled',
    ],
    [
      'a violation',
      'account_update',
      { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } },
      'violation',
    ],
    [
      'a restriction',
      'account_update',
      restriction('RESTRICTED_BIZ_INITIATED_MESSAGING'),
      'restricted',
    ],
    [
      'one of all messages',
      'account_update',
      restriction('RESTRICTED_CUSTOMER_INITIATED_MESSAGING'),
      'restricted_all',
    ],
    ['a rejected review', 'account_review_update', { decision: 'REJECTED' }, 'review_rejected'],
    [
      'a rejected name',
      'phone_number_name_update',
      { display_phone_number: '972555550177', decision: 'REJECTED', rejection_reason: 'OTHER' },
      'name_rejected',
    ],
    [
      'a PIN that was changed',
      'security',
      { display_phone_number: '972555550177', event: 'PIN_CHANGED' },
      'pin_changed',
    ],
    [
      'a wish to reset the PIN',
      'security',
      { display_phone_number: '972555550177', event: 'PIN_RESET_REQUEST' },
      'pin_reset_requested',
    ],
    [
      'an alert',
      'account_alerts',
      { alert_info: { alert_status: 'ACTIVE', alert_type: 'OBA_REJECTED' } },
      'alert',
    ],
    ['the phone app letting go', 'account_update', { event: 'ACCOUNT_OFFBOARDED' }, 'offboarded'],
  ]
  it.each(EVENTS)('%s, said twice', async (_what, field, value, kind) => {
    const shop = await Shop.open()
    await news(shop, field, value)
    await news(shop, field, value)
    expect(await kindsOf(shop)).toEqual([kind])
  })

  it('is one line of audit, however often the same webhook comes', async () => {
    const shop = await Shop.open()
    const at = Date.now()
    const value = { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } }
    const tell = () => news(shop, 'account_update', value, { at })
    await Promise.all([tell(), tell()])
    await tell()
    const lines = () =>
      shop.query(
        "SELECT id FROM audit WHERE account_id = ? AND action = 'connection.health_changed'",
      )
    expect(await lines()).toHaveLength(1)
    await news(shop, 'account_update', value, { at: at + 60_000 })
    expect(await lines()).toHaveLength(2)
  })

  it.each([
    ['PARTNER_ADDED'],
    ['PARTNER_APP_INSTALLED'],
    ['VOLUME_BASED_PRICING_TIER_UPDATE'],
    ['MM_LITE_TERMS_SIGNED'],
    ['A_WORD_OF_NEXT_YEAR'],
  ])('nothing is wrong after %s', async (event) => {
    const shop = await Shop.open()
    await news(shop, 'account_update', { event, waba_info: { waba_id: shop.meta.wabaId } })
    expect(await connectionOf(shop)).toMatchObject({ state: 'active', problems: [] })
  })

  it('what is over goes away', async () => {
    const shop = await Shop.open()
    const ban = (waba_ban_state: string) => ({
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state },
    })
    await news(shop, 'account_update', ban('DISABLE'))
    await news(shop, 'account_update', ban('REINSTATE'))
    await news(shop, 'account_update', { event: 'ACCOUNT_OFFBOARDED' })
    await news(shop, 'account_update', { event: 'ACCOUNT_RECONNECTED' })
    // A restriction has an end of its own.
    await news(shop, 'account_update', restriction('RESTRICTED_BIZ_INITIATED_MESSAGING', 1))
    expect(await kindsOf(shop)).toEqual([])
  })

  it('news of a number name it, and are taken off once somebody has seen them', async () => {
    const shop = await Shop.open()
    const value = { display_phone_number: '972555550177', event: 'PIN_CHANGED' }
    await news(shop, 'security', value)
    const { id, problems } = await connectionOf(shop)
    const numberId = shop.meta.numberId
    expect(problems).toMatchObject([{ kind: 'pin_changed', numberId, isDismissible: true }])
    await shop.post(`/connections/${id}/seen`, { kind: 'pin_changed', numberId })
    expect(await kindsOf(shop)).toEqual([])
  })
})

describe('broadcasts pause and say why', () => {
  it.each([['RESTRICTED_BIZ_INITIATED_MESSAGING'], ['RESTRICTED_CUSTOMER_INITIATED_MESSAGING']])(
    'at %s',
    async (type) => {
      const shop = await Shop.open()
      await shop.addMany(3)
      const id = await shop.running()
      await news(shop, 'account_update', restriction(type))
      expect(await shop.see(id)).toMatchObject({
        state: 'paused',
        stateReason: 'account_restricted',
      })
    },
  )

  it('when a check finds that nobody pays', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    const id = await shop.running()
    const errors = [{ error_code: 131042 }]
    shop.meta.waba = {
      health_status: {
        entities: [{ entity_type: 'WABA', id: '1', can_send_message: 'BLOCKED', errors }],
      },
    }
    await check(shop)
    expect(await kindsOf(shop)).toEqual(['payment_missing'])
    expect(await shop.see(id)).toMatchObject({
      state: 'paused',
      stateReason: 'payment_missing',
    })
    shop.meta.waba = {}
    await check(shop)
    expect(await kindsOf(shop)).toEqual([])
  })

  it('when the phone app let go of the number', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    const id = await shop.running()
    await news(shop, 'account_update', { event: 'ACCOUNT_OFFBOARDED' })
    expect((await shop.see(id)).state).toBe('paused')
  })
})

describe('Meta’s side takes our access away', () => {
  it.each([['PARTNER_REMOVED'], ['PARTNER_APP_UNINSTALLED'], ['ACCOUNT_DELETED']])(
    '%s ends the connection, once, and its history stays',
    async (event) => {
      const shop = await Shop.open()
      await shop.addMany(2)
      const id = await shop.running()
      shop.meta.token.is_valid = false
      // These come from a portfolio, which is not the WABA.
      const value = { event, waba_info: { waba_id: shop.meta.wabaId } }
      const entryId = event === 'ACCOUNT_DELETED' ? shop.meta.wabaId : '100900800700600'
      await news(shop, 'account_update', value, { entryId })
      await news(shop, 'account_update', value, { entryId })
      expect(await connectionOf(shop)).toMatchObject({ state: 'disconnected', problems: [] })
      expect(await shop.query('SELECT token FROM connections WHERE account_id = ?')).toEqual([
        { token: null },
      ])
      expect((await shop.see(id)).state).toBe('paused')
      expect((await shop.get<{ items: object[] }>('/contacts')).items).toHaveLength(2)
    },
  )
})

it('news that come late, or again, of an earlier connection don’t end the present one', async () => {
  const shop = await Shop.open()
  const removed = { event: 'PARTNER_REMOVED', waba_info: { waba_id: shop.meta.wabaId } }
  const at = Date.now()
  await news(shop, 'account_update', removed, { at })
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  shop.meta.grantAgain()
  await shop.browser.read(shop.connect())
  await news(shop, 'account_update', removed, { at })
  expect(await connectionOf(shop)).toMatchObject({ state: 'active', problems: [] })
})

it('news that are told again after they are over change nothing, and nothing stops', async () => {
  const shop = await Shop.open()
  await shop.addMany(3)
  const at = Date.now()
  const ban = (waba_ban_state: string) => ({
    event: 'DISABLED_UPDATE',
    ban_info: { waba_ban_state },
  })
  const all = 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING'
  await news(shop, 'account_update', ban('DISABLE'), { at })
  await news(shop, 'account_update', restriction(all), { at })
  await news(shop, 'account_update', ban('REINSTATE'), { at: at + 60_000 })
  expect(await kindsOf(shop)).toEqual([])
  const id = await shop.running()
  await news(shop, 'account_update', ban('DISABLE'), { at })
  await news(shop, 'account_update', restriction(all), { at })
  expect(await kindsOf(shop)).toEqual([])
  expect((await shop.see(id)).state).toBe('running')
  // Nor does what ended an earlier ban end a later one.
  await news(shop, 'account_update', ban('DISABLE'), { at: at + 120_000 })
  await news(shop, 'account_update', ban('REINSTATE'), { at: at + 60_000 })
  expect(await kindsOf(shop)).toEqual(['banned'])
})

it('a removal that is told late does not end access that was given anew since', async () => {
  const shop = await Shop.open()
  const at = Date.now()
  shop.meta.token.is_valid = false
  await check(shop)
  expect(await kindsOf(shop)).toEqual(['token_dead'])
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  shop.meta.grantAgain()
  await shop.browser.read(shop.reconnect())
  const removed = { event: 'PARTNER_REMOVED', waba_info: { waba_id: shop.meta.wabaId } }
  await news(shop, 'account_update', removed, { at })
  expect(await connectionOf(shop)).toMatchObject({ state: 'active', problems: [] })
  await news(shop, 'account_update', removed, { at: Date.now() + 5_000 })
  expect((await connectionOf(shop)).state).toBe('disconnected')
})

describe('each connection is looked at once a day', () => {
  it('those that were not, and no others', async () => {
    const shop = await Shop.open()
    const mine = async () => {
      shop.chores.length = 0
      await sweepHealth(shop.deps, { type: 'connections.health' })
      return shop.chores.filter((one) => 'accountId' in one && one.accountId === shop.accountId)
    }
    expect(await mine()).toEqual([])
    shop.wait(DAY_MS)
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

it('reconnecting keeps history and consents', async () => {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ stopped: 'all' }])
  const before = await shop.get(`/contacts/${contactId}`)
  const value = { event: 'PARTNER_REMOVED', waba_info: { waba_id: shop.meta.wabaId } }
  await news(shop, 'account_update', value)
  shop.meta.grantAgain()
  await shop.browser.read(shop.connect())
  expect(await shop.get(`/contacts/${contactId}`)).toEqual(before)
  expect((await connectionOf(shop)).numbers).toHaveLength(1)
})

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
