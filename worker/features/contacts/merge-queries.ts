import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Identity } from './identity-queries'
import type { Pair } from './merge-parts'
import { contactMerges } from './merge-tables'

export type Merge = typeof contactMerges.$inferSelect

const isIt = (db: AccountDb, id: string) =>
  and(eq(contactMerges.accountId, db.accountId), eq(contactMerges.id, id))

export const findMerge = (db: AccountDb, id: string): Promise<Merge | undefined> =>
  db.select().from(contactMerges).where(isIt(db, id)).get()

/** The newest merges into a contact. */
export const listMergesOf = (db: AccountDb, keptId: string, beforeId: string, limit: number) =>
  db
    .select()
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.accountId, db.accountId),
        eq(contactMerges.keptId, keptId),
        sql`${contactMerges.id} < ${beforeId}`,
      ),
    )
    .orderBy(desc(contactMerges.id))
    .limit(limit)

/** Whether somebody else became part of a contact, ever. */
export async function wasMerged(db: AccountDb, keptId: string): Promise<boolean> {
  const [merge] = await listMergesOf(db, keptId, '~', 1)
  return merge !== undefined
}

/** Whom a contact became part of. */
export const findMergeInto = (db: AccountDb, droppedId: string) =>
  db
    .select({ keptId: contactMerges.keptId })
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.accountId, db.accountId),
        eq(contactMerges.droppedId, droppedId),
        inArray(contactMerges.state, ['moving', 'done']),
      ),
    )
    .orderBy(desc(contactMerges.id))
    .limit(1)
    .get()

/** Whether a merge is being undone at this moment, of which this contact is either part. */
export async function isBeingParted(db: AccountDb, contactId: string): Promise<boolean> {
  const row = await db.get<{ isParted: 0 | 1 }>(sql`
    SELECT EXISTS (SELECT 1 FROM contact_merges WHERE account_id = ${db.accountId}
      AND state = 'undoing' AND (kept_id = ${contactId} OR dropped_id = ${contactId})) AS isParted`)
  return row.isParted === 1
}

/** When each of these people last became one with somebody. */
export async function historyInMerges(
  db: AccountDb,
  contactIds: string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.all<{ id: string; at: number }>(sql`
    SELECT j.value AS id, max(m.at) AS at
    FROM json_each(${JSON.stringify(contactIds)}) AS j CROSS JOIN contact_merges AS m
    WHERE m.account_id = ${db.accountId} AND m.kept_id = j.value AND m.state <> 'undone'
    GROUP BY j.value`)
  return new Map(rows.map(({ id, at }) => [id, at]))
}

/** Every name of both. Nothing finds names by their contact: this once, all are gone over. */
export const listIdentitiesOf = (db: AccountDb, { keptId, droppedId }: Pair) =>
  db.all<Identity & { contactId: string }>(sql`
    SELECT kind, value, contact_id AS "contactId" FROM identities
    WHERE account_id = ${db.accountId} AND contact_id IN (${keptId}, ${droppedId})`)

/** No row back: it is in another state by now. */
export const moveMerge = (
  db: AccountDb,
  id: string,
  from: Merge['state'],
  change: Partial<Merge>,
) =>
  db
    .update(contactMerges)
    .set(change)
    .where(and(isIt(db, id), eq(contactMerges.state, from)))
    .returning()
    .get()
