import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { UsageStage } from '../../contract/usage'
import { ROWS_PER_PIECE, SENT_AT, TAKEN } from './rollup-queries'

export type StageFilter = {
  stage: UsageStage
  /** Spans of time, each from its first moment to before its last. */
  during: [number, number][]
  country: string | null | undefined
  code: string | undefined
}

export type MessageRow = {
  at: number
  no: number
  contactId: string | null
  name: string | null
  identity: string
  country: string | null
  state: string
  code: string | null
}

/** Rows that a figure counts; the same words as in the roll-up, so that both count the same. */
const IS_STAGE: Record<UsageStage, SQL> = {
  sent: sql`r.state IN ${TAKEN}`,
  accepted: sql`r.wamid IS NOT NULL
    AND r.state IN ${TAKEN}`,
  delivered: sql`r.state IN ('delivered', 'read', 'played')`,
  read: sql`r.state IN ('read', 'played')`,
  replied: sql`r.replied_at IS NOT NULL
    AND r.state IN ${TAKEN}`,
  clicked: sql`EXISTS (SELECT 1 FROM broadcast_taps AS t WHERE t.account_id = r.account_id
    AND t.broadcast_id = r.broadcast_id AND t.no = r.no)
    AND r.state IN ${TAKEN}`,
  optedOut: sql`EXISTS (SELECT 1 FROM broadcast_stops AS s WHERE s.account_id = r.account_id
    AND s.broadcast_id = r.broadcast_id AND s.no = r.no)
    AND r.state IN ${TAKEN}`,
  failed: sql`r.state = 'failed'`,
}

const isDuring = ({ during }: StageFilter) => sql`
  EXISTS (SELECT 1 FROM json_each(${JSON.stringify(during)}) AS d
          WHERE ${SENT_AT} >= d.value ->> 0 AND ${SENT_AT} < d.value ->> 1)`

const COLUMNS = sql.raw(`c.id AS contactId, c.name, r.identity, r.state, r.code`)

/** The rows of a figure in one piece of a broadcast. */
export function pagePiece(
  db: AccountDb,
  { broadcastId, piece, after }: { broadcastId: string; piece: number; after: number },
  filter: StageFilter,
  limit: number,
): Promise<MessageRow[]> {
  const first = Math.max(piece * ROWS_PER_PIECE, after) + 1
  const parts: SQL[] = [
    sql`r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
        AND r.no BETWEEN ${first} AND ${(piece + 1) * ROWS_PER_PIECE}
        AND ${isDuring(filter)}`,
    IS_STAGE[filter.stage],
  ]
  if (filter.country !== undefined) parts.push(sql`r.country IS ${filter.country}`)
  if (filter.code) parts.push(sql`r.code = ${filter.code}`)
  return db.all<MessageRow>(sql`
    SELECT ${SENT_AT} AS at, r.no, r.country, ${COLUMNS}
    FROM recipients AS r LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE ${sql.join(parts, sql` AND `)} ORDER BY r.no LIMIT ${limit}`)
}

/** Stages that a single message can reach. */
const OF_SINGLES = new Set<UsageStage>(['sent', 'accepted', 'delivered', 'read', 'failed'])

/** The single messages of a figure, by their time; none of them is a reply that is counted. */
export async function pageSingles(
  db: AccountDb,
  numberIds: string[],
  filter: StageFilter,
  after: { createdAt: number; id: string },
  limit: number,
): Promise<(MessageRow & { id: string; createdAt: number })[]> {
  if (!OF_SINGLES.has(filter.stage)) return []
  const parts: SQL[] = [
    sql`r.account_id = ${db.accountId} AND r.created_at >= ${after.createdAt}
        AND (r.created_at, r.id) > (${after.createdAt}, ${after.id})
        AND ${isDuring(filter)}
        AND r.number_id IN (SELECT value FROM json_each(${JSON.stringify(numberIds)}))`,
    IS_STAGE[filter.stage],
  ]
  if (filter.country !== undefined) parts.push(sql`c.country IS ${filter.country}`)
  if (filter.code) parts.push(sql`r.code = ${filter.code}`)
  return db.all(sql`
    SELECT ${SENT_AT} AS at, 0 AS no, c.country, r.id, r.created_at AS createdAt, ${COLUMNS}
    FROM outbox AS r LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE ${sql.join(parts, sql` AND `)} ORDER BY r.created_at, r.id LIMIT ${limit}`)
}
