import { and, asc, desc, eq, type InferSelectModel, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { AccountDb } from '../../boundary/db'
import { contacts } from '../contacts/tables'
import { PERSON_COLUMNS, type PersonRow, toPerson } from './audience-queries'
import { broadcastTests, outbox, testers } from './tables'
import type { Person } from './values'

/** Of people who were deleted nothing is joined. */
export function listTesterRows(db: AccountDb) {
  return db
    .select({ contactId: contacts.id, name: contacts.name, phone: contacts.phone })
    .from(testers)
    .innerJoin(
      contacts,
      and(eq(contacts.accountId, testers.accountId), eq(contacts.id, testers.contactId)),
    )
    .where(eq(testers.accountId, db.accountId))
    .orderBy(asc(testers.addedAt), asc(testers.contactId))
    .limit(100)
}

/** Counted in the statement that adds: two at once are not one too many. Those of deleted people don't count. */
export async function insertTester(
  db: AccountDb,
  { accountId, contactId, addedBy, addedAt }: InferSelectModel<typeof testers>,
  most: number,
): Promise<boolean> {
  const { meta } = await db.run(sql`
    INSERT INTO testers (account_id, contact_id, added_by, added_at)
    SELECT ${accountId}, ${contactId}, ${addedBy}, ${addedAt}
    WHERE (SELECT count(*) FROM testers AS t JOIN contacts AS c
             ON c.account_id = t.account_id AND c.id = t.contact_id
           WHERE t.account_id = ${accountId}) < ${most}
    ON CONFLICT (account_id, contact_id) DO NOTHING`)
  return meta.changes > 0
}

export async function deleteTester(db: AccountDb, contactId: string): Promise<boolean> {
  const isIt = and(eq(testers.accountId, db.accountId), eq(testers.contactId, contactId))
  const rows = await db.delete(testers).where(isIt).returning({ id: testers.contactId })
  return rows.length > 0
}

export type TestPerson = { id: string; identity: string | null; person: Person }

/** What messages to these people are filled from, and where to. */
export async function listTestPeople(db: AccountDb, ids: string[]): Promise<TestPerson[]> {
  const rows = await db.all<PersonRow & { id: string; identity: string | null }>(sql`
    SELECT c.id, coalesce(c.phone, c.bsuid) AS identity, ${PERSON_COLUMNS}
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN contacts AS c
    WHERE c.account_id = ${db.accountId} AND c.id = j.value`)
  return rows.map(({ id, identity, ...row }) => ({ id, identity, person: toPerson(row) }))
}

/** Goes into the batch that writes the message itself. */
export const noteTest = (db: AccountDb, row: InferSelectModel<typeof broadcastTests>) =>
  db.insert(broadcastTests).values(row).onConflictDoNothing()

const likes = alias(contacts, 'likes')

/** Tests of one broadcast, newest first. */
export function listTests(db: AccountDb, broadcastId: string, limit: number) {
  const isOurs = <T extends typeof contacts>(table: T) => eq(table.accountId, db.accountId)
  return db
    .select({
      message: outbox,
      name: contacts.name,
      phone: contacts.phone,
      version: broadcastTests.version,
      likeId: broadcastTests.likeId,
      // Beside the tester's: two columns of one name are one where rows are objects.
      likeName: sql<string | null>`${likes.name}`.as('like_name'),
    })
    .from(broadcastTests)
    .innerJoin(
      outbox,
      and(eq(outbox.accountId, db.accountId), eq(outbox.id, broadcastTests.messageId)),
    )
    .leftJoin(contacts, and(isOurs(contacts), eq(contacts.id, outbox.contactId)))
    .leftJoin(likes, and(eq(likes.accountId, db.accountId), eq(likes.id, broadcastTests.likeId)))
    .where(
      and(eq(broadcastTests.accountId, db.accountId), eq(broadcastTests.broadcastId, broadcastId)),
    )
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(limit)
}

export type TestRow = Awaited<ReturnType<typeof listTests>>[number]
