import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { RecipientView } from '../../contract/broadcast-recipients'

export type RecipientRow = {
  no: number
  contactId: string | null
  name: string | null
  identity: string
  country: string | null
  state: RecipientView['state']
  code: string | null
  held: number
  pricing: string | null
  rank: number
  sealedParams: string | null
  claimedAt: number | null
  acceptedAt: number | null
  sentAt: number | null
  deliveredAt: number | null
  readAt: number | null
  failedAt: number | null
  repliedAt: number | null
}

const COLUMNS = sql.raw(`
  r.no, c.id AS contactId, c.name, r.identity, r.country, r.state, r.code, r.held, r.pricing, r.rank,
  r.sealed_params AS sealedParams, r.claimed_at AS claimedAt, r.accepted_at AS acceptedAt,
  r.sent_at AS sentAt, r.delivered_at AS deliveredAt, r.read_at AS readAt, r.failed_at AS failedAt,
  r.replied_at AS repliedAt`)

const FROM = sql.raw(
  'FROM recipients AS r LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id',
)

export type RecipientFilter = {
  state?: string | undefined
  reason?: string | undefined
  /** Folded text for names, digits for phones. */
  q?: string | undefined
  /** The member who looks may not see numbers, and can't look for their digits. */
  isBlind?: boolean
}

/** A page by row number. Filters are checked row by row within the broadcast's own key range. */
export function pageRecipients(
  db: AccountDb,
  broadcastId: string,
  filter: RecipientFilter,
  after: number,
  limit: number,
): Promise<RecipientRow[]> {
  const parts: SQL[] = [
    sql`r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId} AND r.no > ${after}`,
  ]
  if (filter.state === 'replied') parts.push(sql`r.replied_at IS NOT NULL`)
  else if (filter.state) parts.push(sql`r.state = ${filter.state}`)
  // A code stays on a row that was delivered after all; it is a reason only of what the report counts.
  if (filter.reason) parts.push(sql`r.code = ${filter.reason} AND r.state IN ('failed', 'skipped')`)
  const searched = filter.isBlind
    ? sql`replace(c.search, coalesce(substr(c.phone, 2), ''), '')`
    : sql`c.search`
  if (filter.q) parts.push(sql`instr(${searched}, ${filter.q}) > 0`)
  return db.all<RecipientRow>(sql`
    SELECT ${COLUMNS} ${FROM} WHERE ${sql.join(parts, sql` AND `)} ORDER BY r.no LIMIT ${limit}`)
}

export function findRecipient(db: AccountDb, broadcastId: string, no: number) {
  return db.get<RecipientRow | undefined>(sql`
    SELECT ${COLUMNS} ${FROM}
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId} AND r.no = ${no}`)
}

/** What a person was sent before a moment, newest first; found by the index on contacts. */
export function listRowsOfContact(db: AccountDb, contactId: string, before: number, limit: number) {
  return db.all<{
    broadcastId: string
    broadcastName: string
    no: number
    state: string
    at: number
  }>(sql`
    SELECT r.broadcast_id AS broadcastId, b.name AS broadcastName, r.no, r.state,
           coalesce(r.claimed_at, b.started_at, b.created_at) AS at
    FROM recipients AS r JOIN broadcasts AS b
      ON b.account_id = r.account_id AND b.id = r.broadcast_id
    WHERE r.account_id = ${db.accountId} AND r.contact_id = ${contactId}
      AND coalesce(r.claimed_at, b.started_at, b.created_at) < ${before}
    ORDER BY at DESC LIMIT ${limit}`)
}
