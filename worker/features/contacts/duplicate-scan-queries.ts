// Finds contacts that are probably one person, by going over all of them once; the pages only read what
// was found.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { SAME_REASONS, type SameReason } from '../../contract/merges'
import { SAMPLE_START } from '../../contract/samples'

/** What more share is an office's address, or a name like "Customer": it tells nobody apart. */
const MOST_ALIKE = 5

/** A statement of D1's takes 30 seconds at most; a million at once took longer on a busy machine. */
const PEOPLE_PER_PIECE = 100_000

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

/** Those who are alike are always in the same piece: so a million people are grouped some at a time. */
const PIECES: Record<keyof typeof KEYS, SQL> = {
  spelling: sql.raw('0'),
  email: sql.raw('length(trim(email)) + unicode(lower(trim(email)))'),
  name: sql.raw('CAST(substr(phone, -2) AS INTEGER)'),
}

type Piece = { of: number; no: number }

/** In each group of those who are alike the oldest is paired with every other. */
const pairsBy = (db: AccountDb, reason: keyof typeof KEYS, { of, no }: Piece): SQL => sql`
  SELECT g.first, j.value AS second, ${reason} AS reason FROM (
    SELECT min(id) AS first, json_group_array(id) AS ids
    FROM (SELECT id, ${KEYS[reason]} AS k FROM contacts
      WHERE ${OF_PEOPLE(db)} AND coalesce(${PIECES[reason]}, 0) % ${of} = ${no})
    WHERE k IS NOT NULL GROUP BY k HAVING count(*) BETWEEN 2 AND ${MOST_ALIKE}) AS g
  CROSS JOIN json_each(g.ids) AS j
  WHERE j.value <> g.first`

const note = (db: AccountDb, reason: keyof typeof KEYS, piece: Piece, now: number): SQL => sql`
  INSERT INTO contact_duplicates AS d (account_id, first_id, second_id, reason, rank, found_at)
  SELECT ${db.accountId}, first, second, reason, ${SAME_REASONS.indexOf(reason)}, ${now}
  FROM (${pairsBy(db, reason, piece)}) WHERE true
  ON CONFLICT (account_id, first_id, second_id) DO UPDATE SET
    reason = iif(excluded.rank < d.rank OR d.found_at < excluded.found_at AND d.reason <> 'proven',
                 excluded.reason, d.reason),
    rank = iif(excluded.rank < d.rank OR d.found_at < excluded.found_at AND d.reason <> 'proven',
               excluded.rank, d.rank),
    found_at = excluded.found_at
  WHERE d.dismissed_at IS NULL`

/** Compares all contacts; what was found before and is so no more is forgotten. Repeatable. */
export async function scanForDuplicates(db: AccountDb, now: number, nextAt: number): Promise<void> {
  const { people } = await db.get<{ people: number }>(sql`
    SELECT count(*) AS people FROM contacts WHERE account_id = ${db.accountId}`)
  const of = Math.max(1, Math.ceil(people / PEOPLE_PER_PIECE))
  await db.run(note(db, 'spelling', { of: 1, no: 0 }, now))
  for (let no = 0; no < of; no++) {
    await db.run(note(db, 'email', { of, no }, now))
    await db.run(note(db, 'name', { of, no }, now))
  }
  await db.batch([
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
