import { sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { jsonPieces } from '../../boundary/db/json-pieces'
import { timeOrderedId } from '../../lib/ids'
import type { Evidence } from './evidence'

/** Read and folded at once: tens of thousands of statuses, a small part of a worker's memory. */
const MOST_CHARACTERS = 8_000_000

/**
 * Puts statuses aside. Says whether nothing else was waiting: then nobody is going to fold them yet. An
 * account that was closed meanwhile gets no new rows.
 */
export async function putAside(
  db: AccountDb,
  evidence: Evidence[],
  now: number,
): Promise<{ isAlone: boolean }> {
  const { accountId } = db
  const pieces = jsonPieces(evidence)
  const inserts = pieces.map((piece) =>
    db.run(sql`
      INSERT INTO waiting_statuses (account_id, id, at, evidence)
      SELECT ${accountId}, ${timeOrderedId(now)}, ${now}, ${piece}
      WHERE EXISTS (SELECT 1 FROM tenants AS t WHERE t.account_id = ${accountId} AND t.state = 'active')`),
  )
  const [waiting] = await db.batch([
    db.all<{ id: string }>(sql`
      SELECT id FROM waiting_statuses WHERE account_id = ${accountId} LIMIT 1`),
    ...inserts,
  ])
  return { isAlone: waiting.length === 0 }
}

/** The oldest that wait, so many as can be held at once. */
export async function listWaiting(db: AccountDb): Promise<{ ids: string[]; evidence: Evidence[] }> {
  const rows = await db.all<{ id: string; evidence: string }>(sql`
    SELECT id, evidence FROM (
      SELECT id, evidence,
             sum(length(evidence)) OVER (ORDER BY id) - length(evidence) AS charactersBefore
      FROM waiting_statuses WHERE account_id = ${db.accountId})
    WHERE charactersBefore < ${MOST_CHARACTERS}`)
  return {
    ids: rows.map(({ id }) => id),
    // Written by `putAside`.
    evidence: rows.flatMap(({ evidence }) => JSON.parse(evidence) as Evidence[]),
  }
}

/** Says whether others came meanwhile. */
export async function forgetWaiting(db: AccountDb, ids: string[]): Promise<{ hasMore: boolean }> {
  const { accountId } = db
  const [, left] = await db.batch([
    db.run(sql`
      DELETE FROM waiting_statuses
      WHERE account_id = ${accountId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`),
    db.all<{ id: string }>(sql`
      SELECT id FROM waiting_statuses WHERE account_id = ${accountId} LIMIT 1`),
  ])
  return { hasMore: left.length > 0 }
}

/** Accounts of a whole shard whose statuses wait since before a moment: nobody is going to fold them. */
export function listForgotten(shard: DrizzleD1Database, before: number) {
  return shard.all<{ accountId: string }>(sql`
    SELECT account_id AS accountId FROM waiting_statuses
    GROUP BY account_id HAVING min(at) < ${before} LIMIT 1000`)
}
