import type { Role } from '../../../worker/contract/auth'
import { m } from '../../paraglide/messages.js'

const NAMES: Record<Role, () => string> = {
  owner: m.role_owner,
  admin: m.role_admin,
  marketer: m.role_marketer,
  agent: m.role_agent,
  viewer: m.role_viewer,
}

export const roleName = (role: Role) => NAMES[role]()
