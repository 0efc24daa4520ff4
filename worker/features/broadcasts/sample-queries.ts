// The sample broadcast, written and taken away as a whole.

import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Broadcast } from './queries'
import { SAMPLE_BROADCAST, type SampleRow } from './samples'
import { broadcasts } from './tables'

/** Of people and their countries, as these stand in their contacts. What is there stays as it is. */
export async function insertSampleBroadcast(
  db: AccountDb,
  broadcast: Broadcast,
  rows: (SampleRow & { sealedParams: string })[],
): Promise<void> {
  const { accountId } = db
  await db.batch([
    db.insert(broadcasts).values(broadcast).onConflictDoNothing(),
    db.run(sql`
      INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank,
        code, sealed_params, pricing, claimed_at, accepted_at, sent_at, delivered_at, read_at, failed_at,
        replied_at)
      SELECT ${accountId}, ${broadcast.id}, j.value ->> 'no', c.id, j.value ->> 'identity', c.country,
        j.value ->> 'state', j.value ->> 'rank', j.value ->> 'code', j.value ->> 'sealedParams',
        j.value ->> 'pricing', j.value ->> 'claimedAt', j.value ->> 'acceptedAt', j.value ->> 'sentAt',
        j.value ->> 'deliveredAt', j.value ->> 'readAt', j.value ->> 'failedAt', j.value ->> 'repliedAt'
      FROM json_each(${JSON.stringify(rows)}) AS j
      JOIN contacts AS c ON c.account_id = ${accountId} AND c.id = j.value ->> 'contactId'
      WHERE true ON CONFLICT DO NOTHING`),
    db.run(sql`
      INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, finished_at, dirty, counts)
      VALUES (${accountId}, ${broadcast.id}, 1, 1, ${rows.length}, ${broadcast.finishedAt}, 1, '{}')
      ON CONFLICT DO NOTHING`),
  ])
}

export async function deleteSampleBroadcast(db: AccountDb): Promise<void> {
  const ofIt = sql`account_id = ${db.accountId} AND broadcast_id = ${SAMPLE_BROADCAST}`
  await db.batch([
    db.run(sql`DELETE FROM recipients WHERE ${ofIt}`),
    db.run(sql`DELETE FROM chunks WHERE ${ofIt}`),
    db.run(sql`
      DELETE FROM broadcasts WHERE account_id = ${db.accountId} AND id = ${SAMPLE_BROADCAST}`),
  ])
}
