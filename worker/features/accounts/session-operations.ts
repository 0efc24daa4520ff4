import { sha256Hex } from '../../boundary/crypto/hash'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { SESSION_MOST_MS } from '../../boundary/http/cookies'
import type { SessionView, SignedInView } from '../../contract/auth'
import type { Language } from '../../contract/common'
import { randomToken } from '../../lib/ids'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { notSignedIn, noWorkspace, sessionNotFound } from './errors'
import { deleteOwnLinks } from './invitation-queries'
import { seesPhones } from './roles'
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionById,
  findHomeAccount,
  findSession,
  insertSession,
  type LiveSince,
  listAccountsOf,
  listLiveSessions,
  type Session,
  touchSession,
} from './session-queries'
import type { AccountState } from './tables'
import { toSessionView, toSignedInView } from './views'

const IDLE_MOST_MS = 14 * DAY_MS
/** Reading pages must not write a row each time; fine enough for "last seen" and for 14 days. */
const TOUCH_AFTER_MS = 5 * MINUTE_MS
/** More than a person has devices. */
const SESSIONS_SHOWN = 100
const ACCOUNTS_SHOWN = 50

export const liveSince = (now: number): LiveSince => ({
  seenAfter: now - IDLE_MOST_MS,
  createdAfter: now - SESSION_MOST_MS,
})

/** Makes a session; the token exists only in the answer's cookie. */
export async function startSession(
  deps: Pick<Deps, 'clock' | 'db'>,
  userId: string,
  device: string,
  inAccount?: string,
): Promise<{ token: string; view: SessionView }> {
  const { directory } = deps.db
  const accountId = inAccount ?? (await findHomeAccount(directory, userId))?.id
  if (!accountId) throw noWorkspace()

  const token = randomToken()
  const id = await sha256Hex(token)
  const now = deps.clock.now()
  await insertSession(directory, { id, userId, accountId, device, createdAt: now, lastSeenAt: now })
  return { token, view: await viewSession(deps, id) }
}

/** Who holds this token now. Asked of the database every time, so that revoking works at once. */
export async function findMember(
  deps: Pick<Deps, 'clock' | 'db'>,
  token: string,
): Promise<{ member: Member; accountState: AccountState; language: Language } | null> {
  const now = deps.clock.now()
  const found = await findSession(deps.db.directory, await sha256Hex(token), liveSince(now))
  if (!found) return null

  const { session, user, account, role } = found
  if (session.lastSeenAt < now - TOUCH_AFTER_MS) {
    await touchSession(deps.db.directory, session, now)
  }
  return {
    member: {
      userId: user.id,
      accountId: account.id,
      shard: account.shard,
      role,
      sessionId: session.id,
      seesPhones: seesPhones(role, account.phonesHidden),
    },
    accountState: account.state,
    language: user.language,
  }
}

export async function viewSession(
  deps: Pick<Deps, 'clock' | 'db'>,
  sessionId: string,
): Promise<SessionView> {
  const { directory } = deps.db
  const found = await findSession(directory, sessionId, liveSince(deps.clock.now()))
  if (!found) throw notSignedIn()
  return toSessionView(found, await listAccountsOf(directory, found.user.id, ACCOUNTS_SHOWN))
}

export async function listSessions(
  deps: Pick<Deps, 'clock' | 'db'>,
  member: Member,
): Promise<SignedInView[]> {
  const since = liveSince(deps.clock.now())
  const { directory } = deps.db
  const sessions = await listLiveSessions(directory, member.userId, since, SESSIONS_SHOWN)
  return sessions.map((session) => toSignedInView(session, member.sessionId))
}

/** Signs out whoever holds this token; a token that counts no more is signed out already. */
export async function endSessionOf(deps: Pick<Deps, 'db' | 'live'>, token: string): Promise<void> {
  const ended = await deleteSessionById(deps.db.directory, await sha256Hex(token))
  if (ended) await disconnect(deps, [ended])
}

export async function endSession(
  deps: Pick<Deps, 'db' | 'live'>,
  member: Member,
  sessionId: string,
): Promise<void> {
  const ended = await deleteSession(deps.db.directory, member.userId, sessionId)
  if (!ended) throw sessionNotFound()
  await disconnect(deps, [ended])
}

/** Ends every session of the user but the kept one, '' keeps none, and links that would begin another. */
export async function endOtherSessions(
  deps: Pick<Deps, 'db' | 'live'>,
  userId: string,
  keptId: string,
): Promise<void> {
  await deleteOwnLinks(deps.db.directory, userId)
  await disconnect(deps, await deleteOtherSessions(deps.db.directory, userId, keptId))
}

/** Closes the sockets of sessions that ended. */
export async function disconnect(deps: Pick<Deps, 'live'>, ended: Session[]): Promise<void> {
  for (const { accountId, id } of ended) await deps.live.disconnect(accountId, id)
}
