// Finds contacts that are probably one person, by going over all of them once; the pages only read what
// was found.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { SAME_REASONS, type SameReason } from '../../contract/merges'
import { SAMPLE_START } from '../../contract/samples'

/** What more share is an office's address, or a name like "Customer": it tells nobody apart. */
const MOST_ALIKE = 5

/** Digits at the end of a number, which a wrong prefix leaves as they are. */
const LAST_DIGITS = 7

const OF_PEOPLE = (db: AccountDb): SQL =>
  sql`account_id = ${db.accountId} AND id NOT GLOB ${sql.raw(`'${SAMPLE_START}*'`)}`

/** Numbers whose countries write a digit more or less: BR with the 9, MX with the 1, AR with the 9. */
const SPELLED = sql.raw(`CASE
  WHEN phone GLOB '+55[0-9][0-9]9????????' AND length(phone) = 14 THEN substr(phone, 1, 5) || substr(phone, 7)
  WHEN phone GLOB '+521??????????' AND length(phone) = 14 THEN '+52' || substr(phone, 5)
  WHEN phone GLOB '+549??????????' AND length(phone) = 14 THEN '+54' || substr(phone, 5)
  ELSE phone END`)

/** The folded name stands before the number in what searches look into. */
const NAMED = sql.raw(`rtrim(substr(search, 1, max(0, instr(search, substr(phone, 2)) - 1)), ' +')`)

/** What makes two alike, by reason; null: nothing of this kind. */
const KEYS: Record<Exclude<SameReason, 'proven'>, SQL> = {
  spelling: sql`iif(phone GLOB '+5[245]*', ${SPELLED}, NULL)`,
  email: sql`nullif(lower(trim(email)), '')`,
  name: sql`iif(length(${NAMED}) > 1, ${NAMED} || ' ' || substr(phone, ${-LAST_DIGITS}), NULL)`,
}

/** In each group of those who are alike the oldest is paired with every other. */
const pairsBy = (db: AccountDb, reason: keyof typeof KEYS): SQL => sql`
  SELECT first, id AS second, ${reason} AS reason FROM (
    SELECT id, first_value(id) OVER alike AS first, count(*) OVER (PARTITION BY k) AS n
    FROM (SELECT id, ${KEYS[reason]} AS k FROM contacts WHERE ${OF_PEOPLE(db)})
    WHERE k IS NOT NULL
    WINDOW alike AS (PARTITION BY k ORDER BY id))
  WHERE n BETWEEN 2 AND ${MOST_ALIKE} AND id <> first`

const note = (db: AccountDb, reason: keyof typeof KEYS, now: number): SQL => sql`
  INSERT INTO contact_duplicates AS d (account_id, first_id, second_id, reason, rank, found_at)
  SELECT ${db.accountId}, first, second, reason, ${SAME_REASONS.indexOf(reason)}, ${now}
  FROM (${pairsBy(db, reason)}) WHERE true
  ON CONFLICT (account_id, first_id, second_id) DO UPDATE SET
    reason = iif(excluded.rank < d.rank OR d.found_at < excluded.found_at AND d.reason <> 'proven',
                 excluded.reason, d.reason),
    rank = iif(excluded.rank < d.rank OR d.found_at < excluded.found_at AND d.reason <> 'proven',
               excluded.rank, d.rank),
    found_at = excluded.found_at
  WHERE d.dismissed_at IS NULL`

/** Compares all contacts; what was found before and is so no more is forgotten. Repeatable. */
export async function scanForDuplicates(db: AccountDb, now: number, nextAt: number): Promise<void> {
  await db.batch([
    db.run(note(db, 'spelling', now)),
    db.run(note(db, 'email', now)),
    db.run(note(db, 'name', now)),
    db.run(sql`
      DELETE FROM contact_duplicates
      WHERE account_id = ${db.accountId} AND dismissed_at IS NULL AND reason <> 'proven'
        AND found_at < ${now}`),
    db.run(sql`
      UPDATE duplicate_scans SET scanned_at = ${now}, asked_at = NULL, due_at = ${nextAt}, found = (
        SELECT count(*) FROM contact_duplicates
        WHERE account_id = ${db.accountId} AND dismissed_at IS NULL)
      WHERE account_id = ${db.accountId}`),
  ])
}
