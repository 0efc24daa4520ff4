import { ROLES, type Role } from '../../contract/auth'
import type { PhonesHidden, RoleMatrix } from '../../contract/team'
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
  'members.change': ['owner', 'admin'],
  'audit.read': ['owner', 'admin'],
  'templates.sync': ['owner', 'admin', 'marketer'],
  'templates.change': ['owner', 'admin', 'marketer'],
  'contacts.change': ['owner', 'admin', 'marketer'],
  'contacts.delete': ['owner', 'admin'],
  'contacts.export': ['owner', 'admin'],
  'consent.correct': ['owner'],
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

/** Owners are made, changed and removed by owners only. */
export const canChangeMember = (actor: Role, present: Role, next: Role | null): boolean =>
  hasRight(actor, 'members.change') &&
  (actor === 'owner' || (present !== 'owner' && next !== 'owner'))

/** The table above, for people: by right, then by role. */
export const roleMatrix = (): RoleMatrix => ({
  rights: Object.entries(MAY).map(([right, roles]) => ({
    right,
    roles: ROLES.filter((role) => (roles as readonly Role[]).includes(role)),
  })),
})

const BLIND: Record<PhonesHidden, readonly Role[]> = {
  nobody: [],
  viewers: ['viewer'],
  support: ['agent', 'viewer'],
}

/** Whether a role is shown the phone numbers of contacts, as the account wishes. */
export const seesPhones = (role: Role, hidden: PhonesHidden): boolean =>
  !BLIND[hidden].includes(role)
