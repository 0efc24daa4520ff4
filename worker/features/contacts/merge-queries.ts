// The transactions in which two contacts become one, and one two again.

import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Contact, Identity } from './identity-queries'
import { MERGE_SOURCE } from './ledger'
import type { Pair } from './merge-parts'
import { backStatement, FIXED, moveStatements, sliceKeys } from './merge-slice-queries'
import { contactMerges } from './merge-tables'
import type { MergedFacts, Standing } from './merged-person'

export type Merge = typeof contactMerges.$inferSelect

const isIt = (db: AccountDb, id: string) =>
  and(eq(contactMerges.accountId, db.accountId), eq(contactMerges.id, id))

export const findMerge = (db: AccountDb, id: string): Promise<Merge | undefined> =>
  db.select().from(contactMerges).where(isIt(db, id)).get()

/** The newest merges into a contact. */
export const listMergesOf = (db: AccountDb, keptId: string, beforeId: string, limit: number) =>
  db
    .select()
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.accountId, db.accountId),
        eq(contactMerges.keptId, keptId),
        sql`${contactMerges.id} < ${beforeId}`,
      ),
    )
    .orderBy(desc(contactMerges.id))
    .limit(limit)

/** Whether somebody else became part of a contact, ever. */
export async function wasMerged(db: AccountDb, keptId: string): Promise<boolean> {
  const [merge] = await listMergesOf(db, keptId, '~', 1)
  return merge !== undefined
}

/** Whom a contact became part of. */
export const findMergeInto = (db: AccountDb, droppedId: string) =>
  db
    .select({ keptId: contactMerges.keptId })
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.accountId, db.accountId),
        eq(contactMerges.droppedId, droppedId),
        inArray(contactMerges.state, ['moving', 'done']),
      ),
    )
    .orderBy(desc(contactMerges.id))
    .limit(1)
    .get()

/** When each of these people last became one with somebody. */
export async function historyInMerges(
  db: AccountDb,
  contactIds: string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.all<{ id: string; at: number }>(sql`
    SELECT j.value AS id, max(m.at) AS at
    FROM json_each(${JSON.stringify(contactIds)}) AS j CROSS JOIN contact_merges AS m
    WHERE m.account_id = ${db.accountId} AND m.kept_id = j.value AND m.state <> 'undone'
    GROUP BY j.value`)
  return new Map(rows.map(({ id, at }) => [id, at]))
}

/** Every name of both. Nothing finds names by their contact: this once, all are gone over. */
export const listIdentitiesOf = (db: AccountDb, { keptId, droppedId }: Pair) =>
  db.all<Identity & { contactId: string }>(sql`
    SELECT kind, value, contact_id AS "contactId" FROM identities
    WHERE account_id = ${db.accountId} AND contact_id IN (${keptId}, ${droppedId})`)

/** The transaction breaks on a row that says that its conditions are not met. */
const BROKEN = /NOT NULL constraint failed: contact_merges/
async function unlessBroken(statements: SQL[], db: AccountDb): Promise<boolean> {
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
const NAMES = -1

const moveIdentities = (db: AccountDb, { id, keptId, droppedId }: Pair): SQL[] => [
  sql`
    INSERT INTO merge_slices (account_id, merge_id, no, part, keys)
    SELECT ${db.accountId}, ${id}, ${NAMES}, 'identities', json_group_array(json_array(kind, value))
    FROM identities WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}`,
  sql`
    UPDATE identities SET contact_id = ${keptId}
    WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}`,
]

/** A name that has gone on to somebody else since stays there. */
const returnIdentities = (db: AccountDb, { id, keptId, droppedId }: Pair): SQL => sql`
  INSERT INTO identities (account_id, kind, value, contact_id)
  SELECT i.account_id, i.kind, i.value, ${droppedId}
  FROM (${sliceKeys(db, id, NAMES)}) AS j CROSS JOIN identities AS i
  WHERE i.account_id = ${db.accountId} AND i.kind = j.value ->> 0 AND i.value = j.value ->> 1
    AND i.contact_id = ${keptId}
  ON CONFLICT (account_id, kind, value) DO UPDATE SET contact_id = excluded.contact_id`

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

const setContact = (
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
    consent = ${consent}, consent_at = ${consentAt}, consent_source = ${consentSource},
    updated_at = max(${now}, updated_at + 1)
  WHERE account_id = ${db.accountId} AND id = ${id}`

export type Parting = {
  pair: Pair
  /** The contact that stayed, as it was seen now. */
  current: Contact
  facts: MergedFacts
  standing: Standing
  lastInboundAt: number | null
  dropped: Contact
  /** Takes back the line that the merge wrote into the ledger. */
  retraction: { id: string; actor: string; of: string } | null
  reach: string[]
  mergedAt: number
  parts: SQL[]
  audit: SQL
  now: number
}

/** False where it is too late, was undone already, or the contact has changed since it was seen. */
export function writeParting(db: AccountDb, parting: Parting): Promise<boolean> {
  const { accountId } = db
  const { pair, current, facts, standing, dropped, retraction, mergedAt, now } = parting
  // Of several merges into one person the last goes first.
  const isReady = sql`m.state IN ('moving', 'done') AND m.is_open = 1
    AND EXISTS (SELECT 1 FROM contacts WHERE account_id = ${accountId} AND id = ${pair.keptId}
      AND updated_at = ${current.updatedAt})
    AND NOT EXISTS (SELECT 1 FROM contact_merges AS l WHERE l.account_id = ${accountId}
      AND l.kept_id = ${pair.keptId} AND l.id > ${pair.id} AND l.state <> 'undone' AND l.is_open = 1)`
  const gone = current.tags.filter((id) => !facts.tags.includes(id))
  return unlessBroken(
    [
      sql`
        UPDATE contact_merges AS m SET state = iif(${isReady}, 'undoing', NULL), updated_at = ${now}
        WHERE m.account_id = ${accountId} AND m.id = ${pair.id}`,
      addContact(dropped),
      returnIdentities(db, pair),
      ...FIXED.map((one) => backStatement(db, pair, one.no, one)),
      sql`
        INSERT INTO contact_tags (account_id, tag_id, contact_id)
        SELECT t.account_id, t.id, ${pair.droppedId}
        FROM json_each(${JSON.stringify(dropped.tags)}) AS j CROSS JOIN tags AS t
        WHERE t.account_id = ${accountId} AND t.id = j.value ON CONFLICT DO NOTHING`,
      sql`
        DELETE FROM contact_tags WHERE account_id = ${accountId} AND contact_id = ${pair.keptId}
          AND tag_id IN (SELECT value FROM json_each(${JSON.stringify(gone)}))`,
      setContact(db, pair.keptId, facts, standing, now),
      sql`
        UPDATE contacts SET last_inbound_at = ${parting.lastInboundAt}
        WHERE account_id = ${accountId} AND id = ${pair.keptId}
          AND last_inbound_at IS ${current.lastInboundAt}`,
      ...(retraction ? [takeStopBack(db, parting, retraction)] : []),
      sql`
        DELETE FROM suppressions WHERE account_id = ${accountId} AND reason = ${MERGE_SOURCE}
          AND at = ${mergedAt} AND identity IN (SELECT value FROM json_each(${JSON.stringify(parting.reach)}))`,
      ...[pair.keptId, pair.droppedId].map((id) => keepLaterStop(db, id, mergedAt, now)),
      ...parting.parts,
      parting.audit,
    ],
    db,
  )
}

const addContact = ({ accountId, ...row }: Contact): SQL => sql`
  INSERT INTO contacts (account_id, id, name, first_name, last_name, phone, wa_id, bsuid, email, country,
    language, fields, tags, consent, consent_at, consent_source, search, last_inbound_at, created_at,
    updated_at)
  VALUES (${accountId}, ${row.id}, ${row.name}, ${row.firstName}, ${row.lastName}, ${row.phone},
    ${row.waId}, ${row.bsuid}, ${row.email}, ${row.country}, ${row.language},
    ${JSON.stringify(row.fields)}, ${JSON.stringify(row.tags)}, ${row.consent}, ${row.consentAt},
    ${row.consentSource}, ${row.search}, ${row.lastInboundAt}, ${row.createdAt}, ${row.updatedAt + 1})`

const takeStopBack = (
  db: AccountDb,
  { pair, now }: Parting,
  { id, actor, of }: { id: string; actor: string; of: string },
): SQL => sql`
  INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor, evidence)
  VALUES (${db.accountId}, ${pair.keptId}, ${id}, ${now}, 'retracted', ${MERGE_SOURCE}, NULL, ${actor},
          ${JSON.stringify({ takesBack: of })})`

/** Who asked for no more while they were one has asked so as whoever they are reached by. */
const keepLaterStop = (db: AccountDb, id: string, mergedAt: number, now: number): SQL => sql`
  UPDATE contacts AS c SET consent = 'opted_out', consent_at = s.at, consent_source = s.reason,
    updated_at = max(${now}, c.updated_at + 1)
  FROM (
    SELECT s.at, s.reason FROM contacts AS p CROSS JOIN suppressions AS s
    WHERE p.account_id = ${db.accountId} AND p.id = ${id} AND s.account_id = ${db.accountId}
      AND s.identity IN (p.phone, p.bsuid, '+' || p.wa_id)
      AND s.at >= ${mergedAt} AND s.reason <> ${MERGE_SOURCE}
    ORDER BY s.at LIMIT 1) AS s
  WHERE c.account_id = ${db.accountId} AND c.id = ${id} AND c.consent <> 'opted_out'`

/** No row back: it is in another state by now. */
export const moveMerge = (
  db: AccountDb,
  id: string,
  from: Merge['state'],
  change: Partial<Merge>,
) =>
  db
    .update(contactMerges)
    .set(change)
    .where(and(isIt(db, id), eq(contactMerges.state, from)))
    .returning()
    .get()
