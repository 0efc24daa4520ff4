import { checkConnectionJob } from '../../worker/consumer/account-news'
import type { ConnectionView } from '../../worker/contract/connections'
import type { Shop } from './shop'

/** A webhook about an account, as Meta sends it. */
export const news = (
  shop: Shop,
  field: string,
  value: object,
  { entryId = shop.meta.wabaId, at = Date.now() } = {},
) =>
  shop.webhooks({
    object: 'whatsapp_business_account',
    entry: [{ id: entryId, time: Math.floor(at / 1000), changes: [{ field, value }] }],
  })

export async function connectionOf(shop: Shop): Promise<ConnectionView> {
  const { items } = await shop.get<{ items: ConnectionView[] }>('/connections')
  const connection = items.find(({ state }) => state !== 'disconnected') ?? items[0]
  if (!connection) throw new Error('nothing is connected')
  return connection
}

export const kindsOf = async (shop: Shop) =>
  (await connectionOf(shop)).problems.map(({ kind }) => kind)

export const check = async (shop: Shop) => {
  const { id: connectionId } = await connectionOf(shop)
  const { accountId } = shop
  await checkConnectionJob(shop.deps, { type: 'connection.check', accountId, connectionId })
}

export const number = (shop: Shop, change: object) =>
  Object.assign(shop.meta.numbers[0] ?? {}, change)
const inAWeek = () => Math.floor(Date.now() / 1000) + 7 * 24 * 60 * 60
export const restriction = (restriction_type: string, expiration = inAWeek()) => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: [{ restriction_type, expiration }],
})
