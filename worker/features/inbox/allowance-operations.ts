import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { zoneNameOf } from '../../boundary/graph/time-zones'
import type { Status } from '../../boundary/graph/webhooks'
import type { ReplyPrice } from '../../contract/inbox'
import { getAccount } from '../accounts/account-operations'
import { listSingles } from '../broadcasts/outbox-queries'
import { parseSingleTag } from '../broadcasts/tags'
import { findConnection, findNumber } from '../meta/queries'
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
  const timeZone = await timeZoneOf({ db: dbs }, db, numberId)
  const used = await countUsage(db, numberId, monthOf(now, timeZone), FREE_REPLIES)
  const { micros } = rateFor(country, 'service', priceDay(now))
  return { used, free: FREE_REPLIES, nextMicros: micros, currency: CARD_CURRENCY }
}

/** Meta's month is that of the number's WABA. */
async function timeZoneOf(
  { db: dbs }: Pick<Deps, 'db'>,
  db: AccountDb,
  numberId: string,
): Promise<string> {
  const number = await findNumber(db, numberId)
  const connection = number && (await findConnection(db, number.connectionId))
  const name = zoneNameOf(connection?.timeZoneId ?? null)
  return name ?? (await getAccount(dbs.directory, db.accountId)).timeZone
}

/** What Meta says of single messages: ticks in open threads, and the meter of free replies. Repeatable. */
export async function noteReplyStatuses(
  deps: Pick<Deps, 'clock' | 'live' | 'db'>,
  db: AccountDb,
  statuses: Status[],
): Promise<void> {
  const ids = statuses.flatMap((one) => parseSingleTag(one.biz_opaque_callback_data)?.id ?? [])
  if (ids.length === 0) return
  await countReplies(deps, db, countedReplies(statuses))
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

/** Each once, in the month of its delivery: that it was read may be heard in another one. */
async function countReplies(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  counted: { messageId: string; at: number }[],
): Promise<void> {
  if (counted.length === 0) return
  const heardAt = new Map(counted.map(({ messageId, at }) => [messageId, at]))
  const singles = await listSingles(db, [...heardAt.keys()])
  const numberIds = [...new Set(singles.map(({ numberId }) => numberId))]
  const zones = new Map<string, string>()
  for (const id of numberIds) zones.set(id, await timeZoneOf(deps, db, id))
  const rows = singles.map(({ id, numberId, deliveredAt }) => ({
    messageId: id,
    month: monthOf(deliveredAt ?? heardAt.get(id) ?? 0, zones.get(numberId) ?? 'UTC'),
  }))
  await insertUsage(db, rows)
}
