import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { AccountDb } from '../../boundary/db'
import type { ContactFilter, ContactSort } from '../../contract/contact-list'
import type { Filter } from '../../contract/segments'
import { hasWords, matchesFilter } from './segments'
import { contacts, contactTags } from './tables'

/** Conditions are written over this name. */
const c = alias(contacts, 'c')

/** Who may not see phone numbers can't find them out by looking for their digits either. */
export type ContactSearch = ContactFilter & { isBlind?: boolean }

/** Who is meant, once saved segments are opened. */
export type Wanted = Omit<ContactSearch, 'segment' | 'filter'> & {
  filters: Filter[]
  /** Chosen one by one. */
  ids?: string[] | undefined
  now: number
}

/** Where the page before ended: a contact, and what it is sorted by. */
export type Place = { id: string; key: string | number }

type Order = { key: SQL; way: SQL; isBeyond: SQL }
const ASC = { way: sql.raw('ASC'), isBeyond: sql.raw('>') }
const DESC = { way: sql.raw('DESC'), isBeyond: sql.raw('<') }

/** Each key but the id, which holds the time, has an index that is written in the same words. */
const NAME = sql.raw(`coalesce(c.name, c.phone, c.bsuid, '') COLLATE NOCASE`)
const ORDERS: Record<ContactSort, Order> = {
  newest: { key: sql.raw('c.id'), ...DESC },
  oldest: { key: sql.raw('c.id'), ...ASC },
  name: { key: NAME, ...ASC },
  '-name': { key: NAME, ...DESC },
  last: { key: sql.raw('c.last_inbound_at'), ...DESC },
}

/** A page in one order; a tag that few carry is read by the tag where that keeps the order. */
export function pageContacts(
  db: AccountDb,
  wanted: Wanted,
  sort: ContactSort,
  after: Place | null,
  limit: number,
) {
  const { key, way } = ORDERS[sort]
  const columns = { ...getTableColumns(c), sortKey: sql<string | number>`coalesce(${key}, 0)` }
  const beyond = after ? isBeyond(sort, after) : sort === 'last' ? HAS_WRITTEN : sql`true`
  const { tag } = wanted
  if (tag !== undefined && isById(sort)) {
    // CROSS JOIN keeps SQLite from scanning the account for a tag that few have.
    return db
      .select(columns)
      .from(contactTags)
      .crossJoin(c)
      .where(sql`${carries(db, tag)} AND ${matchesOf(db, wanted)} AND ${beyond}`)
      .orderBy(sql`contact_tags.contact_id ${way}`)
      .limit(limit)
  }
  const byId = sql`c.id ${way}`
  return db
    .select(columns)
    .from(c)
    .where(sql`${matchesOf(db, wanted)} AND ${hasTag(wanted)} AND ${beyond}`)
    .orderBy(isById(sort) || isAmongSilent(sort, after) ? byId : sql`${key} ${way}, ${byId}`)
    .limit(limit)
}

const isById = (sort: ContactSort) => sort === 'newest' || sort === 'oldest'

/** The index holds those who wrote; who never did stands behind them, where only the id orders. */
const HAS_WRITTEN = sql.raw('c.last_inbound_at IS NOT NULL')
const isAmongSilent = (sort: ContactSort, after: Place | null) =>
  sort === 'last' && after?.key === 0

/** What a contact is sorted by; null for one that is gone. */
export async function findSortKey(
  db: AccountDb,
  id: string,
  sort: ContactSort,
): Promise<string | number | null> {
  const row = await db.get<{ key: string | number } | undefined>(sql`
    SELECT coalesce(${ORDERS[sort].key}, 0) AS key FROM contacts AS c
    WHERE c.account_id = ${db.accountId} AND c.id = ${id}`)
  return row?.key ?? null
}

/** Where those who never wrote begin. */
export const BEFORE_SILENT: Place = { id: '~', key: 0 }

/** The key as a range the index begins at; rows of the same key are told apart by their id. */
function isBeyond(sort: ContactSort, after: Place): SQL {
  const { key, isBeyond: sign } = ORDERS[sort]
  const isNextId = sql`c.id ${sign} ${after.id}`
  if (isById(sort)) return isNextId
  if (isAmongSilent(sort, after)) return sql`c.last_inbound_at IS NULL AND ${isNextId}`
  const range = sql`${key} ${sign}= ${after.key} AND (${key} ${sign} ${after.key} OR ${isNextId})`
  return sort === 'last' ? sql`${HAS_WRITTEN} AND ${range}` : range
}

/** Reads every contact that the narrowest condition leaves: a request of its own. */
export async function countContacts(db: AccountDb, wanted: Wanted): Promise<number> {
  const from =
    wanted.tag === undefined
      ? sql`contacts AS c WHERE true`
      : sql`contact_tags CROSS JOIN contacts AS c WHERE ${carries(db, wanted.tag)}`
  const row = await db.get<{ count: number }>(sql`
    SELECT count(*) AS count FROM ${from} AND ${matchesOf(db, wanted, wanted.tag === undefined)}`)
  return row.count
}

const carries = (db: AccountDb, tagId: string): SQL => sql`contact_tags.account_id = ${db.accountId}
  AND contact_tags.tag_id = ${tagId} AND c.id = contact_tags.contact_id`

const hasTag = ({ tag }: Wanted): SQL =>
  tag === undefined
    ? sql`true`
    : sql`EXISTS (SELECT 1 FROM contact_tags AS t WHERE t.account_id = c.account_id
          AND t.tag_id = ${tag} AND t.contact_id = c.id)`

/** Everything that is wanted but the tag, which may be what is read first. */
export function matchesOf(db: AccountDb, wanted: Wanted, isOfAll = false): SQL {
  const { q, consent, country, filters, ids, isBlind, now } = wanted
  const parts = [sql`c.account_id = ${db.accountId}`]
  if (consent) parts.push(sql`c.consent = ${consent}`)
  if (country) parts.push(sql`c.country = ${country}`)
  if (q) parts.push(hasWords(q, isBlind))
  if (ids) parts.push(sql`c.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
  const scope = { accountId: db.accountId, isBlind, isOfAll, now }
  return sql.join([...parts, ...filters.map((filter) => matchesFilter(scope, filter))], sql` AND `)
}

/** The same with the tag, for statements that go over contacts. */
export const isWanted = (db: AccountDb, wanted: Wanted): SQL =>
  sql`${matchesOf(db, wanted)} AND ${hasTag(wanted)}`

/** Names of tags that contacts carry. */
export const findTagNames = (db: AccountDb, ids: string[]) =>
  db.all<{ id: string; name: string }>(sql`
    SELECT t.id, t.name FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN tags AS t
    WHERE t.account_id = ${db.accountId} AND t.id = j.value`)
