// What broadcasts, tests and replies have of a person who becomes one with another.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { MergePart, Pair } from '../contacts/merge-parts'
import { sliceKeys, WAITING } from '../contacts/merge-slice-queries'
import { RANK } from './states'

const ofBoth = (db: AccountDb, { keptId, droppedId }: Pair, of: string): SQL =>
  sql`${sql.raw(of)}.account_id = ${db.accountId} AND ${sql.raw(of)}.contact_id IN (${keptId}, ${droppedId})`

/**
 * Who is being written to is merged a moment later: an answer could send the row again, and the freeze
 * would not see that its next person has a row already.
 */
const isBusy = (db: AccountDb, pair: Pair): SQL => sql`(
  EXISTS (SELECT 1 FROM recipients AS r WHERE ${ofBoth(db, pair, 'r')} AND r.state = 'sending')
  OR EXISTS (
    SELECT 1 FROM open_outbox AS q CROSS JOIN outbox AS o
    WHERE q.account_id = ${db.accountId} AND o.account_id = q.account_id AND o.id = q.id
      AND o.state = 'sending' AND o.contact_id IN (${pair.keptId}, ${pair.droppedId}))
  OR EXISTS (
    SELECT 1 FROM recipients AS r JOIN broadcasts AS b
      ON b.account_id = r.account_id AND b.id = r.broadcast_id
    WHERE ${ofBoth(db, pair, 'r')} AND b.state = 'freezing'))`

/** Rows that wait, as they are before they are readdressed or left out: undoing gives them back. */
const keepWaiting = (db: AccountDb, pair: Pair): SQL => sql`
  INSERT INTO merge_slices (account_id, merge_id, no, part, keys)
  SELECT ${db.accountId}, ${pair.id}, ${WAITING}, 'waiting',
         json_group_array(json_array(q.broadcast_id, q.no, q.contact_id, q.identity, q.country))
  FROM recipients AS q WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued'
  HAVING count(*) > 0`

/**
 * One person stands in a broadcast once: whoever got it, or gets it by another row, is left out here. Of two
 * that wait, the one that goes to where the person is reached stays: should they be two again, it was theirs.
 */
const skipTwins = (db: AccountDb, pair: Pair, identity: string | null): SQL => sql`
  UPDATE recipients AS q SET state = 'skipped', rank = ${RANK.skipped}, code = 'merged'
  WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued' AND EXISTS (
    SELECT 1 FROM recipients AS o
    WHERE ${ofBoth(db, pair, 'o')} AND o.broadcast_id = q.broadcast_id AND o.no <> q.no
      AND o.state NOT IN ('failed', 'skipped') AND (
        o.state <> 'queued' OR (o.identity IS ${identity}, q.no) > (q.identity IS ${identity}, o.no)))`

/** A number that goes to the United States gets no marketing, however the row came to it. */
const skipUs = (db: AccountDb, pair: Pair): SQL => sql`
  UPDATE recipients AS q SET state = 'skipped', rank = ${RANK.skipped}, code = 'us_marketing'
  WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued' AND EXISTS (
    SELECT 1 FROM broadcasts AS b
    WHERE b.account_id = q.account_id AND b.id = q.broadcast_id
      AND upper(b.template ->> 'category') = 'MARKETING')`

/**
 * Whoever still waits is written to where the one person is: there the claim finds each of their stops. The
 * row is theirs at once: a claim would find nobody under the other's id.
 */
const readdress = (db: AccountDb, pair: Pair, identity: string, country: string | null): SQL => sql`
  UPDATE recipients AS q SET contact_id = ${pair.keptId}, identity = ${identity}, country = ${country}
  WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued'`

const recountChunks = (db: AccountDb, pair: Pair): SQL => sql`
  UPDATE chunks SET dirty = dirty + 1
  WHERE account_id = ${db.accountId} AND (broadcast_id, chunk) IN (
    SELECT k.broadcast_id, k.chunk FROM recipients AS r CROSS JOIN chunks AS k
    WHERE ${ofBoth(db, pair, 'r')} AND r.state = 'skipped' AND r.code IN ('merged', 'us_marketing')
      AND k.account_id = r.account_id AND k.broadcast_id = r.broadcast_id
      AND r.no BETWEEN k.first AND k.last)`

/** What `keepWaiting` kept. */
const waited = (db: AccountDb, pair: Pair): SQL => sql`
  SELECT k.value ->> 0 AS broadcast_id, k.value ->> 1 AS no, k.value ->> 2 AS contact_id,
         k.value ->> 3 AS identity, k.value ->> 4 AS country
  FROM (${sliceKeys(db, pair.id, WAITING)}) AS k`

/** A message of the same broadcast went to where a row would go, or may have. */
const isReached = (db: AccountDb, pair: Pair): SQL => sql`EXISTS (
  SELECT 1 FROM recipients AS o INDEXED BY recipients_by_contact
  WHERE ${ofBoth(db, pair, 'o')} AND +o.broadcast_id = r.broadcast_id AND o.no <> r.no
    AND o.identity = w.identity AND o.state NOT IN ('queued', 'failed', 'skipped'))`

/**
 * Each row is again whose it was. What still waits goes to its own person's number, and who was left out only
 * because they were one waits again, as long as the broadcast is under way.
 */
const giveBack = (db: AccountDb, pair: Pair): SQL => sql`
  INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank, code)
  SELECT account_id, broadcast_id, no, contact_id, iif(waits, its_identity, identity),
         iif(waits, its_country, country), iif(waits, 'queued', state), iif(waits, ${RANK.queued}, rank),
         iif(waits, NULL, code)
  FROM (
    SELECT r.account_id, r.broadcast_id, r.no, w.contact_id, r.identity, r.country, r.state, r.rank,
           r.code, w.identity AS its_identity, w.country AS its_country,
           r.state = 'queued' OR (
             r.state = 'skipped' AND r.code IN ('merged', 'us_marketing')
             AND b.state IN ('running', 'paused') AND NOT ${isReached(db, pair)}) AS waits
    FROM (${waited(db, pair)}) AS w CROSS JOIN recipients AS r CROSS JOIN broadcasts AS b
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = w.broadcast_id AND r.no = w.no
      AND r.contact_id IN (${pair.keptId}, ${pair.droppedId})
      AND b.account_id = r.account_id AND b.id = r.broadcast_id)
  WHERE true
  ON CONFLICT (account_id, broadcast_id, no) DO UPDATE
  SET contact_id = excluded.contact_id, identity = excluded.identity, country = excluded.country,
      state = excluded.state, rank = excluded.rank, code = excluded.code`

/** A chunk that has somebody who waits is not finished, and gets a message from the sweep. */
const reopenChunks = (db: AccountDb, pair: Pair): SQL => sql`
  UPDATE chunks SET dirty = dirty + 1, finished_at = NULL, enqueued_at = NULL
  WHERE account_id = ${db.accountId} AND (broadcast_id, chunk) IN (
    SELECT k.broadcast_id, k.chunk
    FROM (${waited(db, pair)}) AS w CROSS JOIN recipients AS r CROSS JOIN chunks AS k
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = w.broadcast_id AND r.no = w.no
      AND r.state = 'queued' AND k.account_id = r.account_id AND k.broadcast_id = r.broadcast_id
      AND r.no BETWEEN k.first AND k.last)`

/** Who was reserved for as one is two again; settling counts who was written to. */
const reserveBoth = (db: AccountDb, { keptId, droppedId }: Pair): SQL => sql`
  UPDATE limit_ledger SET ids = json_insert(ids, '$[#]', ${droppedId}), people = people + 1
  WHERE account_id = ${db.accountId} AND at IS NULL AND instr(ids, ${keptId}) > 0`

/** A reservation counts by contact; once settled it stays as it was counted. */
const renameReserved = (db: AccountDb, { keptId, droppedId }: Pair): SQL => sql`
  UPDATE limit_ledger SET ids = replace(ids, ${droppedId}, ${keptId})
  WHERE account_id = ${db.accountId} AND at IS NULL AND instr(ids, ${droppedId}) > 0`

type Testers = { isKept: boolean }

const isTester = async (db: AccountDb, contactId: string): Promise<boolean> => {
  const rows = await db.all(sql`
    SELECT 1 FROM testers WHERE account_id = ${db.accountId} AND contact_id = ${contactId}`)
  return rows.length > 0
}

const ofContact = (db: AccountDb, contactId: string): SQL =>
  sql`account_id = ${db.accountId} AND contact_id = ${contactId}`

const forgetTester = (db: AccountDb, pair: Pair): SQL => sql`
  DELETE FROM testers WHERE ${ofContact(db, pair.keptId)} AND EXISTS (
    SELECT 1 FROM testers AS t WHERE t.account_id = ${db.accountId}
      AND t.contact_id = ${pair.droppedId})`

export const broadcastMerging: MergePart = {
  isBusy,
  remember: async (db, { keptId }): Promise<Testers> => ({ isKept: await isTester(db, keptId) }),
  merge: (db, pair, { identity, country }) => [
    keepWaiting(db, pair),
    skipTwins(db, pair, identity),
    ...(country === 'US' ? [skipUs(db, pair)] : []),
    ...(identity === null ? [] : [readdress(db, pair, identity, country)]),
    recountChunks(db, pair),
    renameReserved(db, pair),
    // The other's own row stays for undoing: nobody sees it while there is no such contact.
    sql`
      INSERT INTO testers (account_id, contact_id, added_by, added_at)
      SELECT account_id, ${pair.keptId}, added_by, added_at FROM testers
      WHERE ${ofContact(db, pair.droppedId)} ON CONFLICT DO NOTHING`,
  ],
  part: (db, pair, remembered) => [
    giveBack(db, pair),
    reopenChunks(db, pair),
    reserveBoth(db, pair),
    // Written by `remember`.
    ...((remembered as Testers).isKept ? [] : [forgetTester(db, pair)]),
  ],
  following: [
    { table: 'recipients', key: `broadcast_id || ':' || no`, most: 500 },
    { table: 'outbox', key: 'id', most: 5000 },
  ],
  close: (db, pair) => [
    sql`DELETE FROM testers WHERE ${ofContact(db, pair.droppedId)}`,
    sql`
      UPDATE broadcast_tests SET like_id = ${pair.keptId}
      WHERE account_id = ${db.accountId} AND like_id = ${pair.droppedId}`,
  ],
}
