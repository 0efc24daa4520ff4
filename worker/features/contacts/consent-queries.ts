// The ledger of consents and the state that follows from it, changed together. Who may be messaged is
// decided by `suppressions`, which the send claim reads.

import { and, asc, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { ConsentState } from '../../contract/contacts'
import { auditChange } from '../accounts/audit-queries'
import { MERGE_SOURCE } from './ledger'
import {
  type ConsentChange,
  consents,
  contacts,
  type Evidence,
  type SuppressionScope,
} from './tables'

export type ConsentEntry = {
  id: string
  contactId: string
  /** Phones in E.164 and BSUIDs that were named, beside those the contact is known by. */
  identities: string[]
  source: string
  wording: string | null
  actor: string
  evidence?: Evidence | null
  /** Said anew by somebody who had agreed already: a better proof than there was. */
  isProof?: boolean
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
  // The person's own word replaces Meta's: from then on Meta alone can't lift it. And whatever is said to
  // stop replaces what only came from a merge, which may be undone.
  const isNews = sql`((consent <> 'opted_out' OR consent_source = ${MERGE_SOURCE}
      OR (consent_source = 'meta' AND ${source} <> 'meta'))
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
      WHERE suppressions.reason = ${MERGE_SOURCE}
        OR (suppressions.reason = 'meta' AND excluded.reason <> 'meta')`),
    db.run(setState(db, contactId, 'opted_out', source, isNews, now)),
  ])
}

/** Writes an opt-in down and lifts the stops against the person. Repeatable. */
export async function writeOptIn(db: AccountDb, entry: ConsentEntry, now: number): Promise<void> {
  const { contactId, source } = entry
  const isMore = entry.isProof ? sql`true` : sql`consent <> 'opted_in'`
  const isNews = sql`(${isMore} AND ${isLiftable(source)}
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
  { id, contactId, source, wording, actor, evidence }: ConsentEntry,
  change: ConsentChange,
  isNews: SQL,
  now: number,
) => sql`
  INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor, evidence)
  SELECT account_id, id, ${id}, ${now}, ${change}, ${source}, ${wording}, ${actor},
         ${evidence ? JSON.stringify(evidence) : null} FROM contacts
  WHERE account_id = ${db.accountId} AND id = ${contactId} AND ${isNews}
  ON CONFLICT DO NOTHING`

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

/** More entries than anybody has. */
const MOST_ENTRIES = 1000

/** The whole ledger of a person, oldest first. */
export const listConsents = (db: AccountDb, contactId: string) =>
  db
    .select()
    .from(consents)
    .where(and(eq(consents.accountId, db.accountId), eq(consents.contactId, contactId)))
    .orderBy(asc(consents.at), asc(consents.id))
    .limit(MOST_ENTRIES)

/** The entry that a message of a person made; none where it changed nothing. */
export const findEntryOfMessage = (db: AccountDb, contactId: string, wamid: string) =>
  db
    .select()
    .from(consents)
    .where(
      and(
        eq(consents.accountId, db.accountId),
        eq(consents.contactId, contactId),
        sql`evidence ->> 'wamid' = ${wamid}`,
      ),
    )
    .limit(1)
    .get()

/** What the ledger says of a person once an entry is taken back. */
export type Before = { consent: ConsentState; at: number | null; source: string | null }

/**
 * Takes an opt-out back by an entry of its own, as long as nothing was written after it. False where the
 * person's state is not that opt-out any more.
 */
export async function writeRetraction(
  db: AccountDb,
  wrong: { contactId: string; id: string; at: number; source: string },
  entry: { id: string; reason: string; actor: string },
  before: Before,
  identities: readonly string[],
  now: number,
): Promise<boolean> {
  const { accountId } = db
  const { contactId } = wrong
  const isState = sql`account_id = ${accountId} AND id = ${contactId} AND consent = 'opted_out'
    AND consent_at = ${wrong.at} AND consent_source = ${wrong.source}`
  const isStill = sql`EXISTS (SELECT 1 FROM contacts WHERE ${isState})`
  const evidence = JSON.stringify({ takesBack: wrong.id })
  const mine = sql`account_id = ${accountId} AND reason = ${wrong.source}
    AND identity IN (SELECT value FROM json_each(${JSON.stringify(identities)})) AND ${isStill}`
  const stops =
    before.consent === 'opted_out'
      ? sql`UPDATE suppressions SET reason = ${before.source} WHERE ${mine}`
      : sql`DELETE FROM suppressions WHERE ${mine}`
  const act = { actor: entry.actor, action: 'contact.stop_undone', target: `contact:${contactId}` }
  const [, added] = await db.batch([
    db.run(
      auditChange(db, { ...act, after: before.consent }, now, {
        before: contacts.consent,
        of: contacts,
        where: isState,
      }),
    ),
    db.run(sql`
      INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor, evidence)
      SELECT account_id, id, ${entry.id}, ${now}, 'retracted', 'correction', ${entry.reason},
             ${entry.actor}, ${evidence} FROM contacts WHERE ${isState}`),
    db.run(stops),
    db.run(sql`
      UPDATE contacts SET consent = ${before.consent}, consent_at = ${before.at},
        consent_source = ${before.source}, updated_at = max(${now}, updated_at + 1)
      WHERE ${isState}`),
  ])
  return added.meta.changes > 0
}
