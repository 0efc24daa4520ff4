import { sql } from 'drizzle-orm'
import type { RelianceSource, Relied } from '../contacts/evidence'

/** Marketing that broadcasts sent to one person, or were about to, and what it rested on. */
export const broadcastReliance: RelianceSource = (db, contactId, limit) =>
  db.all<Relied>(sql`
    SELECT coalesce(r.accepted_at, b.launched_at, b.created_at) AS at, b.name AS broadcast, r.state,
           r.consent_entry AS entry
    FROM recipients AS r CROSS JOIN broadcasts AS b
    WHERE r.account_id = ${db.accountId} AND r.contact_id = ${contactId}
      AND r.consent_entry IS NOT NULL
      AND b.account_id = r.account_id AND b.id = r.broadcast_id
    ORDER BY r.broadcast_id DESC LIMIT ${limit}`)

/** The same of single messages: the thread of the person finds them. */
export const singleReliance: RelianceSource = (db, contactId, limit) =>
  db.all<Relied>(sql`
    SELECT o.created_at AS at, NULL AS broadcast, o.state, o.consent_entry AS entry
    FROM messages AS m CROSS JOIN outbox AS o
    WHERE m.account_id = ${db.accountId} AND m.contact_id = ${contactId} AND m.direction = 'out'
      AND o.account_id = m.account_id AND o.id = m.wamid AND o.consent_entry IS NOT NULL
    ORDER BY m.id DESC LIMIT ${limit}`)
