import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Status } from '../../boundary/graph/webhooks'
import type { ReplyPrice } from '../../contract/inbox'
import { getAccount } from '../accounts/account-operations'
import { parseSingleTag } from '../broadcasts/tags'
import { CARD_CURRENCY, priceDay, rateFor } from '../meta/rates'
import { countedReplies, FREE_REPLIES, monthOf } from './allowance'
import { countUsage, insertUsage } from './allowance-queries'
import { noteEvents } from './event-operations'
import { conversationIdOf } from './id-operations'
import { findByWamids } from './queries'

/** How many of the month's free replies of a number are used, and what one more costs. */
export async function readReplyPrice(
  { db: dbs, clock }: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  { numberId, country }: { numberId: string; country: string | null },
): Promise<ReplyPrice> {
  const now = clock.now()
  const { timeZone } = await getAccount(dbs.directory, db.accountId)
  const used = await countUsage(db, numberId, monthOf(now, timeZone), FREE_REPLIES)
  const { micros } = rateFor(country, 'service', priceDay(now))
  return { used, free: FREE_REPLIES, nextMicros: micros, currency: CARD_CURRENCY }
}

/** What Meta says of single messages: ticks in open threads, and the meter of free replies. Repeatable. */
export async function noteReplyStatuses(
  deps: Pick<Deps, 'clock' | 'live' | 'db'>,
  db: AccountDb,
  statuses: Status[],
): Promise<void> {
  const ids = statuses.flatMap((one) => parseSingleTag(one.biz_opaque_callback_data)?.id ?? [])
  if (ids.length === 0) return
  const counted = countedReplies(statuses)
  if (counted.length > 0) {
    const { timeZone } = await getAccount(deps.db.directory, db.accountId)
    const rows = counted.map(({ messageId, at }) => ({ messageId, month: monthOf(at, timeZone) }))
    await insertUsage(db, rows)
  }
  await noteReplies(deps, db, ids)
}

/** Open threads hear that something became of these single messages. */
export async function noteReplies(
  deps: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  ids: string[],
): Promise<void> {
  const rows = await findByWamids(db, [...new Set(ids)])
  const conversationIds = await Promise.all(
    rows.map(({ contactId, numberId }) => conversationIdOf(contactId, numberId)),
  )
  const events = [...new Set(conversationIds)].map((conversationId) => ({
    conversationId,
    kind: 'thread' as const,
  }))
  await noteEvents(deps, db, events)
}
