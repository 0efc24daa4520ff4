// Taking an invitation: what it shows, the code that proves the address, and joining.

import { sha256Hex } from '../../boundary/crypto/hash'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { CodeSent, InvitationView, SessionView } from '../../contract/auth'
import type { Language } from '../../contract/common'
import { ROLES_BY_CODE } from '../../contract/team'
import { randomId } from '../../lib/ids'
import { getAccount } from './account-operations'
import { actorOf, recordAudit } from './audit-operations'
import { checkCode, sendCode, useCode } from './code-operations'
import { codeGone, invitationGone, invitationNeedsCode, invitationNotFound } from './errors'
import { tellOwners } from './fresh-operations'
import { claimAndJoin, findInvitation } from './invitation-queries'
import { startSession } from './session-operations'
import { joinCodeMail, rightsChangedMail } from './team-mails'
import { findUserByEmail, insertUserOnce, markEmailVerified } from './user-queries'
import { type Invitation, targetOf, toInvitationView } from './views'
import type { Visitor } from './visitor'

type JoinDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>

export async function viewInvitation(
  deps: Pick<Deps, 'clock' | 'db'>,
  token: string,
): Promise<InvitationView> {
  const { invitation, account, inviterName, inviterEmail } = await getUsable(deps, token)
  const isForOneself = inviterEmail === invitation.email
  return toInvitationView(invitation, account.name, isForOneself ? null : inviterName)
}

/** To the invited address, whether or not anybody has it: who made the link has seen it too. */
export async function askToJoin(
  deps: JoinDeps,
  visitor: Visitor,
  token: string,
  language: Language,
): Promise<CodeSent> {
  const { invitation, account } = await getUsable(deps, token)
  const to = { to: invitation.email, language }
  return sendCode(deps, visitor, {
    purpose: 'accept_invitation',
    email: invitation.email,
    payload: { invitationId: invitation.id },
    mailWith: (code) => joinCodeMail(to, code, account.name),
  })
}

type Joining = Visitor & { language: Language; member: Member | null }

/**
 * Joins and signs in. The link alone proves nothing about the address: its code does, or a session of
 * who has the address. Only a link to oneself signs in as it is, e.g. on another device.
 */
export async function acceptInvitation(
  deps: JoinDeps,
  visitor: Joining,
  { token, code: typed }: { token: string; code?: string | undefined },
): Promise<{ token: string; view: SessionView }> {
  const { directory } = deps.db
  const { invitation } = await getUsable(deps, token)
  const known = await findUserByEmail(directory, invitation.email)
  const isProven = known && [invitation.invitedBy, visitor.member?.userId].includes(known.id)
  if (!isProven) await proveAddress(deps, visitor, invitation, typed)

  const userId = known?.id ?? (await createUser(deps, invitation, visitor.language))
  const now = deps.clock.now()
  const { isClaimed, isNew } = await claimAndJoin(directory, invitation.id, userId, now)
  if (!isClaimed) throw invitationGone()
  if (!isProven) await markEmailVerified(directory, userId, now)
  if (isNew) await recordJoined(deps, invitation, userId)
  return startSession(deps, userId, visitor.device, invitation.accountId)
}

async function proveAddress(
  deps: JoinDeps,
  visitor: Visitor,
  { id }: Invitation,
  typed: string | undefined,
): Promise<void> {
  if (typed === undefined) throw invitationNeedsCode()
  const code = await checkCode(deps, visitor, ['accept_invitation'], typed)
  // Written by `askToJoin` only.
  if ((code.payload as { invitationId: string } | null)?.invitationId !== id) throw codeGone()
  await useCode(deps, code)
}

async function getUsable(deps: Pick<Deps, 'clock' | 'db'>, token: string) {
  const found = await findInvitation(deps.db.directory, await sha256Hex(token))
  if (!found) throw invitationNotFound()
  const { usedAt, expiresAt } = found.invitation
  const isOpen = usedAt === null && expiresAt > deps.clock.now()
  if (!isOpen || found.account.state !== 'active') throw invitationGone()
  return found
}

/** Also where the same address signed up at the same moment: then that is the person. */
async function createUser(
  deps: JoinDeps,
  { email, name }: Invitation,
  language: Language,
): Promise<string> {
  const now = deps.clock.now()
  await insertUserOnce(deps.db.directory, {
    id: randomId(),
    email,
    name,
    phone: null,
    language,
    emailVerifiedAt: null,
    createdAt: now,
    updatedAt: now,
  })
  const user = await findUserByEmail(deps.db.directory, email)
  if (!user) throw new Error('a person was neither made nor found')
  return user.id
}

async function recordJoined(
  deps: JoinDeps,
  { accountId, id, name: person, role }: Invitation,
  userId: string,
): Promise<void> {
  await recordAudit(await deps.db.account(accountId), deps.clock, {
    actor: actorOf({ userId }),
    action: 'member.joined',
    target: targetOf(id),
    after: role,
  })
  if (!ROLES_BY_CODE.includes(role)) return
  const { name: account } = await getAccount(deps.db.directory, accountId)
  await tellOwners(deps, accountId, (owner) =>
    rightsChangedMail(
      owner,
      { account, person, before: null, after: role },
      deps.config.SUPPORT_EMAIL,
    ),
  )
}
