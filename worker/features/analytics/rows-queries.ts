import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { RowStage } from '../../contract/usage'
import type { PriceCategory } from '../meta/rates'
import {
  CHARGED_AT,
  IS_ACCEPTED,
  IS_DELIVERED,
  MEANT,
  ROWS_PER_PIECE,
  SENT_AT,
  TAKEN,
} from './rollup-queries'

export type StageFilter = {
  stage: RowStage
  country: string | null | undefined
  code: string | undefined
  /** Of single messages: a broadcast is of one category. */
  category: PriceCategory | undefined
  /** Of charged ones: as what Meta priced them. */
  priced: PriceCategory | undefined
  type: string | undefined
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
const IS_STAGE: Record<RowStage, SQL> = {
  sent: sql`r.state IN ${TAKEN}`,
  accepted: sql`${IS_ACCEPTED} AND r.state IN ${TAKEN}`,
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
  charged: sql`${IS_DELIVERED}`,
}

/** What counts on the day it was sent, and what on the day it was charged. */
const timeOf = ({ stage }: StageFilter): SQL => (stage === 'charged' ? CHARGED_AT : SENT_AT)

/** A span of time, from its first moment to before its last. */
export type Span = [from: number, to: number]

const isDuring = (filter: StageFilter, during: Span[]) => sql`
  EXISTS (SELECT 1 FROM json_each(${JSON.stringify(during)}) AS d
          WHERE ${timeOf(filter)} >= d.value ->> 0 AND ${timeOf(filter)} < d.value ->> 1)`

/** Each number has the days of its own WABA. */
const isDuringOf = (filter: StageFilter, during: Map<string, Span[]>) => {
  const spans = [...during].flatMap(([numberId, mine]) => mine.map((span) => [numberId, ...span]))
  return sql`
  EXISTS (SELECT 1 FROM json_each(${JSON.stringify(spans)}) AS d
          WHERE r.number_id = d.value ->> 0
            AND ${timeOf(filter)} >= d.value ->> 1 AND ${timeOf(filter)} < d.value ->> 2)`
}

/** Meta's `type/category`; until a webhook names the price, it is charged as what it was meant. */
const PRICING = sql.raw(`coalesce(r.pricing, 'regular/')`)
const NAMED = sql`lower(substr(${PRICING}, instr(${PRICING}, '/') + 1))`
const pricedAs = (meant: PriceCategory | SQL) => sql`
  CASE WHEN ${NAMED} = '' THEN ${meant} WHEN ${NAMED} LIKE 'marketing%' THEN 'marketing'
    WHEN ${NAMED} LIKE 'authentication%' THEN 'authentication' WHEN ${NAMED} = 'utility' THEN 'utility'
    ELSE 'service' END`

/** Conditions that a filter adds; `meant`: the category of what the rows were sent as. */
function narrowed(filter: StageFilter, country: SQL, meant: PriceCategory | SQL): SQL[] {
  const { code, priced, type } = filter
  return [
    IS_STAGE[filter.stage],
    ...(filter.country !== undefined ? [sql`${country} IS ${filter.country}`] : []),
    ...(code ? [sql`r.code = ${code}`] : []),
    ...(priced ? [sql`${pricedAs(meant)} = ${priced}`] : []),
    ...(type ? [sql`substr(${PRICING}, 1, instr(${PRICING}, '/') - 1) = ${type}`] : []),
  ]
}

const COLUMNS = sql.raw(`c.id AS contactId, c.name, r.identity, r.state, r.code`)

type Place = {
  broadcastId: string
  piece: number
  after: number
  meant: PriceCategory
  during: Span[]
}

/** The rows of a figure in one piece of a broadcast. */
export function pagePiece(
  db: AccountDb,
  { broadcastId, piece, after, meant, during }: Place,
  filter: StageFilter,
  limit: number,
): Promise<MessageRow[]> {
  const first = Math.max(piece * ROWS_PER_PIECE, after) + 1
  const parts: SQL[] = [
    sql`r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
        AND r.no BETWEEN ${first} AND ${(piece + 1) * ROWS_PER_PIECE}`,
    isDuring(filter, during),
    ...narrowed(filter, sql`r.country`, meant),
  ]
  return db.all<MessageRow>(sql`
    SELECT ${timeOf(filter)} AS at, r.no, r.country, ${COLUMNS}
    FROM recipients AS r LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE ${sql.join(parts, sql` AND `)} ORDER BY r.no LIMIT ${limit}`)
}

/** Stages that a single message can reach. */
const OF_SINGLES = new Set<RowStage>(['sent', 'accepted', 'delivered', 'read', 'failed', 'charged'])

/** The single messages of a figure, by their time; none of them is a reply that is counted. */
export async function pageSingles(
  db: AccountDb,
  during: Map<string, Span[]>,
  filter: StageFilter,
  after: { createdAt: number; id: string },
  limit: number,
): Promise<(MessageRow & { id: string; createdAt: number })[]> {
  if (!OF_SINGLES.has(filter.stage)) return []
  const parts: SQL[] = [
    sql`r.account_id = ${db.accountId} AND r.created_at >= ${after.createdAt}
        AND (r.created_at, r.id) > (${after.createdAt}, ${after.id})`,
    isDuringOf(filter, during),
    ...(filter.category ? [sql`${MEANT} = ${filter.category}`] : []),
    ...narrowed(filter, sql`c.country`, MEANT),
  ]
  return db.all(sql`
    SELECT ${timeOf(filter)} AS at, 0 AS no, c.country, r.id, r.created_at AS createdAt, ${COLUMNS}
    FROM outbox AS r LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE ${sql.join(parts, sql` AND `)} ORDER BY r.created_at, r.id LIMIT ${limit}`)
}
