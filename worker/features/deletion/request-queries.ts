import { and, asc, desc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import type { AccountSize, StepTime, Trouble } from '../../contract/deletion'
import { accounts, memberships, sessions, users } from '../accounts/directory-tables'
import { type AccountState, tenants } from '../accounts/tables'
import { deletionRequests, privacyCases } from './directory-tables'

export type DeletionRequest = typeof deletionRequests.$inferSelect

const OPEN = ['waiting', 'running'] as const

export const findRequest = (db: DirectoryDb, code: string) =>
  db.select().from(deletionRequests).where(eq(deletionRequests.code, code)).get()

export const findRequestBySource = (db: DirectoryDb, source: string) =>
  db.select().from(deletionRequests).where(eq(deletionRequests.source, source)).get()

export const findOpenRequest = (db: DirectoryDb, accountId: string) =>
  db
    .select()
    .from(deletionRequests)
    .where(and(eq(deletionRequests.accountId, accountId), inArray(deletionRequests.state, OPEN)))
    .get()

/** The newest of an account, open or taken back. */
export const findNewestRequest = (db: DirectoryDb, accountId: string) =>
  db
    .select()
    .from(deletionRequests)
    .where(eq(deletionRequests.accountId, accountId))
    .orderBy(desc(deletionRequests.requestedAt))
    .get()

/** No row back: the account has an open request, or the same callback came before. */
export const insertRequest = (db: DirectoryDb, request: typeof deletionRequests.$inferInsert) =>
  db.insert(deletionRequests).values(request).onConflictDoNothing().returning().get()

/** From here on nobody can take it back. No row back: it is not time, or somebody took it back. */
export const claimWork = (db: DirectoryDb, code: string, now: number) =>
  db
    .update(deletionRequests)
    .set({ state: 'running' })
    .where(
      and(
        eq(deletionRequests.code, code),
        inArray(deletionRequests.state, OPEN),
        lte(deletionRequests.startsAt, now),
      ),
    )
    .returning()
    .get()

/** No row back: the work has begun, or is done. */
export const claimTakeBack = (db: DirectoryDb, accountId: string, now: number) =>
  db
    .update(deletionRequests)
    .set({ state: 'taken_back', finishedAt: now })
    .where(
      and(
        eq(deletionRequests.accountId, accountId),
        eq(deletionRequests.state, 'waiting'),
        sql`${deletionRequests.startsAt} > ${now}`,
      ),
    )
    .returning()
    .get()

export async function saveSteps(
  db: DirectoryDb,
  code: string,
  steps: StepTime[],
  trouble: Trouble | null,
): Promise<void> {
  await db.update(deletionRequests).set({ steps, trouble }).where(eq(deletionRequests.code, code))
}

/** Ends a request and forgets whose it was; earlier ones of the account too. */
export async function finishRequest(
  db: DirectoryDb,
  code: string,
  accountId: string,
  end: Pick<DeletionRequest, 'steps' | 'receipt' | 'finishedAt' | 'backupsUntil' | 'accessUntil'>,
): Promise<void> {
  await db.batch([
    db
      .update(deletionRequests)
      .set({ ...end, state: 'done', trouble: null, shard: null, accountId: null })
      .where(eq(deletionRequests.code, code)),
    db
      .update(deletionRequests)
      .set({ accountId: null, shard: null })
      .where(and(eq(deletionRequests.accountId, accountId), ne(deletionRequests.code, code))),
  ])
}

/** After Meta answered at last. */
export async function replaceReceipt(
  db: DirectoryDb,
  code: string,
  receipt: string,
  accessUntil: number | null,
): Promise<void> {
  await db
    .update(deletionRequests)
    .set({ receipt, accessUntil })
    .where(eq(deletionRequests.code, code))
}

/** Open since before `before`, an unmatched one too, and the operator was not told; the oldest first. */
export const listUnalarmed = (db: DirectoryDb, before: number, most: number) =>
  db
    .select()
    .from(deletionRequests)
    .where(
      and(
        inArray(deletionRequests.state, [...OPEN, 'unmatched']),
        lte(deletionRequests.requestedAt, before),
        isNull(deletionRequests.closedAt),
        isNull(deletionRequests.alarmedAt),
      ),
    )
    .orderBy(asc(deletionRequests.requestedAt))
    .limit(most)

export const markAlarmed = (db: DirectoryDb, codes: string[], now: number) =>
  db.update(deletionRequests).set({ alarmedAt: now }).where(inArray(deletionRequests.code, codes))

/** Requests that are open, for the sweep and the operator's desk; the oldest first. */
export const listOpenRequests = (db: DirectoryDb, most: number) =>
  db
    .select()
    .from(deletionRequests)
    .where(inArray(deletionRequests.state, OPEN))
    .orderBy(asc(deletionRequests.requestedAt))
    .limit(most)

export const listRequests = (db: DirectoryDb, most: number) =>
  db.select().from(deletionRequests).orderBy(desc(deletionRequests.requestedAt)).limit(most)

export const closeUnmatched = (db: DirectoryDb, code: string, now: number) =>
  db
    .update(deletionRequests)
    .set({ closedAt: now, finishedAt: now })
    .where(
      and(
        eq(deletionRequests.code, code),
        eq(deletionRequests.state, 'unmatched'),
        isNull(deletionRequests.closedAt),
      ),
    )
    .returning({ code: deletionRequests.code })
    .get()

/** Statements that reach only one shard read this row: nothing is claimed from now on. */
export const freezeTenant = (db: AccountDb) =>
  db.update(tenants).set({ state: 'deleting' }).where(eq(tenants.accountId, db.accountId))

export const thawTenant = (db: AccountDb, state: AccountState) =>
  db
    .update(tenants)
    .set({ state })
    .where(and(eq(tenants.accountId, db.accountId), eq(tenants.state, 'deleting')))

export const setAccountState = (db: DirectoryDb, accountId: string, state: AccountState) =>
  db.update(accounts).set({ state }).where(eq(accounts.id, accountId))

/** Everybody is signed out of the account. */
export const deleteSessionsOf = (db: DirectoryDb, accountId: string) =>
  db.delete(sessions).where(eq(sessions.accountId, accountId)).returning({ id: sessions.id })

export const insertCase = (db: DirectoryDb, row: typeof privacyCases.$inferInsert) =>
  db.insert(privacyCases).values(row)

export const listCases = (db: DirectoryDb, most: number) =>
  db.select().from(privacyCases).orderBy(desc(privacyCases.at)).limit(most)

/** Closing forgets what the asker wrote. */
export const closeCase = (db: DirectoryDb, id: string, now: number) =>
  db
    .update(privacyCases)
    .set({ closedAt: now, sealed: null })
    .where(and(eq(privacyCases.id, id), isNull(privacyCases.closedAt)))
    .returning({ id: privacyCases.id })
    .get()

/** Accounts that an address owns, whatever their state. */
export const listOwnedAccounts = (db: DirectoryDb, email: string) =>
  db
    .select({ id: accounts.id, shard: accounts.shard, state: accounts.state })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(and(eq(users.email, email), eq(memberships.role, 'owner')))
    .limit(50)

/** How much there is: what was written by people and to them, each counted once. */
export async function measureAccount(db: AccountDb, directory: DirectoryDb): Promise<AccountSize> {
  const { accountId } = db
  const counted = await db.get<Omit<AccountSize, 'members'>>(sql`
    SELECT (SELECT count(*) FROM contacts WHERE account_id = ${accountId}) AS contacts,
      (SELECT count(*) FROM messages WHERE account_id = ${accountId})
        + (SELECT count(*) FROM recipients
           WHERE account_id = ${accountId} AND accepted_at IS NOT NULL) AS messages,
      (SELECT count(*) FROM broadcasts WHERE account_id = ${accountId}) AS broadcasts,
      (SELECT count(*) FROM connections
       WHERE account_id = ${accountId} AND state <> 'disconnected') AS connections`)
  const members = await directory.$count(memberships, eq(memberships.accountId, accountId))
  return { ...counted, members }
}
