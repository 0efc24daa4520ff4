import { parseSingleTag } from '../broadcasts/tags'

/** Of each number, since October 2026; they don't roll over. */
export const FREE_REPLIES = 1000

/** The month of a moment in a time zone: `2026-11`. */
export function monthOf(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}`
}

type Status = {
  status: string
  timestamp: number
  biz_opaque_callback_data?: string | undefined
  pricing?: { type?: string | undefined; category?: string | undefined } | undefined
}

/** Replies that these statuses show to be delivered and counted; what an ad paid for is free beyond. */
export function countedReplies(statuses: Status[]): { messageId: string; at: number }[] {
  return statuses.flatMap(({ status, timestamp, pricing, biz_opaque_callback_data }) => {
    const tag = parseSingleTag(biz_opaque_callback_data)
    const isDelivered = status === 'delivered' || status === 'read'
    const isService = pricing?.category?.toLowerCase() === 'service'
    const isPaidByAd = pricing?.type?.toLowerCase() === 'free_entry_point'
    if (!tag || !isDelivered || !isService || isPaidByAd) return []
    return [{ messageId: tag.id, at: timestamp * 1000 }]
  })
}
