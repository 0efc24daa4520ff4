import { type SQL, sql } from 'drizzle-orm'
import { DAY_MS, HOUR_MS } from '../../lib/time'

/**
 * Who hears too much, as SQL over `contacts AS c`.
 *
 * The cap holds although broadcasts run at once, with no guard in the claim: a slice of the freeze counts and
 * writes in one statement, and rows that still wait elsewhere count as if they were sent now. Of any N + 1
 * messages to one person within the window, the one whose row was written last would have seen N others:
 * those that waited, and those that had been sent, all of them within the window then. So its row says
 * `too_often`. What failed was not received and does not count; Meta may still deliver such a one late.
 *
 * Hours of rest bind one broadcast and not the others, whose freeze knows nothing of them: they are looked at
 * again by its claims.
 */

export type FrequencyCap = { messages: number; days: number }

export type Frequency = {
  accountId: string
  cap: FrequencyCap | null
  restHours: number | null
  /** The broadcast itself, and the one it tries again: the same message is not another one. */
  own: string
  parentId: string | null
}

/** Whether one more marketing message would be too many; templates that a member sent count as well. */
export function isTooOften(frequency: Frequency, now: number): SQL {
  const { accountId, cap } = frequency
  if (!cap) return sql`false`
  const since = now - cap.days * DAY_MS
  // The list of broadcasts is made once; a person's rows are few, and found by the person.
  return sql`(
    SELECT count(*) FROM recipients AS f INDEXED BY recipients_by_contact
    WHERE f.account_id = c.account_id AND f.contact_id = c.id
      AND +f.broadcast_id IN (
        SELECT m.id FROM broadcasts AS m
        WHERE m.account_id = ${accountId} AND ${isAnother(frequency)}
          AND upper(m.template ->> 'category') = 'MARKETING'
          AND coalesce(m.finished_at >= ${since}, 1))
      AND ${isOnItsWay(since)}) + ${singlesSince(accountId, since)} >= ${cap.messages}`
}

/** Marketing that was sent to a person alone, as their conversation shows it; tests of a draft are none. */
const singlesSince = (accountId: string, since: number) => sql`(
  SELECT count(*) FROM outbox AS o INDEXED BY outbox_marketing
  WHERE o.account_id = c.account_id AND o.contact_id = c.id AND o.scope = 'marketing'
    AND o.state NOT IN ('skipped', 'failed') AND o.created_at >= ${since}
    AND o.id NOT IN (SELECT x.message_id FROM broadcast_tests AS x WHERE x.account_id = ${accountId}))`

/** Whether another broadcast wrote, or is about to write, within the hours of rest. */
export const isRecentlyWritten = (frequency: Frequency, now: number): SQL =>
  frequency.restHours === null
    ? sql`false`
    : isWrittenTo(sql.raw('c.id'), frequency, isOnItsWay(now - frequency.restHours * HOUR_MS))

/** The same at the claim: another broadcast was faster while this person's row waited. */
export const wasWrittenMeanwhile = (contactId: SQL, frequency: Frequency, now: number): SQL =>
  frequency.restHours === null
    ? sql`false`
    : isWrittenTo(contactId, frequency, isSent(now - frequency.restHours * HOUR_MS))

const isWrittenTo = (contactId: SQL, frequency: Frequency, isIt: SQL) => sql`EXISTS (
  SELECT 1 FROM recipients AS f INDEXED BY recipients_by_contact
  CROSS JOIN broadcasts AS m ON m.account_id = f.account_id AND m.id = f.broadcast_id
  WHERE f.account_id = ${frequency.accountId} AND f.contact_id = ${contactId}
    AND ${isAnother(frequency)} AND ${isIt})`

/** A retry is the same message to the same people: neither the first one nor its other retries count. */
const isAnother = ({ own, parentId }: Frequency) =>
  parentId === null
    ? sql`m.id <> ${own}`
    : sql`m.id NOT IN (${own}, ${parentId}) AND coalesce(m.parent_id, '') <> ${parentId}`

const isSent = (since: number) =>
  sql`f.state NOT IN ('queued', 'skipped', 'failed') AND coalesce(f.claimed_at >= ${since}, 1)`

/** Sent since, or waiting to be sent. */
const isOnItsWay = (since: number) => sql`(f.state = 'queued' OR ${isSent(since)})`
