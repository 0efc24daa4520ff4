import type { Role } from '../../contract/auth'
import { roleTooLow } from './errors'

/** Who may do what, beyond reading, which every member may. The one place where rights are decided. */
const MAY = {
  'business.change': ['owner', 'admin'],
  'budget.change': ['owner', 'admin'],
  'rates.import': ['owner'],
  'account.delete': ['owner'],
  'account.export': ['owner'],
  'connections.change': ['owner', 'admin'],
  'members.invite': ['owner', 'admin'],
  'templates.sync': ['owner', 'admin', 'marketer'],
  'templates.change': ['owner', 'admin', 'marketer'],
  'contacts.change': ['owner', 'admin', 'marketer'],
  'contacts.delete': ['owner', 'admin'],
  'contacts.export': ['owner', 'admin'],
  'contacts.import': ['owner', 'admin', 'marketer'],
  'broadcasts.change': ['owner', 'admin', 'marketer'],
  'messages.send': ['owner', 'admin', 'marketer', 'agent'],
} as const satisfies Record<string, readonly Role[]>

export type Right = keyof typeof MAY

export function hasRight(role: Role, right: Right): boolean {
  const roles: readonly Role[] = MAY[right]
  return roles.includes(role)
}

/** The roles that have a right. */
export const rolesWith = (right: Right): readonly Role[] => MAY[right]

/** Refuses a member whose role has not this right. */
export function requireRole(member: { role: Role }, right: Right): void {
  if (!hasRight(member.role, right)) throw roleTooLow(member.role)
}

/** Nobody hands out more than they have: an owner is made by an owner only. */
export const canInviteAs = (inviter: Role, role: Role): boolean =>
  hasRight(inviter, 'members.invite') && (role !== 'owner' || inviter === 'owner')
