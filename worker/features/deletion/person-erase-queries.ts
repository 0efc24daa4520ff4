import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { firstIdAt } from '../../lib/ids'
import { RANK } from '../broadcasts/states'

/** Rows per statement: one person seldom has more. */
const ROWS = 5000

const ofPeople = (db: AccountDb, ids: string) =>
  sql`account_id = ${db.accountId} AND contact_id IN (SELECT value FROM json_each(${ids}))`

/**
 * These people and whoever became part of one of them: what was written with those may not have followed
 * yet, or comes late.
 */
export async function listWithParts(
  db: AccountDb,
  contactIds: readonly string[],
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    WITH RECURSIVE people(id) AS (
      SELECT value FROM json_each(${JSON.stringify(contactIds)})
      UNION
      SELECT m.dropped_id FROM people AS p CROSS JOIN contact_merges AS m
      WHERE m.account_id = ${db.accountId} AND m.kept_id = p.id AND m.state IN ('moving', 'done'))
    SELECT id FROM people`)
  return rows.map(({ id }) => id)
}

/**
 * Erases people with their history. Rows of broadcasts stay, because reports count them, but say no more
 * who it was; whoever still waits in one is left out. A stop stays too: it outlives the contact. Answers
 * how many people there were; repeatable.
 */
export async function erasePeople(
  db: AccountDb,
  contactIds: readonly string[],
  now: number,
): Promise<number> {
  const ids = JSON.stringify(contactIds)
  for (;;) {
    const { meta } = await db.run(
      sql`DELETE FROM messages WHERE ${ofPeople(db, ids)} LIMIT ${ROWS}`,
    )
    if (meta.changes < ROWS) break
  }
  // Words are ordered by word: whose they are is looked for in all of them, for this once.
  await db.batch([
    db.run(sql`DELETE FROM message_words WHERE ${ofPeople(db, ids)}`),
    db.run(sql`DELETE FROM message_marks WHERE ${ofPeople(db, ids)}`),
    db.run(sql`DELETE FROM conversations WHERE ${ofPeople(db, ids)}`),
    db.run(sql`DELETE FROM contact_notes WHERE ${ofPeople(db, ids)}`),
    db.run(sql`DELETE FROM contact_changes WHERE ${ofPeople(db, ids)}`),
  ])
  const ofPerson = sql`account_id = ${db.accountId} AND id IN (SELECT value FROM json_each(${ids}))`
  // Who became part of whom is forgotten with the people: until then a repetition finds all of them.
  const results = await db.batch([
    db.run(sql`
      UPDATE recipients SET state = 'skipped', rank = ${RANK.skipped}, code = 'deleted'
      WHERE ${ofPeople(db, ids)} AND state = 'queued'`),
    db.run(sql`
      UPDATE recipients SET contact_id = '', identity = '', sealed_params = NULL, wamid = NULL
      WHERE ${ofPeople(db, ids)}`),
    db.run(sql`
      DELETE FROM open_outbox WHERE account_id = ${db.accountId} AND id IN (
        SELECT id FROM outbox WHERE ${ofPeople(db, ids)})`),
    db.run(sql`DELETE FROM outbox WHERE ${ofPeople(db, ids)}`),
    db.run(sql`DELETE FROM testers WHERE ${ofPeople(db, ids)}`),
    db.run(sql`
      UPDATE broadcast_tests SET like_id = NULL WHERE account_id = ${db.accountId}
        AND like_id IN (SELECT value FROM json_each(${ids}))`),
    db.run(sql`
      DELETE FROM contact_tags WHERE account_id = ${db.accountId} AND tag_id IN (
        SELECT t.value FROM contacts AS c CROSS JOIN json_each(c.tags) AS t
        WHERE c.account_id = ${db.accountId} AND c.id IN (SELECT value FROM json_each(${ids})))
        AND contact_id IN (SELECT value FROM json_each(${ids}))`),
    db.run(sql`DELETE FROM consents WHERE ${ofPeople(db, ids)}`),
    // By whose they are: a number that a contact carries may be another's.
    db.run(sql`DELETE FROM identities WHERE ${ofPeople(db, ids)}`),
    db.run(sql`
      UPDATE person_requests SET settled_at = ${now} WHERE ${ofPeople(db, ids)} AND settled_at IS NULL`),
    ...forgetMerges(db, ids),
    db.run(sql`DELETE FROM contacts WHERE ${ofPerson}`),
  ])
  return results.at(-1)?.meta.changes ?? 0
}

/** Who became part of these people lies in what undoing needs. */
const forgetMerges = (db: AccountDb, ids: string) => {
  const merges = sql`
    SELECT m.id FROM json_each(${ids}) AS j CROSS JOIN contact_merges AS m
    WHERE m.account_id = ${db.accountId} AND m.kept_id = j.value`
  const isOne = (column: SQL) => sql`
    account_id = ${db.accountId} AND ${column} IN (SELECT value FROM json_each(${ids}))`
  return [
    db.run(
      sql`DELETE FROM merge_slices WHERE account_id = ${db.accountId} AND merge_id IN (${merges})`,
    ),
    db.run(sql`DELETE FROM contact_merges WHERE ${isOne(sql.raw('kept_id'))}`),
    db.run(sql`DELETE FROM contact_duplicates WHERE ${isOne(sql.raw('first_id'))}`),
    db.run(sql`DELETE FROM contact_duplicates WHERE ${isOne(sql.raw('second_id'))}`),
  ]
}

/**
 * What was written or sent before a time, and rows of lists that were not imported by then; answers how
 * many were erased.
 */
export async function eraseOldMessages(
  db: AccountDb,
  before: number,
  most: number,
): Promise<number> {
  const { accountId } = db
  const [messages, , replies, values, rows] = await db.batch([
    db.run(
      sql`DELETE FROM messages WHERE account_id = ${accountId} AND at < ${before} LIMIT ${most}`,
    ),
    db.run(sql`
      DELETE FROM open_outbox WHERE account_id = ${accountId} AND created_at < ${before}
        AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.account_id = ${accountId}
                        AND o.id = open_outbox.id AND o.state IN ('queued', 'sending'))`),
    db.run(sql`
      DELETE FROM outbox WHERE account_id = ${accountId} AND created_at < ${before}
        AND state NOT IN ('queued', 'sending') LIMIT ${most}`),
    db.run(sql`
      UPDATE recipients SET sealed_params = NULL
      WHERE account_id = ${accountId} AND sealed_params IS NOT NULL AND broadcast_id IN (
        SELECT id FROM broadcasts WHERE account_id = ${accountId} AND finished_at < ${before})
      LIMIT ${most}`),
    db.run(sql`
      DELETE FROM import_problems WHERE account_id = ${accountId} AND import_id IN (
        SELECT id FROM imports WHERE account_id = ${accountId} AND finished_at < ${before})
      LIMIT ${most}`),
  ])
  // Nothing is left of what these point to, or show.
  await db.batch([
    db.run(sql`
      DELETE FROM message_words
      WHERE account_id = ${accountId} AND message_id < ${firstIdAt(before)}`),
    db.run(sql`DELETE FROM message_marks WHERE account_id = ${accountId} AND at < ${before}`),
    db.run(sql`DELETE FROM conversations WHERE account_id = ${accountId} AND last_at < ${before}`),
  ])
  const all = [messages, replies, values, rows]
  return all.reduce((sum, { meta }) => sum + meta.changes, 0)
}

/**
 * People nobody heard of or wrote to since a time: not changed, no message from them, none to them that
 * was taken by Meta or still waits.
 */
export async function listUnused(db: AccountDb, before: number, most: number): Promise<string[]> {
  const { accountId } = db
  const rows = await db.all<{ id: string }>(sql`
    SELECT c.id FROM contacts AS c
    WHERE c.account_id = ${accountId} AND c.created_at < ${before} AND c.updated_at < ${before}
      AND coalesce(c.last_inbound_at, 0) < ${before}
      AND NOT EXISTS (
        SELECT 1 FROM recipients AS r WHERE r.account_id = ${accountId} AND r.contact_id = c.id
          AND (r.accepted_at >= ${before} OR r.state IN ('queued', 'sending', 'unknown')))
      AND NOT EXISTS (
        SELECT 1 FROM messages AS m WHERE m.account_id = ${accountId} AND m.contact_id = c.id
          AND m.at >= ${before})
    LIMIT ${most}`)
  return rows.map(({ id }) => id)
}
