import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { inJsonPieces } from '../../boundary/db/json-pieces'
import { inPieces } from '../../lib/lists'
import { HOUR_MS, MINUTE_MS } from '../../lib/time'
import type { Evidence } from './evidence'
import { CHUNK_ROWS } from './freeze-queries'
import { RANK, unlessErased } from './states'

/** Of usual size: about 200 kB of JSON. */
const EVIDENCE_PER_STATEMENT = 500

/**
 * Joins statuses to existing rows by claim token and rank, and notes which chunks to recount. Applied
 * twice or in another order the rows are the same.
 */
export async function applyEvidence(db: AccountDb, evidence: Evidence[]): Promise<void> {
  for (const some of inPieces(evidence, EVIDENCE_PER_STATEMENT)) {
    for (const { items, json } of inJsonPieces(some)) {
      await db.batch([db.run(joinStatuses(db, json)), db.run(touchChunks(db, items))])
    }
  }
}

const joinStatuses = (db: AccountDb, evidence: string) => sql`
  INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, state, rank, wamid, code,
                          pricing, sent_at, delivered_at, read_at, failed_at)
  SELECT r.account_id, r.broadcast_id, r.no, r.contact_id, r.identity, e.value ->> 'state',
         e.value ->> 'rank', e.value ->> 'wamid', e.value ->> 'code', e.value ->> 'pricing',
         e.value ->> 'sentAt', e.value ->> 'deliveredAt', e.value ->> 'readAt',
         e.value ->> 'failedAt'
  FROM json_each(${evidence}) AS e CROSS JOIN recipients AS r
  WHERE r.account_id = ${db.accountId} AND r.broadcast_id = e.value ->> 'broadcastId'
    AND r.no = CAST(e.value ->> 'no' AS INTEGER) AND r.token = e.value ->> 'token'
    AND r.rank < ${RANK.skipped}
  ON CONFLICT (account_id, broadcast_id, no) DO UPDATE
  SET state = iif(excluded.rank > recipients.rank, excluded.state, recipients.state),
      rank = max(excluded.rank, recipients.rank),
      wamid = ${unlessErased('coalesce(recipients.wamid, excluded.wamid)')},
      code = iif(recipients.failed_at IS NULL, excluded.code, ${smaller('code')}),
      pricing = ${smaller('pricing')},
      sent_at = ${smaller('sent_at')},
      delivered_at = ${smaller('delivered_at')},
      read_at = ${smaller('read_at')},
      failed_at = ${smaller('failed_at')}
  WHERE excluded.rank > recipients.rank
     OR ${isSmaller('sent_at')} OR ${isSmaller('delivered_at')} OR ${isSmaller('read_at')}
     OR ${isSmaller('failed_at')} OR ${isSmaller('pricing')}
     OR (excluded.failed_at IS NOT NULL AND ${isSmaller('code')})`

type Joined = 'code' | 'pricing' | 'sent_at' | 'delivered_at' | 'read_at' | 'failed_at'

// The same rule as in `joinEvidence`: of two words about one thing, the smaller one.
const smaller = (name: Joined) =>
  sql.raw(`min(coalesce(recipients.${name}, excluded.${name}),
               coalesce(excluded.${name}, recipients.${name}))`)
const isSmaller = (name: Joined) =>
  sql.raw(`(excluded.${name} IS NOT NULL
            AND (recipients.${name} IS NULL OR excluded.${name} < recipients.${name}))`)

type Rows = readonly { broadcastId: string; no: number }[]

/**
 * Has the chunks of these rows counted again. A chunk is seldom the n-th 500 rows: cuts lie before the even
 * ones, and each part of a broadcast begins a chunk of its own, so that a row's may be a few chunks later.
 */
const touchChunks = (db: AccountDb, rows: Rows) => sql`
  UPDATE chunks SET dirty = dirty + 1
  WHERE account_id = ${db.accountId} AND (broadcast_id, chunk) IN (
    SELECT k.broadcast_id, k.chunk FROM json_each(${JSON.stringify(blocksOf(rows))}) AS j
    CROSS JOIN chunks AS k
    WHERE k.account_id = ${db.accountId} AND k.broadcast_id = j.value ->> 'broadcastId'
      AND k.chunk BETWEEN CAST(j.value ->> 'block' AS INTEGER)
        AND CAST(j.value ->> 'block' AS INTEGER) + 1 + 2 * (
          SELECT count(*) FROM broadcast_parts AS p
          WHERE p.account_id = ${db.accountId} AND p.broadcast_id = j.value ->> 'broadcastId')
      AND k.first <= CAST(j.value ->> 'last' AS INTEGER)
      AND k.last >= CAST(j.value ->> 'first' AS INTEGER))`

/** Rows as runs within blocks of as many as a chunk has on average: few, however many rows there are. */
function blocksOf(rows: Rows) {
  const blocks = new Map<
    string,
    { broadcastId: string; block: number; first: number; last: number }
  >()
  for (const { broadcastId, no } of rows) {
    const block = Math.ceil(no / CHUNK_ROWS)
    const key = `${broadcastId}:${block}`
    const known = blocks.get(key) ?? { broadcastId, block, first: no, last: no }
    const { first, last } = known
    blocks.set(key, { ...known, first: Math.min(first, no), last: Math.max(last, no) })
  }
  return [...blocks.values()]
}

/** A reply counts for the last broadcast of these hours. */
const ATTRIBUTION_MS = 72 * HOUR_MS
/** Meta's clock and ours may differ by this much; what was sent later was not what they answered. */
const SKEW_MS = 5 * MINUTE_MS

/**
 * Marks a broadcast row that reached a person within 72 h before their message as replied: the one they
 * quote or whose button they tapped, else the newest. Their message may be here before Meta's answer to
 * our request is recorded.
 */
export async function markReplied(
  db: AccountDb,
  contactId: string,
  at: number,
  quotedWamid: string | null = null,
): Promise<{ broadcastId: string; no: number } | undefined> {
  const row = await db.get<
    { broadcastId: string; no: number; repliedAt: number | null } | undefined
  >(sql`
    SELECT broadcast_id AS broadcastId, no, replied_at AS repliedAt FROM recipients
    WHERE account_id = ${db.accountId} AND contact_id = ${contactId}
      AND rank BETWEEN ${RANK.sending} AND ${RANK.played} AND state <> 'failed'
      AND coalesce(accepted_at, sent_at, claimed_at) BETWEEN ${at - ATTRIBUTION_MS} AND ${at + SKEW_MS}
    ORDER BY wamid IS ${quotedWamid ?? ''} DESC, coalesce(accepted_at, sent_at, claimed_at) DESC
    LIMIT 1`)
  if (!row) return undefined
  if (row.repliedAt === null || at < row.repliedAt) {
    await db.batch([
      db.run(sql`
        UPDATE recipients SET replied_at = ${at}
        WHERE account_id = ${db.accountId} AND broadcast_id = ${row.broadcastId} AND no = ${row.no}`),
      db.run(touchChunks(db, [row])),
    ])
  }
  return { broadcastId: row.broadcastId, no: row.no }
}

/**
 * People of whom a failure says something, found by the row and the claim that it names; those who agreed
 * again after it are left out: a webhook may come days late, and more than once.
 */
export function findRowContacts(
  db: AccountDb,
  rows: Pick<Evidence, 'broadcastId' | 'no' | 'token' | 'failedAt'>[],
) {
  return db.all<{ contactId: string; identity: string }>(sql`
    SELECT r.contact_id AS contactId, r.identity
    FROM json_each(${JSON.stringify(rows)}) AS j CROSS JOIN recipients AS r
    LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = j.value ->> 'broadcastId'
      AND r.no = CAST(j.value ->> 'no' AS INTEGER) AND r.token = j.value ->> 'token'
      AND r.contact_id <> ''
      AND NOT (coalesce(c.consent, '') = 'opted_in'
               AND coalesce(c.consent_at, 0) > coalesce(j.value ->> 'failedAt', 0))`)
}
