import { and, desc, eq, gt, lt, ne, or, sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import { accounts, memberships, sessions, users } from './directory-tables'

export type Session = typeof sessions.$inferSelect

/** A session counts while it is used at least this recently, and not longer than it may live. */
export type LiveSince = { seenAfter: number; createdAfter: number }

const isLive = ({ seenAfter, createdAfter }: LiveSince) =>
  and(gt(sessions.lastSeenAt, seenAfter), gt(sessions.createdAt, createdAfter))

export const insertSession = (db: DirectoryDb, session: Session) =>
  db.batch([
    db.insert(sessions).values(session),
    seen(db, session.accountId, session.userId, session.createdAt),
  ])

/** One look-up tells who is asking, in which account, with which role: nothing of it is cached. */
export const findSession = (db: DirectoryDb, id: string, since: LiveSince) =>
  db
    .select({ session: sessions, user: users, account: accounts, role: memberships.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, sessions.accountId), eq(memberships.userId, sessions.userId)),
    )
    .where(and(eq(sessions.id, id), isLive(since)))
    .get()

/** The membership remembers it too, for when the session is gone. */
export const touchSession = (db: DirectoryDb, { id, accountId, userId }: Session, now: number) =>
  db.batch([
    db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, id)),
    seen(db, accountId, userId, now),
  ])

const seen = (db: DirectoryDb, accountId: string, userId: string, now: number) =>
  db
    .update(memberships)
    .set({ lastSeenAt: now })
    .where(and(eq(memberships.accountId, accountId), eq(memberships.userId, userId)))

export const listLiveSessions = (db: DirectoryDb, userId: string, since: LiveSince, most: number) =>
  db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isLive(since)))
    .orderBy(desc(sessions.lastSeenAt), sessions.id)
    .limit(most)

/** Ends one session of this user; no row back: there is no such session, or it is another person's. */
export const deleteSession = (db: DirectoryDb, userId: string, id: string) =>
  db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning()
    .get()

/** By the token's hash alone: whoever holds the token may end its session. */
export const deleteSessionById = (db: DirectoryDb, id: string) =>
  db.delete(sessions).where(eq(sessions.id, id)).returning().get()

export const deleteOtherSessions = (db: DirectoryDb, userId: string, keptId: string) =>
  db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.id, keptId)))
    .returning()

export const deleteDeadSessions = (db: DirectoryDb, since: LiveSince) =>
  db
    .delete(sessions)
    .where(or(lt(sessions.lastSeenAt, since.seenAfter), lt(sessions.createdAt, since.createdAfter)))

export const findAccountOf = (db: DirectoryDb, userId: string, accountId: string) =>
  db
    .select({ id: accounts.id })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(and(eq(memberships.userId, userId), eq(memberships.accountId, accountId)))
    .get()

/** The account a new session opens: where the person was last, among those that are open. */
export const findHomeAccount = (db: DirectoryDb, userId: string) =>
  db
    .select({ id: accounts.id })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(eq(memberships.userId, userId))
    .orderBy(
      sql`${accounts.state} = 'active' DESC`,
      desc(memberships.lastSeenAt),
      memberships.createdAt,
      accounts.id,
    )
    .limit(1)
    .get()

export const listAccountsOf = (db: DirectoryDb, userId: string, most: number) =>
  db
    .select({ id: accounts.id, name: accounts.name, role: memberships.role })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(eq(memberships.userId, userId))
    .orderBy(memberships.createdAt, accounts.id)
    .limit(most)
