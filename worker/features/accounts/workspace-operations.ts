// A person in several workspaces: which one a session works in, and how another comes into being.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { SessionView } from '../../contract/auth'
import type { NewWorkspace, WorkspaceMade } from '../../contract/team'
import { AppError } from '../../lib/errors'
import { getUser, openAccount, placeAccount } from './account-operations'
import { tooManyWorkspaces } from './errors'
import { countTries } from './limit-operations'
import { endSession, startSession } from './session-operations'
import { findAccountOf, findHomeAccount, listAccountsOf } from './session-queries'
import { leaveAccount } from './team-operations'

const WORKSPACES_MOST = 20

type Opened = { token: string; view: SessionView }
type SwitchDeps = Pick<Deps, 'clock' | 'db' | 'live'>

/** A session of its own for the other workspace: rights are others there, so its token is new. */
export async function switchAccount(
  deps: SwitchDeps,
  member: Member,
  device: string,
  accountId: string,
): Promise<Opened> {
  const known = await findAccountOf(deps.db.directory, member.userId, accountId)
  if (!known) throw new AppError('account.not_found', 404)
  const opened = await startSession(deps, member.userId, device, accountId)
  await endSession(deps, member, member.sessionId)
  return opened
}

/** Another workspace, whose owner is the person who asks. */
export async function createWorkspace(
  deps: Pick<Deps, 'clock' | 'config' | 'db' | 'keys'>,
  member: Member,
  facts: NewWorkspace,
): Promise<WorkspaceMade> {
  const { directory } = deps.db
  const mine = await listAccountsOf(directory, member.userId, WORKSPACES_MOST)
  if (mine.length === WORKSPACES_MOST) throw tooManyWorkspaces(WORKSPACES_MOST)
  await countTries(deps, { workspacesByUser: member.userId })
  const user = await getUser(directory, member.userId)
  const { accountId, shard } = await placeAccount(deps)
  await openAccount(
    deps,
    { ...user, ...facts, phone: user.phone ?? '', userId: user.id, accountId, shard },
    user.emailVerifiedAt,
  )
  return { id: accountId }
}

/** Leaves the present workspace; the person goes on in another, or is signed out where there is none. */
export async function leaveWorkspace(
  deps: Parameters<typeof leaveAccount>[0],
  db: AccountDb,
  member: Member,
  device: string,
): Promise<Opened | null> {
  await leaveAccount(deps, db, member)
  const next = await findHomeAccount(deps.db.directory, member.userId)
  return next ? startSession(deps, member.userId, device, next.id) : null
}
