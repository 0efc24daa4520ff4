import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { SkipReason } from '../../contract/broadcasts'
import { MINUTE_MS } from '../../lib/time'
import type { Answer } from './answers'
import { isSample, isStopped } from './audience'
import { PERSON_COLUMNS, type PersonRow, toPerson } from './audience-queries'
import { type Frequency, wasWrittenMeanwhile } from './frequency'
import { isReserved } from './ledger-queries'
import type { Tally } from './spending'
import { addSpent, rowsWithinBudget, takeBackSpent } from './spending-queries'
import { type BroadcastState, RANK, unlessErased } from './states'
import type { Person } from './values'

export type ClaimedRow = {
  no: number
  contactId: string
  identity: string
  attempts: number
  token: string
  /** What the message is filled from; null for a contact deleted meanwhile. */
  person: Person | null
  /** False once the number or id that was frozen is no longer this person's: it may be a stranger's by now. */
  isTheirs: boolean
}

export type Chunk = {
  accountId: string
  broadcastId: string
  chunk: number
  first: number
  last: number
}

/** How long a chunk counts as being worked on after its last sign of life. */
export const LEASE_MS = 2 * MINUTE_MS

/**
 * Joins answers to existing rows by claim token. Evidence only climbs (rank); going back to `queued` is
 * allowed only from `sending`. Late, repeated or foreign answers change nothing.
 */
const joinAnswers = (accountId: string, broadcastId: string, answers: Answer[]): SQL => sql`
  INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, state, rank, wamid, code,
                          held, sealed_params, not_before, accepted_at, failed_at)
  SELECT r.account_id, r.broadcast_id, r.no, r.contact_id, r.identity, a.value ->> 'state',
         a.value ->> 'rank', a.value ->> 'wamid', a.value ->> 'code',
         coalesce(a.value ->> 'held', 0), a.value ->> 'sealedParams', a.value ->> 'notBefore',
         iif(a.value ->> 'state' = 'accepted', a.value ->> 'at', NULL),
         iif(a.value ->> 'state' = 'failed', a.value ->> 'at', NULL)
  FROM json_each(${JSON.stringify(answers)}) AS a CROSS JOIN recipients AS r
  WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
    AND r.no = CAST(a.value ->> 'no' AS INTEGER) AND r.token = a.value ->> 'token'
  ON CONFLICT (account_id, broadcast_id, no) DO UPDATE
  SET state = iif(excluded.rank = ${RANK.queued} OR excluded.rank > recipients.rank,
                  excluded.state, recipients.state),
      rank = iif(excluded.rank = ${RANK.queued} OR excluded.rank > recipients.rank,
                 excluded.rank, recipients.rank),
      wamid = ${unlessErased('coalesce(excluded.wamid, recipients.wamid)')},
      code = iif(excluded.rank = ${RANK.queued} OR excluded.rank > recipients.rank,
                 excluded.code, recipients.code),
      held = max(excluded.held, recipients.held),
      sealed_params = ${unlessErased('coalesce(excluded.sealed_params, recipients.sealed_params)')},
      not_before = excluded.not_before,
      replied_at = iif(excluded.rank = ${RANK.queued}, NULL, recipients.replied_at),
      accepted_at = coalesce(recipients.accepted_at, excluded.accepted_at),
      failed_at = coalesce(recipients.failed_at, excluded.failed_at)
  WHERE (excluded.rank = ${RANK.queued} AND recipients.state = 'sending')
     OR (excluded.rank BETWEEN ${RANK.unknown} AND ${RANK.failed} AND recipients.rank < ${RANK.skipped}
         AND (excluded.rank > recipients.rank OR recipients.sealed_params IS NULL))
     OR (excluded.rank = ${RANK.skipped} AND recipients.state = 'sending')`

export type Claim = {
  category: string
  /** Hours of rest that the broadcast keeps to. */
  rest?: Frequency
  token: string
  /** Rows before this one are not looked at: they were claimed already. */
  from: number
  limit: number
  now: number
  /** Only rows that stand on a reservation of the chunk's. */
  isLimited?: boolean
  tally: Tally
}

/**
 * Takes the next queued rows of a chunk: the guards are checked in the statement that takes them. As an
 * upsert it reads two rows per row taken; as UPDATE … WHERE no IN (…) RETURNING it read five.
 */
const claimRows = (
  chunk: Chunk,
  { category, rest, token, from, limit, now, isLimited, tally }: Claim,
): SQL => {
  const { accountId, broadcastId, last } = chunk
  return sql`
    INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, state, rank)
    SELECT q.account_id, q.broadcast_id, q.no, q.contact_id, q.identity, 'sending', ${RANK.sending}
    FROM recipients AS q
    WHERE q.account_id = ${accountId} AND q.broadcast_id = ${broadcastId}
      AND q.no BETWEEN ${from} AND ${last} AND q.state = 'queued'
      AND (q.not_before IS NULL OR q.not_before <= ${now})
      AND NOT ${isStopped(accountId, sql.raw('q.identity'), category)}
      AND NOT ${isSample(sql.raw('q.contact_id'))}
      AND NOT ${rest ? wasWrittenMeanwhile(sql.raw('q.contact_id'), rest, now) : sql`false`}
      AND EXISTS (SELECT 1 FROM broadcasts AS b WHERE b.account_id = ${accountId}
                  AND b.id = ${broadcastId} AND b.state = 'running')
      AND EXISTS (SELECT 1 FROM tenants AS t WHERE t.account_id = ${accountId} AND t.state = 'active')
      AND EXISTS (SELECT 1 FROM chunks AS k WHERE k.account_id = ${accountId}
                  AND k.broadcast_id = ${broadcastId} AND k.chunk = ${chunk.chunk}
                  AND coalesce(k.opens_at, 0) <= ${now})
      AND ${isLimited ? isReserved(chunk, sql.raw('q.no')) : sql`true`}
    ORDER BY q.no LIMIT ${rowsWithinBudget(accountId, tally, limit)}
    ON CONFLICT (account_id, broadcast_id, no) DO UPDATE
    SET state = excluded.state, rank = excluded.rank, token = ${token}, code = NULL,
        claimed_at = ${now}, attempts = recipients.attempts + 1
    WHERE recipients.state = 'queued'`
}

type ClaimedPerson = Omit<ClaimedRow, 'person' | 'isTheirs'> &
  PersonRow & {
    isTheirs: 0 | 1
    /** The contact's own id: null when there is no such contact any more. */
    personId: string | null
  }

/** Looked up only for who goes by another number now, or by several. */
const IS_THEIRS = sql.raw(`coalesce(r.identity IN (c.phone, c.bsuid) OR EXISTS (
  SELECT 1 FROM identities AS i
  WHERE i.account_id = r.account_id AND i.kind IN ('phone', 'bsuid') AND i.value = r.identity
    AND i.contact_id = r.contact_id), 0)`)

/** The rows that carry a claim's token, with the people they go to: two rows read for each. */
const claimedRows = (
  chunk: Chunk,
  { token, from, limit }: Pick<Claim, 'token' | 'from' | 'limit'>,
) => {
  const { accountId, broadcastId, last } = chunk
  return sql`
    SELECT r.no, r.contact_id AS contactId, r.identity, r.attempts, r.token, c.id AS personId,
           ${IS_THEIRS} AS isTheirs, ${PERSON_COLUMNS}
    FROM recipients AS r
    LEFT JOIN contacts AS c ON c.account_id = r.account_id AND c.id = r.contact_id
    WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId}
      AND r.no BETWEEN ${from} AND ${last} AND r.state = 'sending' AND r.token = ${token}
    ORDER BY r.no LIMIT ${limit}`
}

const toClaimed = (row: ClaimedPerson): ClaimedRow => {
  const { no, contactId, identity, attempts, token, personId, isTheirs, ...person } = row
  return {
    ...{ no, contactId, identity, attempts, token },
    person: personId === null ? null : toPerson(person),
    isTheirs: isTheirs === 1,
  }
}

/** Says that somebody works on the chunk and that its recount is out of date. */
const touchChunk = (chunk: Chunk, leaseUntil: number): SQL => sql`
  UPDATE chunks SET lease_until = ${leaseUntil}, dirty = dirty + 1
  WHERE account_id = ${chunk.accountId} AND broadcast_id = ${chunk.broadcastId}
    AND chunk = ${chunk.chunk}`

const countAgain = (chunk: Chunk): SQL => sql`
  UPDATE chunks SET dirty = dirty + 1
  WHERE account_id = ${chunk.accountId} AND broadcast_id = ${chunk.broadcastId}
    AND chunk = ${chunk.chunk}`

const addToRate = (chunk: Chunk, handled: number, now: number): SQL => sql`
  INSERT INTO send_rates (account_id, broadcast_id, minute, handled)
  VALUES (${chunk.accountId}, ${chunk.broadcastId}, ${Math.floor(now / MINUTE_MS)}, ${handled})
  ON CONFLICT (account_id, broadcast_id, minute) DO UPDATE SET handled = handled + excluded.handled`

const recordStatements = (chunk: Chunk, answers: Answer[], now: number): SQL[] => {
  if (answers.length === 0) return []
  const handled = answers.filter(({ state }) => state !== 'queued').length
  return [
    joinAnswers(chunk.accountId, chunk.broadcastId, answers),
    ...(handled > 0 ? [addToRate(chunk, handled, now)] : []),
  ]
}

/** Writes down a window's answers alone. */
export async function recordAnswers(
  db: AccountDb,
  chunk: Chunk,
  answers: Answer[],
  now: number,
  tally: Tally,
): Promise<void> {
  const [first, ...rest] = [
    ...takeBackSpent(chunk, tally, answers),
    touchChunk(chunk, now + LEASE_MS),
    ...recordStatements(chunk, answers, now),
  ].map((statement) => db.run(statement))
  if (first) await db.batch([first, ...rest])
}

/** One batch: the answers of the last window, and the claim of the next. */
export async function recordAndClaim(
  db: AccountDb,
  chunk: Chunk,
  answers: Answer[],
  claim: Claim,
): Promise<ClaimedRow[]> {
  const { now, tally } = claim
  const [, claimed] = await db.batch([
    db.run(claimRows(chunk, claim)),
    db.all<ClaimedPerson>(claimedRows(chunk, claim)),
    db.run(addSpent(chunk, tally, claim)),
    ...[
      ...takeBackSpent(chunk, tally, answers),
      touchChunk(chunk, now + LEASE_MS),
      ...recordStatements(chunk, answers, now),
    ].map((statement) => db.run(statement)),
  ])
  return claimed.map(toClaimed)
}

/**
 * After a batch whose outcome is unknown: writes the answers again, which changes nothing twice, and
 * reads which rows carry our token. Those were won, and nothing was POSTed for them yet.
 */
export async function recoverClaim(
  db: AccountDb,
  chunk: Chunk,
  answers: Answer[],
  claim: Claim,
): Promise<ClaimedRow[]> {
  await recordAnswers(db, chunk, answers, claim.now, claim.tally)
  return (await db.all<ClaimedPerson>(claimedRows(chunk, claim))).map(toClaimed)
}

type ChunkTimes = {
  finishedAt: number | null
  opensAt: number | null
  /** Whose clock its recipients look at; null: the workspace's. */
  zone: string | null
}

export function findChunk(db: AccountDb, broadcastId: string, chunk: number) {
  return db.get<(Chunk & ChunkTimes) | undefined>(sql`
    SELECT account_id AS accountId, broadcast_id AS broadcastId, chunk, first, last,
           finished_at AS finishedAt, opens_at AS opensAt, zone
    FROM chunks
    WHERE account_id = ${db.accountId} AND broadcast_id = ${broadcastId} AND chunk = ${chunk}`)
}

/** People who opted out, or were written to, after the freeze: never claimed, and shown as left out. */
export async function skipHeldBack(
  db: AccountDb,
  chunk: Chunk,
  { category, now }: Pick<Claim, 'category' | 'now'>,
  rest: Frequency,
): Promise<void> {
  const { accountId, broadcastId, first, last } = chunk
  const skip = (code: SkipReason, isHeldBack: SQL) => sql`
    UPDATE recipients SET state = 'skipped', rank = ${RANK.skipped}, code = ${code}
    WHERE account_id = ${accountId} AND broadcast_id = ${broadcastId}
      AND no BETWEEN ${first} AND ${last} AND state = 'queued' AND ${isHeldBack}`
  const isWritten = wasWrittenMeanwhile(sql.raw('recipients.contact_id'), rest, now)
  await db.batch([
    db.run(skip('opted_out', isStopped(accountId, sql.raw('recipients.identity'), category))),
    db.run(skip('recently_written', isWritten)),
    db.run(countAgain(chunk)),
  ])
}

/** What is left of a chunk, and how it and its broadcast stand. */
type Left = {
  queued: number
  sending: number
  nextAt: number | null
  state: BroadcastState
  opensAt: number | null
  enqueuedAt: number | null
}

/**
 * Ends a chunk of a running broadcast whose rows have all left `queued` and `sending`; says what is left. Not
 * where it is to be queued anew: somebody may wait in it again.
 */
export async function finishChunk(db: AccountDb, chunk: Chunk, now: number): Promise<Left> {
  const { accountId, broadcastId, first, last } = chunk
  const left = await db.get<Left>(sql`
    SELECT r.queued, r.sending, r.nextAt, b.state, k.opens_at AS opensAt,
           k.enqueued_at AS enqueuedAt
    FROM (SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
                 count(*) FILTER (WHERE state = 'sending') AS sending,
                 min(coalesce(not_before, 0)) FILTER (WHERE state = 'queued') AS nextAt
          FROM recipients
          WHERE account_id = ${accountId} AND broadcast_id = ${broadcastId}
            AND no BETWEEN ${first} AND ${last}) AS r
    CROSS JOIN broadcasts AS b CROSS JOIN chunks AS k
    WHERE b.account_id = ${accountId} AND b.id = ${broadcastId}
      AND k.account_id = ${accountId} AND k.broadcast_id = ${broadcastId}
      AND k.chunk = ${chunk.chunk}`)
  if (left.state === 'running' && left.queued + left.sending === 0) {
    await db.run(sql`
      UPDATE chunks SET finished_at = ${now}, dirty = dirty + 1
      WHERE account_id = ${accountId} AND broadcast_id = ${broadcastId} AND chunk = ${chunk.chunk}
        AND finished_at IS NULL AND enqueued_at IS ${left.enqueuedAt}`)
  }
  return left
}

/** The state that `moveBroadcast` may end: no chunk is open. */
export async function hasOpenChunks(db: AccountDb, broadcastId: string): Promise<boolean> {
  const row = await db.get<{ open: number }>(sql`
    SELECT EXISTS (SELECT 1 FROM chunks WHERE account_id = ${db.accountId}
                   AND broadcast_id = ${broadcastId} AND finished_at IS NULL) AS open`)
  return row.open === 1
}
