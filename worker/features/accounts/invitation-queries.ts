import { and, count, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import { accounts, invitations, memberships, users } from './directory-tables'
import type { Invitation } from './views'

export const insertInvitation = (db: DirectoryDb, invitation: Invitation) =>
  db.insert(invitations).values(invitation)

/** With what its page shows. */
export const findInvitation = (db: DirectoryDb, id: string) =>
  db
    .select({
      invitation: invitations,
      account: accounts,
      inviterName: users.name,
      inviterEmail: users.email,
    })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(eq(invitations.id, id))
    .get()

const isUnused = (accountId: string) =>
  and(eq(invitations.accountId, accountId), isNull(invitations.usedAt))

export const findOwnInvitation = (db: DirectoryDb, accountId: string, id: string) =>
  db
    .select()
    .from(invitations)
    .where(and(isUnused(accountId), eq(invitations.id, id)))
    .get()

/** With who invited; also those that have expired. */
export const listPending = (db: DirectoryDb, accountId: string, most: number) =>
  db
    .select({ invitation: invitations, inviterName: users.name })
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(isUnused(accountId))
    .orderBy(desc(invitations.createdAt), invitations.id)
    .limit(most)

export async function countOpenInvitations(
  db: DirectoryDb,
  accountId: string,
  now: number,
): Promise<number> {
  const isOpen = and(isUnused(accountId), gt(invitations.expiresAt, now))
  const row = await db.select({ n: count() }).from(invitations).where(isOpen).get()
  return row?.n ?? 0
}

export const deleteOpenTo = (db: DirectoryDb, accountId: string, email: string) =>
  db.delete(invitations).where(and(isUnused(accountId), eq(invitations.email, email)))

/** Of somebody to their own address: who has such a link is signed in by it, on whatever device. */
export const deleteOwnLinks = (db: DirectoryDb, userId: string) =>
  db
    .delete(invitations)
    .where(
      and(
        eq(invitations.invitedBy, userId),
        isNull(invitations.usedAt),
        sql`${invitations.email} = (SELECT u.email FROM users AS u WHERE u.id = ${userId})`,
      ),
    )

/** No row back: it was used or taken back meanwhile. */
export const renewInvitation = (
  db: DirectoryDb,
  accountId: string,
  id: string,
  newId: string,
  expiresAt: number,
) =>
  db
    .update(invitations)
    .set({ id: newId, expiresAt })
    .where(and(isUnused(accountId), eq(invitations.id, id)))
    .returning()
    .get()

export const deleteInvitation = (db: DirectoryDb, accountId: string, id: string) =>
  db
    .delete(invitations)
    .where(and(isUnused(accountId), eq(invitations.id, id)))
    .returning({ id: invitations.id })
    .get()

/**
 * Single use, and whole: of two requests with the link one gets the row, and who gets it has joined.
 * A member already stays what they are.
 */
export async function claimAndJoin(db: DirectoryDb, id: string, userId: string, now: number) {
  const isOpen = and(
    eq(invitations.id, id),
    isNull(invitations.usedAt),
    gt(invitations.expiresAt, now),
  )
  const [joined, claimed] = await db.batch([
    db
      .insert(memberships)
      .select(
        db
          .select({
            accountId: invitations.accountId,
            userId: sql<string>`${userId}`.as('user_id'),
            role: invitations.role,
            createdAt: sql<number>`${now}`.as('created_at'),
            lastSeenAt: sql<number | null>`NULL`.as('last_seen_at'),
          })
          .from(invitations)
          .where(isOpen),
      )
      .onConflictDoNothing()
      .returning({ userId: memberships.userId }),
    db.update(invitations).set({ usedAt: now }).where(isOpen).returning({ id: invitations.id }),
  ])
  return { isClaimed: claimed.length > 0, isNew: joined.length > 0 }
}

/** Names and addresses of people who did not come, or who came long ago. */
export const deleteOldInvitations = (db: DirectoryDb, before: number) =>
  db.delete(invitations).where(lt(invitations.expiresAt, before))
