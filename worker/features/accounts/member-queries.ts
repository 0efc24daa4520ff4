import { and, asc, count, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import type { Role } from '../../contract/auth'
import { invitations, memberships, sessions, users } from './directory-tables'

export type MemberRow = {
  userId: string
  name: string
  email: string
  role: Role
  createdAt: number
  lastSeenAt: number | null
}

const COLUMNS = {
  userId: memberships.userId,
  name: users.name,
  email: users.email,
  role: memberships.role,
  createdAt: memberships.createdAt,
  lastSeenAt: memberships.lastSeenAt,
}

const isIn = (accountId: string, userId: string) =>
  and(eq(memberships.accountId, accountId), eq(memberships.userId, userId))

export const listMemberRows = (db: DirectoryDb, accountId: string, most: number) =>
  db
    .select(COLUMNS)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.accountId, accountId))
    .orderBy(asc(memberships.createdAt), memberships.userId)
    .limit(most)

export const findMemberRow = (db: DirectoryDb, accountId: string, userId: string) =>
  db
    .select(COLUMNS)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isIn(accountId, userId))
    .get()

export const findMemberByEmail = (db: DirectoryDb, accountId: string, email: string) =>
  db
    .select(COLUMNS)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), eq(users.email, email)))
    .get()

export const countOwners = async (db: DirectoryDb, accountId: string): Promise<number> => {
  const isOwner = and(eq(memberships.accountId, accountId), eq(memberships.role, 'owner'))
  const row = await db.select({ n: count() }).from(memberships).where(isOwner).get()
  return row?.n ?? 0
}

/** Who asks, as the request found them; by the time of the statement they may be somebody else. */
export type Actor = { userId: string; role: Role }

/**
 * Asked inside the statement itself, where nobody comes between: the person still has the role that was
 * seen, so has the one who asks, and an owner who goes is not the last.
 */
const isStill = (accountId: string, userId: string, before: Role, actor: Actor): SQL =>
  sql`account_id = ${accountId} AND user_id = ${userId} AND role = ${before}
    AND EXISTS (SELECT 1 FROM memberships AS a WHERE a.account_id = ${accountId}
      AND a.user_id = ${actor.userId} AND a.role = ${actor.role})
    AND (${before} <> 'owner' OR (SELECT count(*) FROM memberships AS o
      WHERE o.account_id = ${accountId} AND o.role = 'owner') > 1)`

/**
 * Gives another role and ends the person's sessions here: with other rights one signs in anew. `lost` are
 * the roles that the person can give nobody any more.
 */
export async function changeRole(
  db: DirectoryDb,
  accountId: string,
  userId: string,
  roles: { before: Role; after: Role; lost: readonly Role[] },
  actor: Actor,
) {
  const isDone = sql`EXISTS (SELECT 1 FROM memberships AS m
    WHERE m.account_id = ${accountId} AND m.user_id = ${userId} AND m.role = ${roles.after})`
  const isLost = sql`invited_by = ${userId}
    AND role IN (SELECT value FROM json_each(${JSON.stringify(roles.lost)}))`
  const [changed, ended] = await db.batch([
    db
      .update(memberships)
      .set({ role: roles.after })
      .where(isStill(accountId, userId, roles.before, actor))
      .returning({ userId: memberships.userId }),
    endSessionsIn(db, accountId, userId, isDone),
    endLinks(db, accountId, userId, isLost, isDone),
  ])
  return { isChanged: changed.length > 0, ended }
}

/** Takes somebody out of the team, with the sessions in it. Also for who leaves: then the actor is the person. */
export async function deleteMembership(
  db: DirectoryDb,
  accountId: string,
  userId: string,
  before: Role,
  actor: Actor,
  now: number,
) {
  const isDone = sql`NOT EXISTS (SELECT 1 FROM memberships AS m
    WHERE m.account_id = ${accountId} AND m.user_id = ${userId})`
  // What somebody who leaves has sent to others stays.
  const isLost = userId === actor.userId ? sql`false` : sql`invited_by = ${userId}`
  const [deleted, ended] = await db.batch([
    db
      .delete(memberships)
      .where(isStill(accountId, userId, before, actor))
      .returning({ userId: memberships.userId }),
    endSessionsIn(db, accountId, userId, isDone),
    endLinks(db, accountId, userId, isLost, isDone),
    // From now on counts the time after which somebody without a workspace is forgotten.
    db.update(users).set({ updatedAt: now }).where(eq(users.id, userId)),
  ])
  return { isDeleted: deleted.length > 0, ended }
}

const endSessionsIn = (db: DirectoryDb, accountId: string, userId: string, condition: SQL) =>
  db
    .delete(sessions)
    .where(and(eq(sessions.accountId, accountId), eq(sessions.userId, userId), condition))
    .returning()

/** Links to the own address bring a person back as what they were; others were made by a right that is gone. */
const endLinks = (
  db: DirectoryDb,
  accountId: string,
  userId: string,
  isLost: SQL,
  condition: SQL,
) =>
  db
    .delete(invitations)
    .where(
      and(
        eq(invitations.accountId, accountId),
        isNull(invitations.usedAt),
        sql`(email = (SELECT u.email FROM users AS u WHERE u.id = ${userId}) OR (${isLost}))`,
        condition,
      ),
    )

/** People who left their last workspace long ago, with what is left of their codes. */
export const deleteForgottenUsers = (db: DirectoryDb, before: number) =>
  db.run(sql`
    DELETE FROM users WHERE updated_at < ${before}
      AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_id = users.id)`)
