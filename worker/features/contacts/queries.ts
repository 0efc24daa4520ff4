import { and, desc, eq, getTableColumns, lt, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { ContactFilter } from '../../contract/contacts'
import { searchWordsOf } from './folding'
import { contacts, contactTags } from './tables'

/** Who may not see phone numbers can't find them out by looking for their digits either. */
export type ContactSearch = ContactFilter & { isBlind?: boolean }

/** What a search looks into, without the number. */
const SEARCH_WITHOUT_PHONE = sql`replace(${contacts.search}, coalesce(substr(${contacts.phone}, 2), ''), '')`

/** Newest first. Ids hold the time, so the page after a contact begins below its id. */
export function pageContacts(
  db: AccountDb,
  filter: ContactSearch,
  before: string | undefined,
  limit: number,
) {
  const columns = getTableColumns(contacts)
  const matches = matchesOf(db, filter)
  if (filter.tag === undefined) {
    return db
      .select(columns)
      .from(contacts)
      .where(and(...matches, before === undefined ? undefined : lt(contacts.id, before)))
      .orderBy(desc(contacts.id))
      .limit(limit)
  }
  // CROSS JOIN keeps SQLite from scanning the account for a tag that few have.
  return db
    .select(columns)
    .from(contactTags)
    .crossJoin(contacts)
    .where(
      and(
        ...carries(db, filter.tag),
        before === undefined ? undefined : lt(contactTags.contactId, before),
        ...matches,
      ),
    )
    .orderBy(desc(contactTags.contactId))
    .limit(limit)
}

/** Reads every contact that the narrowest condition leaves: a request of its own. */
export async function countContacts(db: AccountDb, filter: ContactSearch): Promise<number> {
  const counted = { count: sql<number>`count(*)` }
  const matches = matchesOf(db, filter)
  const query =
    filter.tag === undefined
      ? db
          .select(counted)
          .from(contacts)
          .where(and(...matches))
      : db
          .select(counted)
          .from(contactTags)
          .crossJoin(contacts)
          .where(and(...carries(db, filter.tag), ...matches))
  return (await query.get())?.count ?? 0
}

const carries = (db: AccountDb, tagId: string): SQL[] => [
  eq(contactTags.accountId, db.accountId),
  eq(contactTags.tagId, tagId),
  eq(contacts.id, contactTags.contactId),
]

function matchesOf(db: AccountDb, filter: ContactSearch): SQL[] {
  const { q, consent, country, isBlind } = filter
  const searched = isBlind ? SEARCH_WITHOUT_PHONE : contacts.search
  const matches = [eq(contacts.accountId, db.accountId)]
  if (consent) matches.push(eq(contacts.consent, consent))
  if (country) matches.push(eq(contacts.country, country))
  // instr() takes text as it is: LIKE knows wildcards, and D1 refuses patterns above 50 bytes.
  for (const word of searchWordsOf(q ?? '')) matches.push(sql`instr(${searched}, ${word}) > 0`)
  return matches
}

/** Names of tags that contacts carry. */
export const findTagNames = (db: AccountDb, ids: string[]) =>
  db.all<{ id: string; name: string }>(sql`
    SELECT t.id, t.name FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN tags AS t
    WHERE t.account_id = ${db.accountId} AND t.id = j.value`)
