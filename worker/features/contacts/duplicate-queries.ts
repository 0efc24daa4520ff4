import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { SAME_REASONS, type SameReason } from '../../contract/merges'
import type { Pair } from './merge-parts'
import { LOOKALIKES, sliceKeys } from './merge-slice-queries'
import { contactDuplicates, duplicateScans } from './merge-tables'

const rankOf = (reason: SameReason) => SAME_REASONS.indexOf(reason)

/** The smaller id first, so that a pair is one row whoever is named first. */
const inOrder = ([a, b]: readonly [string, string]): [string, string] => (a < b ? [a, b] : [b, a])

/**
 * Meta named both as one person. That is stronger than what somebody said of the pair before; said again
 * it changes nothing.
 */
export async function noteProven(
  db: AccountDb,
  contactId: string,
  others: readonly string[],
  now: number,
): Promise<void> {
  const pairs = [...new Set(others)]
    .filter((id) => id !== contactId)
    .map((id) => inOrder([id, contactId]))
  if (pairs.length === 0) return
  await db.run(sql`
    INSERT INTO contact_duplicates (account_id, first_id, second_id, reason, rank, found_at)
    SELECT ${db.accountId}, j.value ->> 0, j.value ->> 1, 'proven', ${rankOf('proven')}, ${now}
    FROM json_each(${JSON.stringify(pairs)}) AS j WHERE true
    ON CONFLICT (account_id, first_id, second_id) DO UPDATE SET reason = excluded.reason,
      rank = excluded.rank, found_at = excluded.found_at, dismissed_at = NULL, dismissed_by = NULL
    WHERE reason <> 'proven'`)
}

export type DuplicateRow = {
  firstId: string
  secondId: string
  reason: SameReason
  rank: number
  foundAt: number
}

const COLUMNS = sql.raw(`d.first_id AS firstId, d.second_id AS secondId, d.reason, d.rank,
  d.found_at AS foundAt`)

/** Where a page ended. */
export type PairPlace = readonly [rank: number, firstId: string, secondId: string]

/** The surest first. */
export function pageDuplicates(db: AccountDb, after: PairPlace | null, limit: number) {
  const [rank, first, second] = after ?? [-1, '', '']
  return db.all<DuplicateRow>(sql`
    SELECT ${COLUMNS} FROM contact_duplicates AS d INDEXED BY contact_duplicates_open
    WHERE d.account_id = ${db.accountId} AND d.dismissed_at IS NULL
      AND (d.rank, d.first_id, d.second_id) > (${rank}, ${first}, ${second})
    ORDER BY d.rank, d.first_id, d.second_id LIMIT ${limit}`)
}

export const listDuplicatesOf = (db: AccountDb, contactId: string, limit: number) =>
  db.all<DuplicateRow>(sql`
    SELECT * FROM (
      SELECT ${COLUMNS} FROM contact_duplicates AS d
      WHERE d.account_id = ${db.accountId} AND d.first_id = ${contactId} AND d.dismissed_at IS NULL
      UNION ALL
      SELECT ${COLUMNS} FROM contact_duplicates AS d
      WHERE d.account_id = ${db.accountId} AND d.second_id = ${contactId} AND d.dismissed_at IS NULL)
    ORDER BY rank, firstId, secondId LIMIT ${limit}`)

const isPair = (db: AccountDb, pair: readonly [string, string]) => {
  const [first, second] = inOrder(pair)
  return and(
    eq(contactDuplicates.accountId, db.accountId),
    eq(contactDuplicates.firstId, first),
    eq(contactDuplicates.secondId, second),
  )
}

/** False where nobody took the two for one. */
export async function judgePair(
  db: AccountDb,
  pair: readonly [string, string],
  by: { userId: string; at: number } | null,
): Promise<boolean> {
  const rows = await db
    .update(contactDuplicates)
    .set({ dismissedAt: by?.at ?? null, dismissedBy: by?.userId ?? null })
    .where(isPair(db, pair))
    .returning({ firstId: contactDuplicates.firstId })
  return rows.length > 0
}

const ofContact = (db: AccountDb, id: string): SQL =>
  sql`account_id = ${db.accountId} AND (first_id = ${id} OR second_id = ${id})`

/** Pairs of the one who goes; `other` is whom they were taken for. */
const pairsOf = (db: AccountDb, { droppedId }: Pair): SQL => sql`
  SELECT *, iif(first_id = ${droppedId}, second_id, first_id) AS other FROM contact_duplicates
  WHERE ${ofContact(db, droppedId)}`

const COLUMNS_OF_PAIR = sql.raw(
  'first_id, second_id, reason, rank, found_at, dismissed_at, dismissed_by',
)

/** What was found of the one who goes is now a matter of the one who stays; also who is somebody else. */
export const forgetPairsOf = (db: AccountDb, pair: Pair): SQL[] => {
  const { id, keptId, droppedId } = pair
  return [
    sql`
      INSERT INTO merge_slices (account_id, merge_id, no, part, keys)
      SELECT ${db.accountId}, ${id}, ${LOOKALIKES}, 'contact_duplicates',
             json_group_array(json_array(${COLUMNS_OF_PAIR}, iif(EXISTS (
               SELECT 1 FROM contact_duplicates AS k WHERE k.account_id = p.account_id
                 AND k.first_id = min(p.other, ${keptId}) AND k.second_id = max(p.other, ${keptId})
             ), NULL, p.other)))
      FROM (${pairsOf(db, pair)}) AS p HAVING count(*) > 0`,
    sql`
      INSERT INTO contact_duplicates (account_id, first_id, second_id, reason, rank, found_at,
                                      dismissed_at, dismissed_by)
      SELECT account_id, min(other, ${keptId}), max(other, ${keptId}), reason, rank, found_at,
             dismissed_at, dismissed_by
      FROM (${pairsOf(db, pair)}) WHERE other <> ${keptId}
      ON CONFLICT DO NOTHING`,
    sql`DELETE FROM contact_duplicates WHERE ${ofContact(db, droppedId)}`,
  ]
}

/** Two again are taken for whom they were taken, and told apart from whom they were told apart. */
export const returnPairs = (db: AccountDb, { id, keptId }: Pair, mergedAt: number): SQL[] => [
  // What the one who stayed had from the other; what a search has found since, the next one judges.
  sql`
    DELETE FROM contact_duplicates WHERE account_id = ${db.accountId} AND found_at <= ${mergedAt}
      AND (first_id, second_id) IN (
        SELECT min(p.value ->> 7, ${keptId}), max(p.value ->> 7, ${keptId})
        FROM (${sliceKeys(db, id, LOOKALIKES)}) AS p WHERE p.value ->> 7 IS NOT NULL)`,
  sql`
    INSERT INTO contact_duplicates (account_id, ${COLUMNS_OF_PAIR})
    SELECT ${db.accountId}, p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3,
           p.value ->> 4, p.value ->> 5, p.value ->> 6
    FROM (${sliceKeys(db, id, LOOKALIKES)}) AS p WHERE true
    ON CONFLICT DO NOTHING`,
]

/** How two persons look, for somebody who has to tell them apart. */
export const findLookalikes = (db: AccountDb, ids: readonly string[]) =>
  db.all<Lookalike>(sql`
    SELECT c.id, c.name, c.phone, c.bsuid, c.email, c.consent, c.last_inbound_at AS lastInboundAt,
           c.created_at AS createdAt
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN contacts AS c
    WHERE c.account_id = ${db.accountId} AND c.id = j.value`)

type Lookalike = {
  id: string
  name: string | null
  phone: string | null
  bsuid: string | null
  email: string | null
  consent: 'opted_in' | 'opted_out' | 'unknown'
  lastInboundAt: number | null
  createdAt: number
}

export const findScan = (db: AccountDb) =>
  db.select().from(duplicateScans).where(eq(duplicateScans.accountId, db.accountId)).get()

/** False where one is under way already. */
export async function askForScan(db: AccountDb, now: number, staleBefore: number) {
  const rows = await db.all<{ id: string }>(sql`
    INSERT INTO duplicate_scans AS s (account_id, asked_at, found, due_at)
    VALUES (${db.accountId}, ${now}, 0, ${now})
    ON CONFLICT (account_id) DO UPDATE SET asked_at = ${now}
    WHERE s.asked_at IS NULL OR s.asked_at < ${staleBefore}
    RETURNING account_id AS id`)
  return rows.length > 0
}

/** Accounts of a shard whose contacts are to be compared again. */
export const listDueScans = (shard: DrizzleD1Database, now: number, most: number) =>
  shard.all<{ accountId: string }>(sql`
    SELECT account_id AS accountId FROM duplicate_scans WHERE due_at <= ${now}
    ORDER BY due_at LIMIT ${most}`)
