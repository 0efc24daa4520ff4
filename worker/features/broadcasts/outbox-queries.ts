import { and, asc, eq, gt, type InferSelectModel, lt, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import { HOUR_MS } from '../../lib/time'
import type { Answer } from './answers'
import { isSample } from './audience'
import type { Evidence } from './evidence'
import { RANK } from './states'
import { openOutbox, outbox } from './tables'

export type Single = InferSelectModel<typeof outbox>

/** What could not leave for so long may not be true any more: a person decides anew. */
export const LEAVES_WITHIN_MS = HOUR_MS

/** Written before anything is sent, with what belongs to it; the same id again changes nothing. */
export async function insertSingle(
  db: AccountDb,
  row: Single,
  also: readonly BatchItem<'sqlite'>[],
): Promise<void> {
  const { accountId, id, createdAt } = row
  await db.batch([
    db.insert(outbox).values(row).onConflictDoNothing(),
    db.insert(openOutbox).values({ accountId, id, createdAt }).onConflictDoNothing(),
    ...also,
  ])
}

/** Messages by our ids, as far as they were sent. */
export function listSingles(db: AccountDb, ids: string[]) {
  return db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.accountId, db.accountId),
        sql`${outbox.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    )
}

/** Of these ids of Meta's, those that our single messages have. */
export async function findSinglesByWamid(db: AccountDb, wamids: string[]) {
  if (wamids.length === 0) return []
  return db.all<{ id: string; wamid: string }>(sql`
    SELECT o.id, o.wamid FROM json_each(${JSON.stringify(wamids)}) AS j CROSS JOIN outbox AS o
    WHERE o.account_id = ${db.accountId} AND o.wamid = j.value AND o.wamid IS NOT NULL`)
}

export function findSingle(db: AccountDb, id: string) {
  const isIt = and(eq(outbox.accountId, db.accountId), eq(outbox.id, id))
  return db.select().from(outbox).where(isIt).get()
}

/** The same claim as a broadcast row's: only its winner may POST, once. */
export async function claimSingle(
  db: AccountDb,
  id: string,
  token: string,
  now: number,
): Promise<Single | undefined> {
  const { accountId } = db
  return db
    .update(outbox)
    .set({
      state: 'sending',
      rank: RANK.sending,
      token,
      claimedAt: now,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .where(
      and(
        eq(outbox.accountId, accountId),
        eq(outbox.id, id),
        eq(outbox.state, 'queued'),
        gt(outbox.createdAt, now - LEAVES_WITHIN_MS),
        sql`EXISTS (SELECT 1 FROM tenants AS t
                    WHERE t.account_id = ${accountId} AND t.state = 'active')`,
        sql`NOT EXISTS (SELECT 1 FROM suppressions AS s
                        WHERE s.account_id = ${accountId} AND s.identity = outbox.identity
                          AND s.scope IN ('all', outbox.scope))`,
        sql`NOT ${isSample(sql.raw('outbox.contact_id'))}`,
      ),
    )
    .returning()
    .get()
}

/** Joins an answer by token and rank; back to `queued` only from `sending`. */
export async function recordSingle(db: AccountDb, id: string, answer: Answer): Promise<void> {
  const { accountId } = db
  const accepted = answer.state === 'accepted' ? answer.at : null
  const failed = answer.state === 'failed' ? answer.at : null
  await db.batch([
    db.run(sql`
      UPDATE outbox SET state = ${answer.state}, rank = ${answer.rank},
             wamid = coalesce(${answer.wamid ?? null}, wamid), code = ${answer.code ?? null},
             accepted_at = coalesce(accepted_at, ${accepted}), failed_at = coalesce(failed_at, ${failed})
      WHERE account_id = ${accountId} AND id = ${id} AND token = ${answer.token}
        AND ((${answer.rank} = ${RANK.queued} AND state = 'sending') OR ${answer.rank} > rank)`),
    db.run(closeSettled(accountId, id)),
  ])
}

/** Statuses of single messages, joined like those of broadcasts. */
export async function applySingleEvidence(
  db: AccountDb,
  id: string,
  evidence: Omit<Evidence, 'broadcastId' | 'no'>,
): Promise<void> {
  const { accountId } = db
  const { state, rank, token, wamid, code, pricing, sentAt, deliveredAt, readAt, failedAt } =
    evidence
  await db.batch([
    db.run(sql`
      UPDATE outbox SET state = iif(${rank} > rank, ${state}, state), rank = max(${rank}, rank),
             wamid = coalesce(wamid, ${wamid}), code = coalesce(${code}, code),
             pricing = coalesce(pricing, ${pricing}), sent_at = coalesce(sent_at, ${sentAt}),
             delivered_at = coalesce(delivered_at, ${deliveredAt}),
             read_at = coalesce(read_at, ${readAt}), failed_at = coalesce(failed_at, ${failedAt})
      WHERE account_id = ${accountId} AND id = ${id} AND token = ${token}
        AND rank < ${RANK.skipped}`),
    db.run(closeSettled(accountId, id)),
  ])
}

/** Of whom a failure says something, as `findRowContacts` for a row of a broadcast. */
export const findSingleContact = (
  db: AccountDb,
  id: string,
  { token, failedAt }: Pick<Evidence, 'token' | 'failedAt'>,
) =>
  db.get<{ contactId: string; identity: string } | undefined>(sql`
    SELECT o.contact_id AS contactId, o.identity FROM outbox AS o
    LEFT JOIN contacts AS c ON c.account_id = o.account_id AND c.id = o.contact_id
    WHERE o.account_id = ${db.accountId} AND o.id = ${id} AND o.token = ${token}
      AND NOT (coalesce(c.consent, '') = 'opted_in'
               AND coalesce(c.consent_at, 0) > ${failedAt ?? 0})`)

const closeSettled = (accountId: string, id: string) => sql`
  DELETE FROM open_outbox
  WHERE account_id = ${accountId} AND id = ${id}
    AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.account_id = ${accountId} AND o.id = ${id}
                AND o.state NOT IN ('queued', 'sending'))`

/** A message that will not leave: the person wants nothing of the kind, or it is too late. */
export async function skipSingle(db: AccountDb, id: string, now: number): Promise<void> {
  const { accountId } = db
  const hasStopped = sql`EXISTS (SELECT 1 FROM suppressions AS s WHERE s.account_id = ${accountId}
    AND s.identity = outbox.identity AND s.scope IN ('all', outbox.scope))`
  await db.batch([
    db.run(sql`
      UPDATE outbox SET state = 'skipped', rank = ${RANK.skipped},
             code = iif(${hasStopped}, 'opted_out', 'too_late')
      WHERE account_id = ${accountId} AND id = ${id} AND state = 'queued'
        AND (${hasStopped} OR created_at <= ${now - LEAVES_WITHIN_MS})`),
    db.run(closeSettled(accountId, id)),
  ])
}

/** A message that nobody has claimed, and that has no live connection to leave by. */
export async function skipUnconnected(db: AccountDb, id: string): Promise<void> {
  const { accountId } = db
  await db.batch([
    db.run(sql`
      UPDATE outbox SET state = 'skipped', rank = ${RANK.skipped}, code = 'connection_dead'
      WHERE account_id = ${accountId} AND id = ${id} AND state = 'queued'`),
    db.run(closeSettled(accountId, id)),
  ])
}

/** Rows claimed by a consumer that died: never sent again by a machine. */
export async function strandSingle(
  db: AccountDb,
  id: string,
  claimedBefore: number,
): Promise<void> {
  const { accountId } = db
  await db.batch([
    db.run(sql`
      UPDATE outbox SET state = 'unknown', rank = ${RANK.unknown}
      WHERE account_id = ${accountId} AND id = ${id} AND state = 'sending'
        AND claimed_at < ${claimedBefore}`),
    db.run(closeSettled(accountId, id)),
  ])
}

/** Messages of a whole shard that stand open since before a moment, oldest first. */
export function listOpenSingles(shard: DrizzleD1Database, createdBefore: number) {
  return shard
    .select()
    .from(openOutbox)
    .where(lt(openOutbox.createdAt, createdBefore))
    .orderBy(asc(openOutbox.createdAt))
    .limit(500)
}
