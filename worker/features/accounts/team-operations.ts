// Who is in a team, with which role: changing, removing and leaving.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { type CodeSent, ROLES, type Role } from '../../contract/auth'
import { getAccount } from './account-operations'
import { actorOf, recordAudit } from './audit-operations'
import { lastOwner, memberChanged, memberNotFound, ownRole, roleTooLow } from './errors'
import { askFresh, proveFresh, tellOwners } from './fresh-operations'
import {
  changeRole,
  countOwners,
  deleteMembership,
  findMemberRow,
  listMemberRows,
  type MemberRow,
} from './member-queries'
import { canChangeMember, canInviteAs, hasRight, requireRole } from './roles'
import { disconnect } from './session-operations'
import { rightsChangedMail, teamCodeMail } from './team-mails'
import type { Visitor } from './visitor'

/** More than a team has people. */
const MEMBERS_SHOWN = 500

/** Somebody can answer nobody from now on; `by` has done that. */
export type Gone = { userId: string; by: string }
/** What follows from that, done by whoever knows of it. */
export type OnGone = (
  deps: Pick<Deps, 'clock' | 'db' | 'keys' | 'live'>,
  db: AccountDb,
  gone: Gone,
) => Promise<void>

type TeamDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'jobs' | 'keys' | 'live' | 'mailer'> & {
  onGone: OnGone
}

export const listMembers = ({ db }: Pick<Deps, 'db'>, accountId: string): Promise<MemberRow[]> =>
  listMemberRows(db.directory, accountId, MEMBERS_SHOWN)

/** A code first: a session alone must not hand out rights. */
export async function askToChangeTeam(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
): Promise<CodeSent> {
  requireRole(member, 'members.change')
  return askFresh(deps, visitor, member, 'change_team', teamCodeMail)
}

export async function changeMemberRole(
  deps: TeamDeps,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  userId: string,
  { role, code }: { role: Role; code: string },
): Promise<MemberRow> {
  requireRole(member, 'members.change')
  if (userId === member.userId) throw ownRole()
  const before = await getMember(deps, member.accountId, userId)
  if (!canChangeMember(member.role, before.role, role)) throw roleTooLow(member.role)
  await proveFresh(deps, visitor, member, 'change_team', code)
  if (before.role === role) return before

  const { directory } = deps.db
  const lost = ROLES.filter((one) => !canInviteAs(role, one))
  const roles = { before: before.role, after: role, lost }
  const gone = hasRight(role, 'messages.send') ? null : { userId, by: member.userId }
  if (gone) await makeSure(deps, db, gone)
  const { isChanged, ended } = await changeRole(directory, member.accountId, userId, roles, member)
  if (!isChanged) throw await refusal(deps, member, before)
  await disconnect(deps, ended)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'member.role_changed',
    target: `user:${userId}`,
    before: before.role,
    after: role,
  })
  await tellRights(deps, member.accountId, before, role)
  if (gone) await deps.onGone(deps, db, gone)
  return { ...before, role }
}

export async function removeMember(
  deps: TeamDeps,
  db: AccountDb,
  member: Member,
  userId: string,
): Promise<void> {
  requireRole(member, 'members.change')
  if (userId === member.userId) throw ownRole()
  const before = await getMember(deps, member.accountId, userId)
  if (!canChangeMember(member.role, before.role, null)) throw roleTooLow(member.role)
  await takeOut(deps, db, member, before, 'member.removed')
  await tellRights(deps, member.accountId, before, null)
  await deps.onGone(deps, db, { userId, by: member.userId })
}

/** One's own step, whatever the role; only the last owner has to stay. */
export async function leaveAccount(deps: TeamDeps, db: AccountDb, member: Member): Promise<void> {
  const own = await getMember(deps, member.accountId, member.userId)
  await takeOut(deps, db, member, own, 'member.left')
  await deps.onGone(deps, db, { userId: member.userId, by: member.userId })
}

/** Long after the request that asks for it has ended, however it did. */
const MADE_SURE_AFTER_SECONDS = 60

/** Written before the act: what a crash right behind it leaves undone is found by then. */
const makeSure = ({ jobs }: Pick<Deps, 'jobs'>, { accountId }: AccountDb, gone: Gone) =>
  jobs.chore(
    { type: 'conversations.give_back', accountId, ...gone },
    { delaySeconds: MADE_SURE_AFTER_SECONDS },
  )

async function takeOut(
  deps: TeamDeps,
  db: AccountDb,
  member: Member,
  who: MemberRow,
  action: 'member.removed' | 'member.left',
): Promise<void> {
  const { directory } = deps.db
  const { accountId } = member
  const now = deps.clock.now()
  await makeSure(deps, db, { userId: who.userId, by: member.userId })
  const done = await deleteMembership(directory, accountId, who.userId, who.role, member, now)
  if (!done.isDeleted) throw await refusal(deps, member, who)
  await disconnect(deps, done.ended)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action,
    target: `user:${who.userId}`,
    before: who.role,
  })
}

/** Why the guarded statement found nothing to change. */
async function refusal(deps: Pick<Deps, 'db'>, { accountId }: Member, before: MemberRow) {
  const { directory } = deps.db
  const now = await findMemberRow(directory, accountId, before.userId)
  if (!now) return memberNotFound()
  const isLast = now.role === 'owner' && (await countOwners(directory, accountId)) === 1
  return isLast ? lastOwner() : memberChanged()
}

async function getMember(
  { db }: Pick<Deps, 'db'>,
  accountId: string,
  userId: string,
): Promise<MemberRow> {
  const row = await findMemberRow(db.directory, accountId, userId)
  if (!row) throw memberNotFound()
  return row
}

async function tellRights(
  deps: Pick<Deps, 'config' | 'db' | 'mailer'>,
  accountId: string,
  { name: person, role: before }: MemberRow,
  after: Role | null,
): Promise<void> {
  const { name: account } = await getAccount(deps.db.directory, accountId)
  await tellOwners(deps, accountId, (owner) =>
    rightsChangedMail(owner, { account, person, before, after }, deps.config.SUPPORT_EMAIL),
  )
}
