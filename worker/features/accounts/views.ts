import type { BusinessView } from '../../contract/account'
import type { InvitationView, Role, SessionView, SignedInView, UserView } from '../../contract/auth'
import type { MemberView, PendingInvitationView } from '../../contract/team'
import type { accounts, invitations, sessions, users } from './directory-tables'
import type { MemberRow } from './member-queries'

export type User = typeof users.$inferSelect
export type Account = typeof accounts.$inferSelect
export type Invitation = typeof invitations.$inferSelect

export const toUserView = ({ id, name, email, phone, language, sendKey }: User): UserView => ({
  id,
  name,
  email,
  phone,
  language,
  sendKey,
})

export const toBusinessView = ({
  id,
  name,
  legalName,
  registrationNumber,
  address,
  timeZone,
  country,
  phonesHidden,
  createdAt,
}: Account): BusinessView => ({
  id,
  name,
  legalName,
  registrationNumber,
  address,
  timeZone,
  country,
  phonesHidden,
  createdAt,
})

export const toSessionView = (
  { user, account, role }: { user: User; account: Account; role: Role },
  accounts: SessionView['accounts'],
): SessionView => ({
  user: toUserView(user),
  account: {
    id: account.id,
    name: account.name,
    timeZone: account.timeZone,
    country: account.country,
    role,
    state: account.state,
    hasSamples: account.hasSamples,
  },
  accounts: accounts.map(({ id, name, role }) => ({ id, name, role })),
})

export const toSignedInView = (
  { id, device, createdAt, lastSeenAt }: typeof sessions.$inferSelect,
  currentId: string,
): SignedInView => ({ id, device, createdAt, lastSeenAt, current: id === currentId })

export const toInvitationView = (
  { role, email, expiresAt }: Invitation,
  accountName: string,
  inviterName: string | null,
): InvitationView => ({ accountName, inviterName, role, email, expiresAt })

export const toPendingView = (
  { id, name, email, role, createdAt, expiresAt }: Invitation,
  invitedBy: string | null,
): PendingInvitationView => ({ id, name, email, role, invitedBy, createdAt, expiresAt })

export const toMemberView = ({
  userId,
  name,
  email,
  role,
  createdAt,
  lastSeenAt,
}: MemberRow): MemberView => ({ userId, name, email, role, joinedAt: createdAt, lastSeenAt })

/** Enough of the hash to tell invitations apart in the log. */
export const targetOf = (invitationId: string) => `invitation:${invitationId.slice(0, 16)}`
