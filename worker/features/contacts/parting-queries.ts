// The transaction in which one contact becomes two again.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Contact } from './identity-queries'
import { MERGE_SOURCE } from './ledger'
import type { Pair } from './merge-parts'
import { backStatement, FIXED, sliceKeys } from './merge-slice-queries'
import { NAMES, setContact, unlessBroken } from './merge-writing-queries'
import type { MergedFacts, Standing } from './merged-person'

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
      ...(isStoppedSince(parting) ? [shareLaterStop(db, parting)] : []),
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
    updated_at, jobs)
  VALUES (${accountId}, ${row.id}, ${row.name}, ${row.firstName}, ${row.lastName}, ${row.phone},
    ${row.waId}, ${row.bsuid}, ${row.email}, ${row.country}, ${row.language},
    ${JSON.stringify(row.fields)}, ${JSON.stringify(row.tags)}, ${row.consent}, ${row.consentAt},
    ${row.consentSource}, ${row.search}, ${row.lastInboundAt}, ${row.createdAt}, ${row.updatedAt + 1},
    ${row.jobs && JSON.stringify(row.jobs)})`

const takeStopBack = (
  db: AccountDb,
  { pair, now }: Parting,
  { id, actor, of }: { id: string; actor: string; of: string },
): SQL => sql`
  INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor, evidence)
  VALUES (${db.accountId}, ${pair.keptId}, ${id}, ${now}, 'retracted', ${MERGE_SOURCE}, NULL, ${actor},
          ${JSON.stringify({ takesBack: of })})`

const isStoppedSince = ({ current, mergedAt }: Parting) =>
  current.consent === 'opted_out' &&
  current.consentSource !== MERGE_SOURCE &&
  (current.consentAt ?? 0) >= mergedAt

/** A stop of the one person was said by either of the two: it holds for both. */
const shareLaterStop = (db: AccountDb, { reach, mergedAt }: Parting): SQL => {
  const ways = JSON.stringify(reach)
  return sql`
    INSERT INTO suppressions (account_id, identity, scope, reason, at)
    SELECT s.account_id, d.value, s.scope, s.reason, s.at
    FROM json_each(${ways}) AS k CROSS JOIN suppressions AS s CROSS JOIN json_each(${ways}) AS d
    WHERE s.account_id = ${db.accountId} AND s.identity = k.value AND s.at >= ${mergedAt}
      AND s.reason <> ${MERGE_SOURCE}
    ON CONFLICT DO NOTHING`
}

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

/** A name that has gone on to somebody else since stays there. */
const returnIdentities = (db: AccountDb, { id, keptId, droppedId }: Pair): SQL => sql`
  INSERT INTO identities (account_id, kind, value, contact_id)
  SELECT i.account_id, i.kind, i.value, ${droppedId}
  FROM (${sliceKeys(db, id, NAMES)}) AS j CROSS JOIN identities AS i
  WHERE i.account_id = ${db.accountId} AND i.kind = j.value ->> 0 AND i.value = j.value ->> 1
    AND i.contact_id = ${keptId}
  ON CONFLICT (account_id, kind, value) DO UPDATE SET contact_id = excluded.contact_id`
