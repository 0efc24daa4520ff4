// Sample people, written as a whole.

import { type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { SAMPLE_RANGE, type SamplePerson, type SampleTag } from './samples'

const [FIRST, END] = SAMPLE_RANGE

/** Whoever carries a sample's number already stays who it is; what is there stays as it is. */
export async function insertSamples(
  db: AccountDb,
  people: readonly SamplePerson[],
  tags: readonly SampleTag[],
  now: number,
): Promise<void> {
  const { accountId } = db
  const list = JSON.stringify(people)
  await db.batch([
    db.run(sql`
      INSERT INTO tags (account_id, id, name, folded, created_at)
      SELECT ${accountId}, j.value ->> 'id', j.value ->> 'name', j.value ->> 'folded', ${now}
      FROM json_each(${JSON.stringify(tags)}) AS j WHERE true ON CONFLICT DO NOTHING`),
    db.run(sql`
      INSERT INTO contacts (account_id, id, name, first_name, last_name, phone, country, fields, tags,
        consent, search, last_inbound_at, created_at, updated_at)
      SELECT ${accountId}, j.value ->> 'id', j.value ->> 'name', j.value ->> 'firstName',
        j.value ->> 'lastName', j.value ->> 'phone', j.value ->> 'country', '{}', j.value -> 'tags',
        j.value ->> 'consent', j.value ->> 'search', j.value ->> 'lastInboundAt', ${now}, ${now}
      FROM json_each(${list}) AS j
      WHERE NOT EXISTS (
        SELECT 1 FROM identities AS i WHERE i.account_id = ${accountId} AND i.kind = 'phone'
          AND i.value = j.value ->> 'phone')
      ON CONFLICT DO NOTHING`),
    db.run(sql`
      INSERT INTO identities (account_id, kind, value, contact_id)
      SELECT account_id, 'phone', phone, id FROM contacts WHERE ${isSample(accountId, sql.raw('id'))}
      ON CONFLICT DO NOTHING`),
    db.run(sql`
      INSERT INTO contact_tags (account_id, tag_id, contact_id)
      SELECT c.account_id, t.value, c.id FROM contacts AS c CROSS JOIN json_each(c.tags) AS t
      WHERE c.account_id = ${accountId} AND c.id >= ${FIRST} AND c.id < ${END}
      ON CONFLICT DO NOTHING`),
  ])
}

const isSample = (accountId: string, id: SQL): SQL =>
  sql`account_id = ${accountId} AND ${id} >= ${FIRST} AND ${id} < ${END}`

/** Those of them that are there. */
export const listSampleRows = (db: AccountDb) =>
  db.all<{ id: string; phone: string; createdAt: number }>(sql`
    SELECT id, phone, created_at AS createdAt FROM contacts WHERE ${isSample(db.accountId, sql.raw('id'))} LIMIT 100`)

/** Tags that came with them, unless others carry them by now. */
export async function deleteSampleTags(db: AccountDb): Promise<void> {
  const { accountId } = db
  await db.run(sql`
    DELETE FROM tags WHERE ${isSample(accountId, sql.raw('id'))} AND NOT EXISTS (
      SELECT 1 FROM contact_tags AS ct
      WHERE ct.account_id = ${accountId} AND ct.tag_id = tags.id)`)
}

export const countSamples = async (db: AccountDb): Promise<number> => {
  const row = await db.get<{ people: number }>(sql`
    SELECT count(*) AS people FROM contacts WHERE ${isSample(db.accountId, sql.raw('id'))}`)
  return row?.people ?? 0
}
