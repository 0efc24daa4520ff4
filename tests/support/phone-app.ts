// A number that lives in WhatsApp's phone app too: what Meta's webhooks tell of it.

import type { NumberView } from '../../worker/contract/connections'
import { randomId } from '../../worker/lib/ids'
import { Shop } from './shop'

export const PERSON = '12025550143'

/** A business whose number lives in the phone app too. */
export async function openOnPhone(): Promise<Shop> {
  const shop = await Shop.open()
  Object.assign(shop.meta.numbers[0] ?? {}, { is_on_biz_app: true })
  const { items } = await shop.get<{ items: { id: string }[] }>('/connections')
  await shop.browser.read(shop.browser.delete(`/api/v1/connections/${items[0]?.id}`))
  shop.meta.grantAgain()
  await shop.browser.read(shop.connect())
  return shop
}

/** One webhook of that field. */
export const tellOf = (shop: Shop, field: string, value: object) =>
  shop.webhooks({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: shop.meta.wabaId,
        changes: [
          {
            field,
            value: {
              messaging_product: 'whatsapp',
              metadata: {
                display_phone_number: '972555550177',
                phone_number_id: shop.meta.numberId,
              },
              ...value,
            },
          },
        ],
      },
    ],
  })

export const message = (at: number, from: string, body: string, more: object = {}) => ({
  id: `wamid.${randomId()}`,
  from,
  timestamp: `${at}`,
  type: 'text',
  text: { body },
  ...more,
})

export const historyChunk = (order: number, progress: number, messages: object[], phase = 0) => ({
  history: [
    { metadata: { phase, chunk_order: order, progress }, threads: [{ id: PERSON, messages }] },
  ],
})

export const numberOf = async (shop: Shop) => {
  const { items } = await shop.get<{ items: NumberView[] }>('/numbers')
  return items.find(({ id }) => id === shop.meta.numberId)
}
export const storedMessages = (shop: Shop) =>
  shop.query<{ direction: string; at: number; body: string }>(
    'SELECT direction, at, body FROM messages WHERE account_id = ? ORDER BY id',
  )
export const askFor = (shop: Shop, what: string) =>
  shop.browser.post(`/api/v1/numbers/${shop.meta.numberId}/sync`, { what })
