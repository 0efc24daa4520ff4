import { ROLES, type Role } from '../../../worker/contract/auth'
import { m } from '../../paraglide/messages.js'

const NAMES: Record<Role, () => string> = {
  owner: m.role_owner,
  admin: m.role_admin,
  marketer: m.role_marketer,
  agent: m.role_agent,
  viewer: m.role_viewer,
}

export const roleName = (role: Role) => NAMES[role]()

const RIGHTS: Record<Role, () => string> = {
  owner: m.role_owner_can,
  admin: m.role_admin_can,
  marketer: m.role_marketer_can,
  agent: m.role_agent_can,
  viewer: m.role_viewer_can,
}

/** What the role allows, in one line. */
export const roleRights = (role: Role) => RIGHTS[role]()

/** The roles that somebody with this one can give: an owner is made by an owner only. */
export const rolesToGive = (own: Role): Role[] =>
  ROLES.filter((role) => role !== 'owner' || own === 'owner')
