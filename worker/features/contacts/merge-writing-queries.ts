// The transaction in which two contacts become one.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Contact } from './identity-queries'
import { MERGE_SOURCE } from './ledger'
import type { Pair } from './merge-parts'
import { FIXED, moveStatements } from './merge-slice-queries'
import type { MergedFacts, Standing } from './merged-person'

export type NewMergeRow = {
  pair: Pair
  kept: Contact
  dropped: Contact
  facts: MergedFacts
  standing: Standing
  sealed: string
  createdBy: string
  /** The ledger's line where the stop of the one becomes the other's. */
  entry: { id: string; actor: string } | null
  /** Whatever a message could go to. */
  reach: string[]
  isBusy: SQL[]
  parts: SQL[]
  audit: SQL
  now: number
}

/** False where either has changed since, is being merged already, or is being written to. */
export function writeMerge(db: AccountDb, merge: NewMergeRow): Promise<boolean> {
  const { accountId } = db
  const { pair, kept, dropped, facts, standing, entry, now } = merge
  const both = sql`(${pair.keptId}, ${pair.droppedId})`
  const isReady = sql`(
    SELECT count(*) FROM contacts WHERE account_id = ${accountId} AND (
      (id = ${kept.id} AND updated_at = ${kept.updatedAt})
      OR (id = ${dropped.id} AND updated_at = ${dropped.updatedAt}))) = 2
    AND NOT EXISTS (SELECT 1 FROM contact_merges WHERE account_id = ${accountId}
      AND state IN ('moving', 'undoing') AND kept_id IN ${both})
    AND NOT (${sql.join([sql`false`, ...merge.isBusy], sql` OR `)})`
  return unlessBroken(
    [
      sql`
        INSERT INTO contact_merges (account_id, id, kept_id, dropped_id, state, sealed, at, created_by,
                                    slices, updated_at, is_open)
        SELECT ${accountId}, ${pair.id}, ${pair.keptId}, ${pair.droppedId},
               iif(${isReady}, 'moving', NULL), ${merge.sealed}, ${now}, ${merge.createdBy}, 0, ${now}, 1`,
      ...moveIdentities(db, pair),
      ...FIXED.flatMap((one) => moveStatements(db, pair, one.no, one, sql`true`)),
      ...joinStops(db, merge),
      ...(entry ? [addStop(db, merge, entry)] : []),
      ...giveTags(db, pair, facts.tags),
      setContact(db, pair.keptId, facts, standing, now),
      sql`
        UPDATE contacts SET last_inbound_at = nullif(max(coalesce(last_inbound_at, 0), coalesce((
          SELECT d.last_inbound_at FROM contacts AS d
          WHERE d.account_id = ${accountId} AND d.id = ${pair.droppedId}), 0)), 0)
        WHERE account_id = ${accountId} AND id = ${pair.keptId}`,
      sql`
        DELETE FROM contact_tags WHERE account_id = ${accountId} AND contact_id = ${pair.droppedId}
          AND tag_id IN (SELECT value FROM json_each(${JSON.stringify(dropped.tags)}))`,
      sql`DELETE FROM contacts WHERE account_id = ${accountId} AND id = ${pair.droppedId}`,
      ...merge.parts,
      merge.audit,
    ],
    db,
  )
}

/** The number of the slice that holds the names. */
export const NAMES = -1

const moveIdentities = (db: AccountDb, { id, keptId, droppedId }: Pair): SQL[] => [
  sql`
    INSERT INTO merge_slices (account_id, merge_id, no, part, keys)
    SELECT ${db.accountId}, ${id}, ${NAMES}, 'identities', json_group_array(json_array(kind, value))
    FROM identities WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}`,
  sql`
    UPDATE identities SET contact_id = ${keptId}
    WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}`,
]

/** Each stop against one way to reach the person holds for every other. */
const joinStops = (db: AccountDb, { reach, standing, now }: NewMergeRow): SQL[] => {
  const ways = JSON.stringify(reach)
  const scopes = sql`
    SELECT s.scope FROM json_each(${ways}) AS i CROSS JOIN suppressions AS s
    WHERE s.account_id = ${db.accountId} AND s.identity = i.value
    UNION SELECT 'marketing' WHERE ${standing.consent} = 'opted_out'`
  return [
    sql`
      INSERT INTO suppressions (account_id, identity, scope, reason, at)
      SELECT ${db.accountId}, j.value, k.scope, ${MERGE_SOURCE}, ${now}
      FROM json_each(${ways}) AS j CROSS JOIN (${scopes}) AS k WHERE true
      ON CONFLICT DO NOTHING`,
  ]
}

const addStop = (
  db: AccountDb,
  { pair, now }: NewMergeRow,
  { id, actor }: { id: string; actor: string },
): SQL => sql`
  INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor, evidence)
  VALUES (${db.accountId}, ${pair.keptId}, ${id}, ${now}, 'opted_out', ${MERGE_SOURCE}, NULL, ${actor},
          ${JSON.stringify({ merge: pair.id })})`

const giveTags = (db: AccountDb, pair: Pair, tags: string[]): SQL[] => [
  sql`
    INSERT INTO contact_tags (account_id, tag_id, contact_id)
    SELECT ${db.accountId}, value, ${pair.keptId} FROM json_each(${JSON.stringify(tags)}) WHERE true
    ON CONFLICT DO NOTHING`,
]

export const setContact = (
  db: AccountDb,
  id: string,
  facts: MergedFacts,
  { consent, consentAt, consentSource }: Standing,
  now: number,
): SQL => sql`
  UPDATE contacts SET name = ${facts.name}, first_name = ${facts.firstName},
    last_name = ${facts.lastName}, phone = ${facts.phone}, wa_id = ${facts.waId},
    bsuid = ${facts.bsuid}, email = ${facts.email}, country = ${facts.country},
    language = ${facts.language}, fields = ${JSON.stringify(facts.fields)},
    tags = ${JSON.stringify(facts.tags)}, search = ${facts.search}, created_at = ${facts.createdAt},
    jobs = ${facts.jobs && JSON.stringify(facts.jobs)},
    consent = ${consent}, consent_at = ${consentAt}, consent_source = ${consentSource},
    updated_at = max(${now}, updated_at + 1)
  WHERE account_id = ${db.accountId} AND id = ${id}`

/** The transaction breaks on a row that says that its conditions are not met. */
const BROKEN = /NOT NULL constraint failed: contact_merges/
export async function unlessBroken(statements: SQL[], db: AccountDb): Promise<boolean> {
  const [first, ...others] = statements.map((one) => db.run(one))
  if (!first) return false
  try {
    await db.batch([first, ...others])
    return true
  } catch (error) {
    if (BROKEN.test(`${error} ${error instanceof Error ? error.cause : ''}`)) return false
    throw error
  }
}
