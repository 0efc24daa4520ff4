// The ledger of consents and the state that follows from it, changed together. Who may be messaged is
// decided by `suppressions`, which the send claim reads.

import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { type ConsentChange, consents, type SuppressionScope } from './tables'

export type ConsentEntry = {
  id: string
  contactId: string
  /** Phones in E.164 and BSUIDs that were named, beside those the contact is known by. */
  identities: string[]
  source: string
  wording: string | null
  actor: string
}

/** A stop that Meta took is lifted by Meta; a stop that the person told us is lifted by the person. */
const isLiftable = (source: string): SQL =>
  source === 'meta' ? sql`(consent <> 'opted_out' OR consent_source = 'meta')` : sql`true`

/** Meta's word may come late or again: what Meta said of a later moment stands. */
const isNotOvertaken = (source: string, at: number): SQL =>
  source === 'meta'
    ? sql`(consent_source IS NOT 'meta' OR coalesce(consent_at, 0) < ${at})`
    : sql`true`

/** Writes an opt-out down and suppresses every way to reach the person. Repeatable. */
export async function writeOptOut(
  db: AccountDb,
  entry: ConsentEntry,
  scope: SuppressionScope,
  now: number,
): Promise<void> {
  const { contactId, source } = entry
  // The person's own word replaces Meta's: from then on Meta alone can't lift it.
  const isNews = sql`((consent <> 'opted_out' OR (consent_source = 'meta' AND ${source} <> 'meta'))
    AND ${isNotOvertaken(source, now)})`
  await db.batch([
    db.run(addEntry(db, entry, 'opted_out', isNews, now)),
    db.run(sql`
      INSERT INTO suppressions (account_id, identity, scope, reason, at)
      SELECT ${db.accountId}, identity, ${scope}, ${source}, ${now}
      FROM (${identitiesOf(db, entry)}) WHERE NOT EXISTS (
        SELECT 1 FROM contacts WHERE account_id = ${db.accountId} AND id = ${contactId}
          AND NOT ${isNotOvertaken(source, now)})
      ON CONFLICT (account_id, identity, scope) DO UPDATE SET reason = excluded.reason
      WHERE suppressions.reason = 'meta' AND excluded.reason <> 'meta'`),
    db.run(setState(db, contactId, 'opted_out', source, isNews, now)),
  ])
}

/** Writes an opt-in down and lifts the stops against the person. Repeatable. */
export async function writeOptIn(db: AccountDb, entry: ConsentEntry, now: number): Promise<void> {
  const { contactId, source } = entry
  const isNews = sql`(consent <> 'opted_in' AND ${isLiftable(source)}
    AND ${isNotOvertaken(source, now)})`
  await db.batch([
    db.run(sql`
      DELETE FROM suppressions
      WHERE account_id = ${db.accountId} AND (${source} <> 'meta' OR (reason = 'meta' AND at < ${now}))
        AND identity IN (${identitiesOf(db, entry)})`),
    db.run(addEntry(db, entry, 'opted_in', isNews, now)),
    db.run(setState(db, contactId, 'opted_in', source, isNews, now)),
  ])
}

/** What was named, and what the contact is reached by. */
const identitiesOf = (db: AccountDb, { contactId, identities }: ConsentEntry) => sql`
  SELECT value AS identity FROM json_each(${JSON.stringify(identities)})
  UNION SELECT phone FROM contacts
    WHERE account_id = ${db.accountId} AND id = ${contactId} AND phone IS NOT NULL
  UNION SELECT bsuid FROM contacts
    WHERE account_id = ${db.accountId} AND id = ${contactId} AND bsuid IS NOT NULL`

const addEntry = (
  db: AccountDb,
  { id, contactId, source, wording, actor }: ConsentEntry,
  change: ConsentChange,
  isNews: SQL,
  now: number,
) => sql`
  INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor)
  SELECT account_id, id, ${id}, ${now}, ${change}, ${source}, ${wording}, ${actor} FROM contacts
  WHERE account_id = ${db.accountId} AND id = ${contactId} AND ${isNews}`

const setState = (
  db: AccountDb,
  contactId: string,
  change: ConsentChange,
  source: string,
  isNews: SQL,
  now: number,
) => sql`
  UPDATE contacts SET consent = ${change}, consent_at = ${now}, consent_source = ${source},
    updated_at = max(${now}, updated_at + 1)
  WHERE account_id = ${db.accountId} AND id = ${contactId} AND ${isNews}`

/** One person's ledger, newest first. */
export const pageConsents = (db: AccountDb, contactId: string, before: number, limit: number) =>
  db
    .select()
    .from(consents)
    .where(
      and(
        eq(consents.accountId, db.accountId),
        eq(consents.contactId, contactId),
        lt(consents.at, before),
      ),
    )
    .orderBy(desc(consents.at))
    .limit(limit)
