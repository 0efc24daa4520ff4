import { and, eq, gt, isNull } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import { accounts, invitations, users } from './directory-tables'
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

/** Single use: of two requests with the link, one gets the row. */
export const claimInvitation = (db: DirectoryDb, id: string, now: number) =>
  db
    .update(invitations)
    .set({ usedAt: now })
    .where(and(eq(invitations.id, id), isNull(invitations.usedAt), gt(invitations.expiresAt, now)))
    .returning()
    .get()
