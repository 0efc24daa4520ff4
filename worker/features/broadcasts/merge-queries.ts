// What broadcasts, tests and replies have of a person who becomes one with another.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { MergePart, Pair } from '../contacts/merge-parts'
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

/** One person stands in a broadcast once: whoever got it, or gets it by another row, is left out here. */
const skipTwins = (db: AccountDb, pair: Pair): SQL => sql`
  UPDATE recipients AS q SET state = 'skipped', rank = ${RANK.skipped}, code = 'merged'
  WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued' AND EXISTS (
    SELECT 1 FROM recipients AS o
    WHERE ${ofBoth(db, pair, 'o')} AND o.broadcast_id = q.broadcast_id AND o.no <> q.no
      AND o.state NOT IN ('failed', 'skipped') AND (o.state <> 'queued' OR o.no < q.no))`

/** A number that goes to the United States gets no marketing, however the row came to it. */
const skipUs = (db: AccountDb, pair: Pair): SQL => sql`
  UPDATE recipients AS q SET state = 'skipped', rank = ${RANK.skipped}, code = 'us_marketing'
  WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued' AND EXISTS (
    SELECT 1 FROM broadcasts AS b
    WHERE b.account_id = q.account_id AND b.id = q.broadcast_id
      AND upper(b.template ->> 'category') = 'MARKETING')`

/** Whoever still waits is written to where the one person is: there the claim finds each of their stops. */
const readdress = (db: AccountDb, pair: Pair, identity: string, country: string | null): SQL => sql`
  UPDATE recipients AS q SET identity = ${identity}, country = ${country}
  WHERE ${ofBoth(db, pair, 'q')} AND q.state = 'queued'`

const recountChunks = (db: AccountDb, pair: Pair): SQL => sql`
  UPDATE chunks SET dirty = dirty + 1
  WHERE account_id = ${db.accountId} AND (broadcast_id, chunk) IN (
    SELECT k.broadcast_id, k.chunk FROM recipients AS r CROSS JOIN chunks AS k
    WHERE ${ofBoth(db, pair, 'r')} AND r.state = 'skipped' AND r.code IN ('merged', 'us_marketing')
      AND k.account_id = r.account_id AND k.broadcast_id = r.broadcast_id
      AND r.no BETWEEN k.first AND k.last)`

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

export const broadcastMerging: MergePart = {
  isBusy,
  remember: async (db, { keptId }): Promise<Testers> => ({ isKept: await isTester(db, keptId) }),
  merge: (db, pair, { identity, country }) => [
    skipTwins(db, pair),
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
  part: (db, pair, remembered) =>
    // Written by `remember`.
    (remembered as Testers).isKept
      ? []
      : [
          sql`
            DELETE FROM testers WHERE ${ofContact(db, pair.keptId)} AND EXISTS (
              SELECT 1 FROM testers AS t WHERE t.account_id = ${db.accountId}
                AND t.contact_id = ${pair.droppedId})`,
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
