import { sha256Hex } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { InvitationView, NewInvitation, SessionView } from '../../contract/auth'
import type { Language } from '../../contract/common'
import { randomId, randomToken } from '../../lib/ids'
import { DAY_MS } from '../../lib/time'
import { insertMembership } from './account-queries'
import { actorOf, recordAudit } from './audit-operations'
import { invitationGone, invitationNeedsSignIn, invitationNotFound, roleTooLow } from './errors'
import { claimInvitation, findInvitation, insertInvitation } from './invitation-queries'
import { canInviteAs } from './roles'
import { startSession } from './session-operations'
import { findUserByEmail, insertUser } from './user-queries'
import { type Invitation, toInvitationView } from './views'
import type { Visitor } from './visitor'

const INVITATION_MS = 7 * DAY_MS

type InviteDeps = Pick<Deps, 'db' | 'clock'>

/** Makes a single-use link for somebody to join; it is shown once and stored as a hash. */
export async function inviteMember(
  deps: InviteDeps,
  db: AccountDb,
  member: Member,
  origin: string,
  invitation: NewInvitation,
): Promise<{ link: string; expiresAt: number }> {
  if (!canInviteAs(member.role, invitation.role)) throw roleTooLow(member.role)
  const token = randomToken()
  const id = await sha256Hex(token)
  const now = deps.clock.now()
  const expiresAt = now + INVITATION_MS
  await insertInvitation(deps.db.directory, {
    ...invitation,
    id,
    accountId: member.accountId,
    invitedBy: member.userId,
    createdAt: now,
    expiresAt,
    usedAt: null,
  })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'member.invited',
    target: targetOf(id),
    after: invitation.role,
  })
  // Behind the #, so that no log of requests ever holds the token.
  return { link: `${origin}/invite#${token}`, expiresAt }
}

export async function viewInvitation(deps: InviteDeps, token: string): Promise<InvitationView> {
  const { invitation, account, inviterName, inviterEmail } = await getUsable(deps, token)
  const isForOneself = inviterEmail === invitation.email
  return toInvitationView(invitation, account.name, isForOneself ? null : inviterName)
}

/**
 * Joins and signs in. Who made the link has seen it, so it proves nothing about an address that has a
 * user already: that person signs in first. Only a link to oneself signs in, e.g. on another device.
 */
export async function acceptInvitation(
  deps: InviteDeps,
  visitor: Visitor & { language: Language; member: Member | null },
  token: string,
): Promise<{ token: string; view: SessionView }> {
  const { directory } = deps.db
  const { invitation } = await getUsable(deps, token)
  const known = await findUserByEmail(directory, invitation.email)
  const isProven = known && [invitation.invitedBy, visitor.member?.userId].includes(known.id)
  if (known && !isProven) throw invitationNeedsSignIn()

  const claimed = await claimInvitation(directory, invitation.id, deps.clock.now())
  if (!claimed) throw invitationGone()
  const userId = known?.id ?? (await createUser(deps, claimed, visitor.language))
  await join(deps, claimed, userId)
  return startSession(deps, userId, visitor.device, claimed.accountId)
}

async function getUsable(deps: InviteDeps, token: string) {
  const found = await findInvitation(deps.db.directory, await sha256Hex(token))
  if (!found) throw invitationNotFound()
  const { usedAt, expiresAt } = found.invitation
  const isOpen = usedAt === null && expiresAt > deps.clock.now()
  if (!isOpen || found.account.state !== 'active') throw invitationGone()
  return found
}

async function createUser(
  deps: InviteDeps,
  { email, name }: Invitation,
  language: Language,
): Promise<string> {
  const id = randomId()
  const now = deps.clock.now()
  await insertUser(deps.db.directory, {
    id,
    email,
    name,
    phone: null,
    language,
    emailVerifiedAt: null,
    createdAt: now,
    updatedAt: now,
  })
  return id
}

async function join(deps: InviteDeps, invitation: Invitation, userId: string): Promise<void> {
  const { accountId, role, id } = invitation
  const membership = { accountId, userId, role, createdAt: deps.clock.now() }
  const joined = await insertMembership(deps.db.directory, membership).returning().get()
  // A member already: the link only signed in.
  if (!joined) return
  await recordAudit(await deps.db.account(accountId), deps.clock, {
    actor: actorOf({ userId }),
    action: 'member.joined',
    target: targetOf(id),
    after: role,
  })
}

/** Enough of the hash to tell invitations apart. */
const targetOf = (id: string) => `invitation:${id.slice(0, 16)}`
