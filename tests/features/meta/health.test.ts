import { describe, expect, it } from 'vitest'
import { check, connectionOf, kindsOf, news, restriction } from '../../support/account-news'
import { Shop } from '../../support/shop'

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
