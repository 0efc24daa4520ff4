import { sha256Hex } from '../../boundary/crypto/hash'
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
/** Not a member: the machine that hosts this copy made the link, e.g. for its first owner. */
const BY_THE_HOST = 'system'

type InviteDeps = Pick<Deps, 'db' | 'clock'>

/** Makes a single-use link for somebody to join; it is shown once and stored as a hash. */
export async function inviteMember(
  deps: InviteDeps,
  member: Member,
  origin: string,
  invitation: NewInvitation,
) {
  if (!canInviteAs(member.role, invitation.role)) throw roleTooLow(member.role)
  const { accountId, userId } = member
  return makeInvitation(deps, origin, { ...invitation, accountId, invitedBy: userId })
}

/** The owner link of this copy's own machine, e.g. the one `npm start` prints. */
export async function inviteOwner(
  deps: InviteDeps,
  origin: string,
  owner: { accountId: string; email: string; name: string },
) {
  return makeInvitation(deps, origin, { ...owner, role: 'owner', invitedBy: BY_THE_HOST })
}

export async function viewInvitation(deps: InviteDeps, token: string): Promise<InvitationView> {
  const found = await getUsable(deps, token)
  return toInvitationView(found.invitation, found.account.name, found.inviterName)
}

/**
 * Joins and signs in. The member who invited has seen the link, so it proves nothing about an address
 * that has a user already: that person signs in first, unless the host itself made the link.
 */
export async function acceptInvitation(
  deps: InviteDeps,
  visitor: Visitor & { language: Language; member: Member | null },
  token: string,
): Promise<{ token: string; view: SessionView }> {
  const { directory } = deps.db
  const { invitation } = await getUsable(deps, token)
  const known = await findUserByEmail(directory, invitation.email)
  const isProven = invitation.invitedBy === BY_THE_HOST || visitor.member?.userId === known?.id
  if (known && !isProven) throw invitationNeedsSignIn()

  const claimed = await claimInvitation(directory, invitation.id, deps.clock.now())
  if (!claimed) throw invitationGone()
  const userId = known?.id ?? (await createUser(deps, claimed, visitor.language))
  await join(deps, claimed, userId)
  return startSession(deps, userId, visitor.device, claimed.accountId)
}

async function makeInvitation(
  deps: InviteDeps,
  origin: string,
  facts: Pick<Invitation, 'accountId' | 'email' | 'name' | 'role' | 'invitedBy'>,
): Promise<{ link: string; expiresAt: number }> {
  const token = randomToken()
  const now = deps.clock.now()
  const expiresAt = now + INVITATION_MS
  const id = await sha256Hex(token)
  await insertInvitation(deps.db.directory, {
    ...facts,
    id,
    createdAt: now,
    expiresAt,
    usedAt: null,
  })
  const { invitedBy, role } = facts
  await recordAudit(await deps.db.account(facts.accountId), deps.clock, {
    actor: invitedBy === BY_THE_HOST ? BY_THE_HOST : actorOf({ userId: invitedBy }),
    action: 'member.invited',
    target: `invitation:${id.slice(0, 16)}`,
    after: role,
  })
  // Behind the #, so that no log of requests ever holds the token.
  return { link: `${origin}/invite#${token}`, expiresAt }
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
    target: `invitation:${id.slice(0, 16)}`,
    after: role,
  })
}
