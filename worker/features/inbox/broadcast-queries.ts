import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { RECIPIENT_STATES } from '../../contract/broadcasts'
import type { FrozenTemplate } from '../broadcasts/frozen-template'

export type SentByBroadcast = {
  broadcastId: string
  name: string
  no: number
  at: number
  state: (typeof RECIPIENT_STATES)[number]
  code: string | null
  wamid: string | null
  sealedParams: string | null
  template: FrozenTemplate
}

const COLUMNS =
  sql.raw(`r.broadcast_id AS broadcastId, b.name, r.no, r.claimed_at AS at, r.state, r.code,
  r.wamid, r.sealed_params AS sealedParams, b.template`)
const JOINED = sql.raw(
  'recipients AS r JOIN broadcasts AS b ON b.account_id = r.account_id AND b.id = r.broadcast_id',
)

type Raw = Omit<SentByBroadcast, 'template'> & { template: string }
// Written by the launch as JSON of this type.
const parsed = (rows: Raw[]): SentByBroadcast[] =>
  rows.map((row) => ({ ...row, template: JSON.parse(row.template) as FrozenTemplate }))

/** What broadcasts sent to a person from a number before a moment, newest first. */
export async function listSentTo(
  db: AccountDb,
  { contactId, numberId }: { contactId: string; numberId: string },
  before: number,
  limit: number,
): Promise<SentByBroadcast[]> {
  return parsed(
    await db.all<Raw>(sql`
      SELECT ${COLUMNS} FROM ${JOINED}
      WHERE r.account_id = ${db.accountId} AND r.contact_id = ${contactId} AND b.number_id = ${numberId}
        AND r.claimed_at < ${before} AND r.state NOT IN ('queued', 'skipped') AND b.template IS NOT NULL
      ORDER BY r.claimed_at DESC LIMIT ${limit}`),
  )
}

/** Of these ids of Meta's, the rows of broadcasts to a person. */
export async function findSentByWamid(
  db: AccountDb,
  contactId: string,
  wamids: string[],
): Promise<SentByBroadcast[]> {
  if (wamids.length === 0) return []
  return parsed(
    await db.all<Raw>(sql`
      SELECT ${COLUMNS} FROM ${JOINED}
      WHERE r.account_id = ${db.accountId} AND r.contact_id = ${contactId} AND b.template IS NOT NULL
        AND r.wamid IN (SELECT value FROM json_each(${JSON.stringify(wamids)}))`),
  )
}

export async function findWamidOfRow(
  db: AccountDb,
  contactId: string,
  broadcastId: string,
  no: number,
) {
  const row = await db.get<{ wamid: string | null } | undefined>(sql`
    SELECT wamid FROM recipients
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId} AND no = ${no}
      AND contact_id = ${contactId}`)
  return row?.wamid ?? null
}

export const findBroadcastNames = (db: AccountDb, ids: string[]) =>
  db.all<{ id: string; name: string }>(sql`
    SELECT b.id, b.name FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN broadcasts AS b
    WHERE b.account_id = ${db.accountId} AND b.id = j.value`)
