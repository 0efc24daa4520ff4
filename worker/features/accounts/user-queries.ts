import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import type { Role } from '../../contract/auth'
import { memberships, users } from './directory-tables'
import type { User } from './views'

type NewUser = typeof users.$inferInsert

export const findUser = (db: DirectoryDb, id: string) =>
  db.select().from(users).where(eq(users.id, id)).get()

/** Names of those who still have a login; 100 bounds the page that shows them. */
export const listNames = (db: DirectoryDb, ids: string[]) =>
  db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(sql`${users.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .limit(100)

export const findUserByEmail = (db: DirectoryDb, email: string) =>
  db.select().from(users).where(eq(users.email, email)).get()

/** Nothing happens when this user exists; another user with the address makes it fail. */
export const insertUser = (db: DirectoryDb, user: NewUser) =>
  db.insert(users).values(user).onConflictDoNothing({ target: users.id })

/** Nothing happens when the address has a user already. */
export const insertUserOnce = (db: DirectoryDb, user: NewUser) =>
  db.insert(users).values(user).onConflictDoNothing()

export const updateUser = (
  db: DirectoryDb,
  id: string,
  change: Partial<Pick<User, 'name' | 'phone' | 'language' | 'sendKey'>> & { updatedAt: number },
) => db.update(users).set(change).where(eq(users.id, id)).returning().get()

/** Fails on the unique address when somebody else took it meanwhile. */
export const updateEmail = (db: DirectoryDb, id: string, email: string, now: number) =>
  db
    .update(users)
    .set({ email, emailVerifiedAt: now, updatedAt: now })
    .where(eq(users.id, id))
    .returning()
    .get()

/** No row back: the address was verified before. */
export const markEmailVerified = (db: DirectoryDb, id: string, now: number) =>
  db
    .update(users)
    .set({ emailVerifiedAt: now })
    .where(and(eq(users.id, id), isNull(users.emailVerifiedAt)))
    .returning({ id: users.id })
    .get()

/** Whom an account's own news goes to; 20 bounds the mails of one event. */
export const listOwners = (db: DirectoryDb, accountId: string) =>
  db
    .select({ email: users.email, language: users.language })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), eq(memberships.role, 'owner')))
    .limit(20)

/** Which of some people are members with one of these roles. */
export async function findAmong(
  db: DirectoryDb,
  accountId: string,
  roles: readonly Role[],
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ id: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.accountId, accountId),
        inArray(memberships.role, [...roles]),
        sql`${memberships.userId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    )
  return new Set(rows.map(({ id }) => id))
}

/** Members with one of these roles, by name. */
export const listMembersWith = (db: DirectoryDb, accountId: string, roles: readonly Role[]) =>
  db
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), inArray(memberships.role, [...roles])))
    .orderBy(asc(users.name))
    .limit(200)
