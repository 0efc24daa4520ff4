// What a batch of imported rows reads and writes. One `batch` of D1 is one transaction: it brings the rows
// in, moves the import's cursor and counts, or does nothing at all.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { jsonPieces } from '../../boundary/db/json-pieces'
import type { ImportCounts } from '../../contract/imports'
import { importedId } from './import-ids'
import type { RowFinding } from './import-rows'
import type { Merged } from './merging'
import { addUndo } from './undo-queries'
import { UNDO_MS, type UndoEntry } from './undoing'

export type Batch = {
  created: (Merged & { row: number; phone: string })[]
  changed: (Merged & { row: number; updatedAt: number; undo: UndoEntry })[]
  problems: RowFinding[]
}

/** Where an import stands between two batches. */
export type Progress = { byteOffset: number; rowNo: number; counts: ImportCounts }

export type BatchWriter = {
  importId: string
  token: string
  state: 'checking' | 'running'
  /** Who answers for the consents. */
  actor: string
  consentSource: string | null
}

/** `lost`: the lease or the account is gone; `stale`: a contact changed since it was read. */
export type Written = 'written' | 'lost' | 'stale'

export type Move = {
  before: Progress
  after: Progress
  isLast: boolean
  ratePerSecond: number | null
}

/** Writes one batch and moves the import from `before` to `after`: all or nothing, and once. */
export async function writeBatch(
  db: AccountDb,
  writer: BatchWriter,
  batch: Batch,
  move: Move,
  times: { now: number; leaseUntil: number },
): Promise<Written> {
  const guard = guardOf(db, writer, move.before.rowNo)
  const people = [...batch.created, ...batch.changed]
  const statements = [
    ...assertUnchanged(db, batch.changed, guard),
    ...addIdentities(db, batch.created, guard),
    ...addConsents(db, writer, people, guard),
    ...addTags(db, people, guard),
    ...upsertContacts(db, writer.importId, people, times.now, guard),
    ...addProblems(db, writer, batch.problems, guard),
    ...addUndo(db, writer.importId, batch.changed, guard),
  ].map((statement) => db.run(statement))
  // Last, since every statement's guard looks at where the import stands.
  const moving = db.run(moveImport(db, writer, move, times, guard))
  const [first = moving, ...others] = [...statements, moving]
  try {
    const results = await db.batch([first, ...others])
    return results.at(-1)?.meta.changes === 1 ? 'written' : 'lost'
  } catch (error) {
    if (isConflict(error)) return 'stale'
    throw error
  }
}

/** True while the writer holds the lease, stands where it thinks, and the account is open. */
const guardOf = (db: AccountDb, { importId, token, state }: BatchWriter, rowNo: number) => sql`
  EXISTS (SELECT 1 FROM imports AS i CROSS JOIN tenants AS t
    WHERE i.account_id = ${db.accountId} AND i.id = ${importId} AND i.state = ${state}
      AND i.lease_token = ${token} AND i.row_no = ${rowNo}
      AND t.account_id = ${db.accountId} AND t.state = 'active')`

/** Breaks the batch when a contact is no longer what the merge was made from. */
const assertUnchanged = (db: AccountDb, changed: Batch['changed'], guard: SQL) =>
  jsonPieces(changed.map(({ person, updatedAt }) => [person.id, updatedAt])).map(
    (seen) => sql`
      INSERT INTO import_problems (account_id, import_id, last_row, problems)
      SELECT ${db.accountId}, 'stale', 0, NULL
      FROM json_each(${seen}) AS j LEFT JOIN contacts AS c
        ON c.account_id = ${db.accountId} AND c.id = j.value ->> 0
      WHERE c.updated_at IS NOT j.value ->> 1 AND ${guard}`,
  )

/** Without ON CONFLICT: a phone that somebody else just added breaks the batch, to be read again. */
const addIdentities = (db: AccountDb, created: Batch['created'], guard: SQL) =>
  jsonPieces(created.map(({ phone, person }) => [phone, person.id])).map(
    (list) => sql`
      INSERT INTO identities (account_id, kind, value, contact_id)
      SELECT ${db.accountId}, 'phone', j.value ->> 0, j.value ->> 1
      FROM json_each(${list}) AS j WHERE ${guard}`,
  )

const addConsents = (
  db: AccountDb,
  { importId, actor, consentSource }: BatchWriter,
  people: (Merged & { row: number })[],
  guard: SQL,
) => {
  const agreed = people.filter(({ optedInAt }) => optedInAt !== null)
  const entries = agreed.map(({ person, optedInAt, row }) => [
    person.id,
    importedId(importId, row),
    optedInAt,
    row,
  ])
  return jsonPieces(entries).map(
    (list) => sql`
      INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor)
      SELECT ${db.accountId}, j.value ->> 0, j.value ->> 1, j.value ->> 2, 'opted_in',
             ${`import:${importId}:`} || (j.value ->> 3), ${consentSource}, ${actor}
      FROM json_each(${list}) AS j WHERE ${guard}`,
  )
}

const addTags = (db: AccountDb, people: Merged[], guard: SQL) =>
  jsonPieces(
    people.flatMap(({ person, addedTags }) => addedTags.map((tag) => [tag, person.id])),
  ).map(
    (list) => sql`
      INSERT INTO contact_tags (account_id, tag_id, contact_id)
      SELECT ${db.accountId}, j.value ->> 0, j.value ->> 1
      FROM json_each(${list}) AS j WHERE ${guard}
      ON CONFLICT DO NOTHING`,
  )

/**
 * One form for new and known people. Whatever was read before, an opt-out stays. MATERIALIZED keeps SQLite
 * from writing out each row's JSON again for each of its columns, which took half of the time.
 */
const upsertContacts = (
  db: AccountDb,
  importId: string,
  people: Merged[],
  now: number,
  guard: SQL,
) =>
  jsonPieces(people.map(({ person }) => toValues(person))).map(
    (list) => sql`
      WITH rows AS MATERIALIZED (SELECT value AS v FROM json_each(${list}))
      INSERT INTO contacts (account_id, id, name, first_name, last_name, phone, email, country, fields,
        tags, consent, consent_at, consent_source, search, created_at, updated_at)
      SELECT ${db.accountId}, v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v -> 7,
             v -> 8, v ->> 9, v ->> 10, v ->> 11, v ->> 12, ${now}, ${now}
      FROM rows WHERE ${guard}
      ON CONFLICT (account_id, id) DO UPDATE SET
        name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name,
        email = excluded.email, country = excluded.country, fields = excluded.fields,
        tags = excluded.tags, search = excluded.search,
        jobs = json_insert(coalesce(jobs, '[]'), '$[#]', ${importId}),
        consent = iif(consent = 'opted_out', consent, excluded.consent),
        consent_at = iif(consent = 'opted_out', consent_at, excluded.consent_at),
        consent_source = iif(consent = 'opted_out', consent_source, excluded.consent_source),
        updated_at = max(excluded.updated_at, updated_at + 1)`,
  )

const toValues = (person: Merged['person']) => [
  person.id,
  person.name,
  person.firstName,
  person.lastName,
  person.phone,
  person.email,
  person.country,
  person.fields,
  person.tags,
  person.consent,
  person.consentAt,
  person.consentSource,
  person.search,
]

const addProblems = (
  db: AccountDb,
  { importId }: BatchWriter,
  problems: RowFinding[],
  guard: SQL,
) =>
  // A piece's own last row names it: pieces are in order.
  jsonPieces(problems).map(
    (list) => sql`
      INSERT INTO import_problems (account_id, import_id, last_row, problems)
      SELECT ${db.accountId}, ${importId}, ${list} ->> '$[#-1].row', ${list} WHERE ${guard}`,
  )

const moveImport = (
  db: AccountDb,
  { importId, state }: BatchWriter,
  { after, isLast, ratePerSecond }: Move,
  { now, leaseUntil }: { now: number; leaseUntil: number },
  guard: SQL,
) => {
  const isDone = isLast && state === 'running'
  return sql`
  UPDATE imports SET
    byte_offset = ${after.byteOffset}, row_no = ${after.rowNo}, counts = ${JSON.stringify(after.counts)},
    rate_per_second = coalesce(${ratePerSecond}, rate_per_second), lease_until = ${leaseUntil},
    state = ${isLast ? ENDS[state] : state}, finished_at = ${isDone ? now : null},
    undo_until = ${isDone ? now + UNDO_MS : null}
  WHERE account_id = ${db.accountId} AND id = ${importId} AND ${guard}`
}

const ENDS = { checking: 'checked', running: 'done' } as const

/** The two ways in which a batch breaks when somebody else was faster. */
const isConflict = (error: unknown) =>
  /UNIQUE constraint failed: identities|NOT NULL constraint failed: import_problems/.test(
    `${error} ${error instanceof Error ? error.cause : ''}`,
  )
