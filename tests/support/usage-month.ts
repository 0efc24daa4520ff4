import type { AccountDb } from '../../worker/boundary/db'
import { formatTag } from '../../worker/features/broadcasts/tags'
import { randomId, timeOrderedIdFrom } from '../../worker/lib/ids'
import { HOUR_MS } from '../../worker/lib/time'

/** Twelve countries in twelve markets; the last is a person whose country nobody knows. */
export const COUNTRIES = ['IL', 'GB', 'DE', 'FR', 'US', 'IN', 'BR', 'ES', 'IT', 'AE', 'ZA', 'EE']
export const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const

/** Israel's clocks went back on 25 October 2026 at 2:00, which was 23:00 on the 24th in UTC. */
const CLOCKS_BACK = Date.UTC(2026, 9, 24, 23)
export const NOW = Date.UTC(2026, 10, 2, 12)

/** The calendar day in Israel, reckoned by SQL alone. */
export const dayInIsrael = (time: string) =>
  `date((${time}) / 1000 + iif((${time}) < ${CLOCKS_BACK}, 10800, 7200), 'unixepoch')`
export const hourInIsrael = (time: string) =>
  `CAST(strftime('%H', (${time}) / 1000 + iif((${time}) < ${CLOCKS_BACK}, 10800, 7200), 'unixepoch') AS INTEGER)`

export type Month = { numberId: string; connectionId: string; broadcastIds: string[] }

const BROADCASTS = 10
const CHUNK = 500

/** A connected number, billed in dollars, with its days in Israel's time. */
export async function connectIsrael(db: AccountDb, numberId: string): Promise<string> {
  const connectionId = randomId()
  const { accountId } = db
  await db.run(
    `INSERT INTO connections (account_id, id, waba_id, name, currency, time_zone_id, state, scopes, checked_at, created_at)
     VALUES ('${accountId}', '${connectionId}', '9${numberId}', 'Levi', 'USD', '70', 'active', '[]', 1, 1)`,
  )
  await db.run(
    `INSERT INTO numbers (account_id, id, connection_id, display_phone_number, quality_rating, status, throughput_per_second, synced_at)
     VALUES ('${accountId}', '${numberId}', '${connectionId}', '+972 55-555-0100', 'GREEN', 'CONNECTED', 80, 1)`,
  )
  return connectionId
}

/**
 * A month of messages, from the last minutes of 30 September to 31 October, each with a fate that follows
 * from its number: some at midnight, some in the hour that comes twice, some delivered days later.
 */
export async function seedMonth(db: AccountDb, messages: number): Promise<Month> {
  const numberId = String(Math.floor(1e14 + Math.random() * 9e14))
  const connectionId = await connectIsrael(db, numberId)
  const broadcastIds: string[] = []
  for (let nth = 0; nth < BROADCASTS; nth++) {
    broadcastIds.push(
      await seedBroadcast(db, { nth, numberId, connectionId }, messages / BROADCASTS),
    )
  }
  return { numberId, connectionId, broadcastIds }
}

async function seedBroadcast(
  db: AccountDb,
  { nth, numberId, connectionId }: { nth: number; numberId: string; connectionId: string },
  people: number,
): Promise<string> {
  const { accountId } = db
  // Three days each, from the evening of 30 September on.
  const from = Date.UTC(2026, 8, 30, 20, 50) + nth * 75 * HOUR_MS
  const id = timeOrderedIdFrom(from, crypto.getRandomValues(new Uint8Array(10)))
  const category = CATEGORIES[nth % CATEGORIES.length]
  const template = JSON.stringify({ name: `offer_${nth % 4}`, language: 'en', category })
  await db.run(
    `INSERT INTO broadcasts (account_id, id, name, state, version, number_id, connection_id, template_id, audience, mapping,
       template, total, created_by, created_at, updated_at, launched_at, finished_at)
     VALUES ('${accountId}', '${id}', 'Broadcast ${nth}', 'done', 1, '${numberId}', '${connectionId}', 't${nth % 4}',
       '{}', '{}', '${template}', ${people}, 'x', ${from}, ${from}, ${from}, ${from + 75 * HOUR_MS})`,
  )
  const countries = `json_extract('${JSON.stringify(COUNTRIES)}', '$[' || (i * 7 % 12) || ']')`
  await db.run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${people}),
     m AS (SELECT i, (i * 7919 + ${nth}) % 1000 AS dice, ${from} + i * ${Math.floor((74 * HOUR_MS) / people)} AS at FROM n),
     s AS (SELECT *, CASE WHEN dice < 20 THEN 'skipped' WHEN dice < 60 THEN 'failed' WHEN dice < 90 THEN 'accepted'
             WHEN dice < 130 THEN 'sent' WHEN dice < 500 THEN 'delivered' ELSE 'read' END AS state FROM m)
     INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank, wamid, code, pricing,
       claimed_at, delivered_at, read_at, failed_at, replied_at)
     SELECT '${accountId}', '${id}', i, printf('c%025d', i), '+1', iif(i % 97 = 0, NULL, ${countries}), state,
       CASE state WHEN 'skipped' THEN 9 WHEN 'failed' THEN 5 WHEN 'accepted' THEN 3 WHEN 'sent' THEN 4
         WHEN 'delivered' THEN 6 ELSE 7 END,
       iif(state = 'skipped' OR dice = 21, NULL, 'wamid.' || i), iif(state = 'failed', iif(dice % 2, '131026', '131049'), NULL),
       CASE WHEN state NOT IN ('delivered', 'read') THEN NULL WHEN dice % 50 = 0 THEN 'free_entry_point/marketing'
         WHEN dice % 50 = 1 THEN 'regular/marketing' WHEN dice % 50 = 2 THEN NULL
         ELSE 'regular/${category?.toLowerCase()}' END,
       iif(state = 'skipped', NULL, at),
       iif(state = 'delivered' OR (state = 'read' AND dice % 3), at + iif(dice % 40 = 0, ${30 * HOUR_MS}, 4000), NULL),
       iif(state = 'read', at + iif(dice % 40 = 0, ${31 * HOUR_MS}, 9000), NULL), iif(state = 'failed', at + 2000, NULL),
       iif(state = 'read' AND dice > 930, at + 60000, NULL) FROM s`,
  )
  await db.run(
    `INSERT INTO broadcast_stops (account_id, broadcast_id, no, at) SELECT account_id, broadcast_id, no, 1 FROM recipients
     WHERE account_id = '${accountId}' AND broadcast_id = '${id}' AND state = 'read' AND no % 181 = 0`,
  )
  await db.run(
    `INSERT INTO broadcast_taps (account_id, broadcast_id, no, at) SELECT account_id, broadcast_id, no, 1 FROM recipients
     WHERE account_id = '${accountId}' AND broadcast_id = '${id}' AND state = 'read' AND no % 41 = 0`,
  )
  await db.run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${people / CHUNK})
     INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, dirty, counts)
     SELECT '${accountId}', '${id}', i, (i - 1) * ${CHUNK} + 1, i * ${CHUNK}, 1, '{}' FROM n`,
  )
  return id
}

/** A status as Meta's webhook words it, with the tag of a broadcast's row. */
export const statusOf = (
  broadcastId: string,
  { no, token, wamid }: { no: number; token: string; wamid: string },
  status: string,
  at: number,
) => ({
  id: wamid,
  status,
  timestamp: String(Math.floor(at / 1000)),
  biz_opaque_callback_data: formatTag({ broadcastId, no, token }),
  pricing: { type: 'regular', category: 'marketing' },
})
