// Taking an import back: what it wrote down for that, and the statements that do it.

import { type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { jsonPieces } from '../../boundary/db/json-pieces'
import type { UndoCounts } from '../../contract/imports'
import { importedId } from './import-ids'
import type { Restored, UndoEntry } from './undoing'

/** What the people of a batch were before; its last row names it. */
export const addUndo = (
  db: AccountDb,
  importId: string,
  changed: readonly { row: number; undo: UndoEntry }[],
  guard: SQL,
): SQL[] =>
  jsonPieces(changed.map(({ row, undo }) => [row, undo])).map(
    (list) => sql`
      INSERT INTO import_undo (account_id, import_id, last_row, people)
      SELECT ${db.accountId}, ${importId}, ${list} ->> '$[#-1][0]',
             (SELECT json_group_array(json(value -> 1)) FROM json_each(${list})) WHERE ${guard}`,
  )

/** Begins it, once; wakes the sweep where the job is lost. */
export const claimUndo = (db: AccountDb, id: string, now: number) =>
  db.run(sql`
    UPDATE imports SET state = 'undoing', has_files = 0, preview = '[]', lease_until = ${now},
      undo_cursor = '', undone = ${JSON.stringify({ removed: 0, restored: 0, kept: 0 } satisfies UndoCounts)}
    WHERE account_id = ${db.accountId} AND id = ${id} AND state IN ('done', 'cancelled', 'failed')
      AND undo_until > ${now}
      AND (has_files = 0 OR coalesce(lease_until, 0) <= ${now})`)

export type Lease = { id: string; token: string }

const guardOf = (db: AccountDb, { id, token }: Lease) => sql`
  EXISTS (SELECT 1 FROM imports AS i CROSS JOIN tenants AS t
    WHERE i.account_id = ${db.accountId} AND i.id = ${id} AND i.state = 'undoing'
      AND i.lease_token = ${token} AND t.account_id = ${db.accountId} AND t.state = 'active')`

export type CreatedPerson = {
  id: string
  updatedAt: number
  lastInboundAt: number | null
  hasNotes: 0 | 1
}

/** What the team wrote down about a person (`contacts AS c`) changes nothing of the contact itself. */
const HAS_NOTES = sql.raw(`EXISTS (SELECT 1 FROM contact_notes AS n
  WHERE n.account_id = c.account_id AND n.contact_id = c.id)`)

/** People whom an import created, by their ids, after one of them. */
export const pageCreated = (db: AccountDb, importId: string, after: string, limit: number) =>
  db.all<CreatedPerson>(sql`
    SELECT id, updated_at AS updatedAt, last_inbound_at AS lastInboundAt, ${HAS_NOTES} AS hasNotes
    FROM contacts AS c
    WHERE account_id = ${db.accountId} AND id > ${after || importedId(importId, 0)}
      AND id <= ${importedId(importId, 32 ** 7 - 1)}
    ORDER BY id LIMIT ${limit}`)

/** Removes people nobody has heard of since. One that changed in this moment stays: `seen` tells. */
export async function removeCreated(
  db: AccountDb,
  lease: Lease,
  people: readonly CreatedPerson[],
  move: { cursor: string; counts: UndoCounts; leaseUntil: number },
): Promise<boolean> {
  const seen = JSON.stringify(people.map(({ id, updatedAt }) => [id, updatedAt]))
  const guard = guardOf(db, lease)
  const chosen = sql`
    SELECT c.id FROM json_each(${seen}) AS j CROSS JOIN contacts AS c
    WHERE c.account_id = ${db.accountId} AND c.id = j.value ->> 0
      AND c.updated_at = j.value ->> 1 AND c.last_inbound_at IS NULL AND NOT ${HAS_NOTES} AND ${guard}`
  const results = await db.batch([
    db.run(sql`
      DELETE FROM contact_tags WHERE account_id = ${db.accountId} AND (tag_id, contact_id) IN (
        SELECT t.value, c.id FROM contacts AS c CROSS JOIN json_each(c.tags) AS t
        WHERE c.account_id = ${db.accountId} AND c.id IN (${chosen}))`),
    db.run(sql`
      DELETE FROM consents WHERE account_id = ${db.accountId} AND contact_id IN (${chosen})`),
    db.run(sql`
      DELETE FROM identities WHERE account_id = ${db.accountId} AND (kind, value) IN (
        SELECT 'phone', phone FROM contacts
        WHERE account_id = ${db.accountId} AND id IN (${chosen}))`),
    db.run(sql`DELETE FROM contacts WHERE account_id = ${db.accountId} AND id IN (${chosen})`),
    db.run(sql`
      UPDATE imports SET undo_cursor = ${move.cursor}, undone = ${JSON.stringify(move.counts)},
        lease_until = ${move.leaseUntil}
      WHERE account_id = ${db.accountId} AND id = ${lease.id} AND ${guard}`),
  ])
  return results.at(-1)?.meta.changes === 1
}

/** The next batch of people that an import changed. */
export const nextUndo = (db: AccountDb, importId: string) =>
  db
    .get<{ lastRow: number; people: string } | undefined>(sql`
      SELECT last_row AS lastRow, people FROM import_undo
      WHERE account_id = ${db.accountId} AND import_id = ${importId} ORDER BY last_row LIMIT 1`)
    // Written by `addUndo` as JSON of this type.
    .then((row) => row && { lastRow: row.lastRow, people: JSON.parse(row.people) as UndoEntry[] })

export type Restoring = Restored & { updatedAt: number; entryId: string }

/** Puts people back, as long as nobody changed them meanwhile, and forgets the batch. */
export async function restoreChanged(
  db: AccountDb,
  lease: Lease,
  people: readonly Restoring[],
  move: { lastRow: number; counts: UndoCounts; now: number; leaseUntil: number; actor: string },
): Promise<'written' | 'stale' | 'lost'> {
  const guard = guardOf(db, lease)
  const { now, actor } = move
  const retracted = people.filter(({ isConsentBack }) => isConsentBack)
  const statements = [
    ...jsonPieces(people.map(({ person, updatedAt }) => [person.id, updatedAt])).map(
      (seen) => sql`
        INSERT INTO import_problems (account_id, import_id, last_row, problems)
        SELECT ${db.accountId}, 'stale', 0, NULL
        FROM json_each(${seen}) AS j LEFT JOIN contacts AS c
          ON c.account_id = ${db.accountId} AND c.id = j.value ->> 0
        WHERE c.updated_at IS NOT j.value ->> 1 AND ${guard}`,
    ),
    // The ledger is only added to: what was written down by mistake is taken back by an entry.
    ...jsonPieces(retracted.map(({ person, entryId }) => [person.id, entryId])).map(
      (list) => sql`
        INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor)
        SELECT ${db.accountId}, j.value ->> 0, (j.value ->> 1) || 'u', ${now}, 'retracted',
               ${`import:${lease.id}:undo`}, NULL, ${actor}
        FROM json_each(${list}) AS j WHERE ${guard}
        ON CONFLICT DO NOTHING`,
    ),
    ...jsonPieces(
      people.flatMap(({ person, removedTags }) => removedTags.map((tag) => [tag, person.id])),
    ).map(
      (list) => sql`
        DELETE FROM contact_tags WHERE account_id = ${db.accountId} AND (tag_id, contact_id) IN (
          SELECT j.value ->> 0, j.value ->> 1 FROM json_each(${list}) AS j) AND ${guard}`,
    ),
    ...jsonPieces(people.map(({ person }) => personValues(person))).map((list) =>
      updatePeople(db, list, now, guard),
    ),
    sql`DELETE FROM import_undo WHERE account_id = ${db.accountId} AND import_id = ${lease.id}
      AND last_row = ${move.lastRow} AND ${guard}`,
  ].map((statement) => db.run(statement))
  const moving = db.run(sql`
    UPDATE imports SET undone = ${JSON.stringify(move.counts)}, lease_until = ${move.leaseUntil}
    WHERE account_id = ${db.accountId} AND id = ${lease.id} AND ${guard}`)
  const [first = moving, ...others] = [...statements, moving]
  try {
    const results = await db.batch([first, ...others])
    return results.at(-1)?.meta.changes === 1 ? 'written' : 'lost'
  } catch (error) {
    if (/NOT NULL constraint failed: import_problems/.test(`${error} ${causeOf(error)}`))
      return 'stale'
    throw error
  }
}

const causeOf = (error: unknown) => (error instanceof Error ? error.cause : '')

const personValues = (person: Restored['person']) => [
  person.id,
  person.name,
  person.firstName,
  person.lastName,
  person.email,
  person.country,
  person.fields,
  person.tags,
  person.consent,
  person.consentAt,
  person.consentSource,
  person.search,
]

/** As the upsert of imports: an UPDATE … FROM json_each would scan the table. */
const updatePeople = (db: AccountDb, list: string, now: number, guard: SQL) => sql`
  WITH rows AS MATERIALIZED (SELECT value AS v FROM json_each(${list}))
  INSERT INTO contacts (account_id, id, name, first_name, last_name, email, country, fields, tags,
    consent, consent_at, consent_source, search, created_at, updated_at)
  SELECT ${db.accountId}, v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v -> 6, v -> 7,
         v ->> 8, v ->> 9, v ->> 10, v ->> 11, ${now}, ${now}
  FROM rows WHERE ${guard}
  ON CONFLICT (account_id, id) DO UPDATE SET
    name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name,
    email = excluded.email, country = excluded.country, fields = excluded.fields,
    tags = excluded.tags, search = excluded.search,
    consent = iif(consent = 'opted_out', consent, excluded.consent),
    consent_at = iif(consent = 'opted_out', consent_at, excluded.consent_at),
    consent_source = iif(consent = 'opted_out', consent_source, excluded.consent_source),
    updated_at = max(excluded.updated_at, updated_at + 1)`

/** Ends it, and takes the tags along that the import made and that nobody carries. */
export async function finishUndo(
  db: AccountDb,
  lease: Lease,
  made: { from: number; until: number },
): Promise<boolean> {
  const guard = guardOf(db, lease)
  const results = await db.batch([
    db.run(sql`
      DELETE FROM tags WHERE account_id = ${db.accountId}
        AND created_at BETWEEN ${made.from} AND ${made.until} AND ${guard}
        AND NOT EXISTS (SELECT 1 FROM contact_tags AS c
                        WHERE c.account_id = ${db.accountId} AND c.tag_id = tags.id)`),
    db.run(sql`
      UPDATE imports SET state = 'undone', undo_until = NULL
      WHERE account_id = ${db.accountId} AND id = ${lease.id} AND ${guard}`),
  ])
  return results.at(-1)?.meta.changes === 1
}

/** Forgets what is needed for undoing an import once its time is over. */
export async function forgetUndo(db: AccountDb, importId: string, now: number): Promise<void> {
  const isOver = sql`account_id = ${db.accountId} AND id = ${importId} AND state <> 'undoing'
    AND undo_until <= ${now}`
  await db.batch([
    db.run(sql`
      DELETE FROM import_undo WHERE account_id = ${db.accountId} AND import_id IN (
        SELECT id FROM imports WHERE ${isOver})`),
    db.run(sql`
      DELETE FROM import_edits WHERE account_id = ${db.accountId} AND import_id IN (
        SELECT id FROM imports WHERE ${isOver})`),
    db.run(sql`UPDATE imports SET undo_until = NULL WHERE ${isOver}`),
  ])
}

export type Undoable = { accountId: string; id: string; state: string; leaseUntil: number | null }

/** Imports of a shard whose time for undoing is over, or that are being undone. */
export const listOverOrUndoing = (shard: DrizzleD1Database, now: number, limit: number) =>
  shard.all<Undoable>(sql`
    SELECT account_id AS accountId, id, state, lease_until AS leaseUntil FROM imports
    WHERE undo_until IS NOT NULL AND (undo_until <= ${now} OR state = 'undoing')
    LIMIT ${limit}`)
