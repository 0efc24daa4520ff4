import { sha256Hex } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import {
  type InvitationLink,
  type NewInvitation,
  OPEN_INVITATIONS_MOST,
  type PendingInvitationView,
  ROLES_BY_CODE,
} from '../../contract/team'
import { randomToken } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { DAY_MS } from '../../lib/time'
import { getAccount, getUser } from './account-operations'
import { actorOf, recordAudit } from './audit-operations'
import {
  invitationGone,
  invitationNotFound,
  memberExists,
  roleTooLow,
  teamCodeNeeded,
  tooManyInvitations,
} from './errors'
import { proveFresh } from './fresh-operations'
import {
  countOpenInvitations,
  deleteInvitation,
  deleteOpenTo,
  findOwnInvitation,
  insertInvitation,
  listPending,
  renewInvitation,
} from './invitation-queries'
import { countTries } from './limit-operations'
import { findMemberByEmail } from './member-queries'
import { canInviteAs, requireRole } from './roles'
import { invitationMail } from './team-mails'
import { type Invitation, targetOf, toPendingView } from './views'
import type { Visitor } from './visitor'

const INVITATION_DAYS = 7
const INVITATION_MS = INVITATION_DAYS * DAY_MS

type InviteDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>

/**
 * Mails a single-use link to join, and answers it once; it is stored as a hash. The answer is the same
 * for addresses that are known and unknown. A link to oneself is for another device and is not mailed.
 */
export async function inviteMember(
  deps: InviteDeps,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  { code, ...invitation }: NewInvitation,
): Promise<InvitationLink> {
  if (!canInviteAs(member.role, invitation.role)) throw roleTooLow(member.role)
  const { directory } = deps.db
  const { accountId } = member
  const inviter = await getUser(directory, member.userId)
  const isForOneself = inviter.email === invitation.email
  if (!isForOneself) {
    if (await findMemberByEmail(directory, accountId, invitation.email)) throw memberExists()
    await countInvitation(deps, accountId, invitation.email)
    if (ROLES_BY_CODE.includes(invitation.role)) {
      if (code === undefined) throw teamCodeNeeded()
      await proveFresh(deps, visitor, member, 'change_team', code)
    }
  }
  // A newer link replaces an older one to the same address.
  await deleteOpenTo(directory, accountId, invitation.email)
  const { token, id, now, expiresAt } = await newToken(deps)
  const row = { ...invitation, id, accountId, invitedBy: member.userId }
  await insertInvitation(directory, { ...row, createdAt: now, expiresAt, usedAt: null })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'member.invited',
    target: targetOf(id),
    after: invitation.role,
  })
  const link = linkTo(visitor.origin, token)
  const isMailed = !isForOneself && (await mailInvitation(deps, member, row, link))
  return { link, expiresAt, isMailed }
}

/** Invitations that wait or have expired, newest first. */
export async function listInvitations(
  { db }: Pick<Deps, 'db'>,
  member: Member,
): Promise<PendingInvitationView[]> {
  requireRole(member, 'members.invite')
  const rows = await listPending(db.directory, member.accountId, 2 * OPEN_INVITATIONS_MOST)
  return rows.map(({ invitation, inviterName }) => toPendingView(invitation, inviterName))
}

/** Another link for another seven days; the one before does not work any more. */
export async function resendInvitation(
  deps: InviteDeps,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  id: string,
): Promise<InvitationLink> {
  requireRole(member, 'members.invite')
  const { directory } = deps.db
  const known = await findOwnInvitation(directory, member.accountId, id)
  if (!known) throw invitationNotFound()
  if (!canInviteAs(member.role, known.role)) throw roleTooLow(member.role)
  await countInvitation(deps, member.accountId, known.email, 0)
  const { token, id: newId, expiresAt } = await newToken(deps)
  const renewed = await renewInvitation(directory, member.accountId, id, newId, expiresAt)
  if (!renewed) throw invitationGone()
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'member.invited_again',
    target: targetOf(newId),
    after: known.role,
  })
  const link = linkTo(visitor.origin, token)
  return { link, expiresAt, isMailed: await mailInvitation(deps, member, known, link) }
}

export async function revokeInvitation(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<void> {
  requireRole(member, 'members.invite')
  const known = await findOwnInvitation(deps.db.directory, member.accountId, id)
  if (!known) throw invitationNotFound()
  if (!canInviteAs(member.role, known.role)) throw roleTooLow(member.role)
  if (!(await deleteInvitation(deps.db.directory, member.accountId, id))) throw invitationGone()
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'member.invitation_revoked',
    target: targetOf(id),
    before: known.role,
  })
}

async function countInvitation(
  deps: InviteDeps,
  accountId: string,
  email: string,
  more = 1,
): Promise<void> {
  const now = deps.clock.now()
  const open = await countOpenInvitations(deps.db.directory, accountId, now)
  if (open + more > OPEN_INVITATIONS_MOST) throw tooManyInvitations(OPEN_INVITATIONS_MOST)
  await countTries(deps, { invitationsByAccount: accountId, invitationsToAddress: email })
}

async function newToken(deps: Pick<Deps, 'clock'>) {
  const token = randomToken()
  const now = deps.clock.now()
  return { token, id: await sha256Hex(token), now, expiresAt: now + INVITATION_MS }
}

/** A mail that can't leave does not undo the invitation: the link can be handed over. */
async function mailInvitation(
  deps: InviteDeps,
  member: Member,
  { email, role }: Pick<Invitation, 'email' | 'role'>,
  link: string,
): Promise<boolean> {
  const { directory } = deps.db
  const [inviter, account] = await Promise.all([
    getUser(directory, member.userId),
    getAccount(directory, member.accountId),
  ])
  // In the inviter's language: nothing else is known of the address, known or not.
  const to = { to: email, language: inviter.language }
  const facts = { account: account.name, inviter: inviter.name, role, link, days: INVITATION_DAYS }
  try {
    await deps.mailer.send(invitationMail(to, facts))
    return true
  } catch (error) {
    logFailure('invitation.not_mailed', error)
    return false
  }
}

/** Behind the #, so that no log of requests ever holds the token. */
const linkTo = (origin: string, token: string) => `${origin}/invite#${token}`
