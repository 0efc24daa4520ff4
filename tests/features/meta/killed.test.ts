import { describe, expect, it } from 'vitest'
import { checkConnectionJob } from '../../../worker/consumer/account-news'
import type { ConnectionView, NumberView } from '../../../worker/contract/connections'
import { randomId } from '../../../worker/lib/ids'
import { Kills } from '../../support/kills'
import { Shop } from '../../support/shop'

const PERSON = '12025550143'
const PORTFOLIO = '100900800700600'

const notKilled = (kills: Kills, words: string[]) => words.filter((word) => kills.both(word) === 0)

async function connectionOf(shop: Shop): Promise<ConnectionView> {
  const { items } = await shop.get<{ items: ConnectionView[] }>('/connections')
  const connection = items.find(({ state }) => state !== 'disconnected')
  if (!connection) throw new Error('nothing is connected')
  return connection
}
const kindsOf = async (shop: Shop) => (await connectionOf(shop)).problems.map(({ kind }) => kind)

/** A number that lives in the phone app too. */
async function shared(): Promise<Shop> {
  const shop = await Shop.open()
  Object.assign(shop.meta.numbers[0] ?? {}, { is_on_biz_app: true })
  const { id } = await connectionOf(shop)
  await shop.browser.read(shop.browser.delete(`/api/v1/connections/${id}`))
  shop.meta.grantAgain()
  await shop.browser.read(shop.connect())
  return shop
}
const coexistenceOf = async (shop: Shop) => {
  const { items } = await shop.get<{ items: NumberView[] }>('/numbers')
  return items.find(({ id }) => id === shop.meta.numberId)?.coexistence
}

const message = (at: number, from: string, body: string) => ({
  ...{ id: `wamid.${randomId()}`, from, timestamp: `${at}`, type: 'text', text: { body } },
})
const chunk = (shop: Shop, order: number, progress: number, messages: object[]) => {
  const metadata = { phase: 0, chunk_order: order, progress }
  return shop.change({ history: [{ metadata, threads: [{ id: PERSON, messages }] }] }, 'history')
}
const news = (shop: Shop, value: object) => shop.change(value, 'account_update')

describe('the past of the phone app, killed at every effect', () => {
  it.each<[string, RegExp | undefined, string[]]>([
    ['any', undefined, ['INSERT INTO messages', 'update coexistence']],
    ['the thread', /INSERT INTO conversations/, ['INSERT INTO conversations']],
    ['what is told to browsers', /live/, ['live']],
  ])('is whole, and each message counted once: at %s', async (_what, only, words) => {
    const shop = await shared()
    const kills = new Kills(shop, only && { only })
    const [question, answer] = [
      message(1_780_000_000, PERSON, 'Older question'),
      message(1_790_000_000, '972555550177', 'Old answer'),
    ]
    await kills.webhook(chunk(shop, 1, 55, [question]))
    await kills.webhook(chunk(shop, 2, 100, [question, answer]))
    const stored = await shop.query<{ direction: string }>(
      'SELECT direction FROM messages WHERE account_id = ? ORDER BY at',
    )
    expect(stored.map(({ direction }) => direction)).toEqual(['in', 'out'])
    expect(await coexistenceOf(shop)).toMatchObject({
      ...{ history: 'done', progress: 100, messages: 2 },
    })
    const { items } = await shop.get<{ items: object[] }>('/conversations')
    expect(items).toMatchObject([{ unread: 0, lastAt: 1_790_000_000_000 }])
    expect(notKilled(kills, words)).toEqual([])
  })

  it('may be kept on the phone, and its address book comes once', async () => {
    const shop = await shared()
    const kills = new Kills(shop)
    await kills.webhook(shop.change({ history: [{ errors: [{ code: 2593109 }] }] }, 'history'))
    const contact = { full_name: 'Noor', phone_number: PERSON }
    const entry = { type: 'contact', action: 'add', contact }
    await kills.webhook(shop.change({ state_sync: [entry] }, 'smb_app_state_sync'))
    expect(await coexistenceOf(shop)).toMatchObject({ history: 'declined', contacts: 'done' })
    const { items } = await shop.get<{ items: { name: string }[] }>('/contacts')
    expect(items.map(({ name }) => name)).toEqual(['Noor'])
  })

  it('begins anew where the phone app let go and came back', async () => {
    const shop = await shared()
    const kills = new Kills(shop)
    await kills.webhook(news(shop, { event: 'ACCOUNT_OFFBOARDED' }))
    expect(await coexistenceOf(shop)).toMatchObject({ state: 'offboarded' })
    expect(await kindsOf(shop)).toEqual(['offboarded'])
    await kills.webhook(news(shop, { event: 'ACCOUNT_RECONNECTED' }))
    expect(await coexistenceOf(shop)).toMatchObject({ state: 'joined', history: 'waiting' })
    expect(await kindsOf(shop)).toEqual([])
    expect(notKilled(kills, ['insert into coexistence', 'delete from health_notes'])).toEqual([])
  })
})

describe('how a connection is, killed at every effect', () => {
  it('says what is wrong once, and stops what runs', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    const id = await shop.running()
    const kills = new Kills(shop)
    const ban_info = { waba_ban_state: 'DISABLE' }
    await kills.webhook(news(shop, { event: 'DISABLED_UPDATE', ban_info }))
    expect(await kindsOf(shop)).toEqual(['banned'])
    expect((await shop.see(id)).state).toBe('paused')
    expect(notKilled(kills, ['insert into health_notes', 'live'])).toEqual([])
  })

  it('is checked to its end, claims its portfolio, and takes back what is over', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    const id = await shop.running()
    const { id: connectionId } = await connectionOf(shop)
    const job = { type: 'connection.check' as const, accountId: shop.accountId, connectionId }
    const businessId = `${PORTFOLIO}${shop.meta.wabaId}`
    const errors = [{ error_code: 131042 }]
    const entities = [{ entity_type: 'WABA', id: '1', can_send_message: 'BLOCKED', errors }]
    const owner_business_info = { id: businessId, name: 'Shop' }
    shop.meta.waba = { owner_business_info, health_status: { entities } }
    const kills = new Kills(shop)
    await kills.until((deps) => checkConnectionJob(deps, job))
    expect(await kindsOf(shop)).toEqual(['payment_missing'])
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'payment_missing' })
    const claims = await shop.deps.db.directory.all(
      `SELECT connection_id AS connectionId FROM portfolio_routes WHERE business_id = '${businessId}'`,
    )
    expect(claims).toEqual([{ connectionId }])
    shop.meta.waba = { owner_business_info }
    await kills.until((deps) => checkConnectionJob(deps, job))
    expect(await kindsOf(shop)).toEqual([])
    expect(notKilled(kills, ['INSERT INTO portfolio_routes', 'delete from health_notes'])).toEqual(
      [],
    )
  })
})

it('a limit that Meta tells is kept once, with one line of history, wherever it is killed', async () => {
  const shop = await Shop.open()
  await shop.query('UPDATE numbers SET messaging_limit = 250 WHERE account_id = ?')
  const kills = new Kills(shop)
  const value = { max_daily_conversations_per_business: 'TIER_10K' }
  const body = shop.change(value, 'business_capability_update')
  const time = Math.floor(shop.now() / 1000) + 2
  await kills.webhook({ ...body, entry: body.entry.map((one) => ({ ...one, time })) })
  expect(notKilled(kills, ['INSERT INTO number_history', 'live'])).toEqual([])
  const lines = await shop.query<{ messaging_limit: number }>(
    'SELECT messaging_limit FROM number_history WHERE account_id = ? ORDER BY at DESC',
  )
  expect(lines.filter((line) => line.messaging_limit === 10_000)).toHaveLength(1)
})
