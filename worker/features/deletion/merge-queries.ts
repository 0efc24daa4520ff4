import { sql } from 'drizzle-orm'
import type { MergePart } from '../contacts/merge-parts'

/** Who asked to be deleted is still asking as part of another; the request says the person by contact. */
export const requestMerging: MergePart = {
  merge: (db, { keptId, droppedId }) => [
    sql`
      INSERT INTO person_requests (account_id, id, contact_id, at, told_at, settled_at)
      SELECT account_id, id, ${keptId}, at, told_at, settled_at FROM person_requests
      WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}
      ON CONFLICT DO NOTHING`,
  ],
  part: (db, { keptId, droppedId }) => [
    sql`
      DELETE FROM person_requests
      WHERE account_id = ${db.accountId} AND contact_id = ${keptId} AND id IN (
        SELECT id FROM person_requests
        WHERE account_id = ${db.accountId} AND contact_id = ${droppedId})`,
  ],
  following: [],
  close: (db, { droppedId }) => [
    sql`DELETE FROM person_requests WHERE account_id = ${db.accountId} AND contact_id = ${droppedId}`,
  ],
}
