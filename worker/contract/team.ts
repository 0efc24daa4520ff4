import * as v from 'valibot'
import { Code, Role } from './auth'
import { CountryCode, Email, Id, TimeZone, text } from './common'

/** At most so many open invitations at a time. */
export const OPEN_INVITATIONS_MOST = 50

/** Whoever becomes an owner or admin, here or by an invitation, takes a fresh code of who decides it. */
export const ROLES_BY_CODE: readonly Role[] = ['owner', 'admin']

export const NewInvitation = v.strictObject({
  email: Email,
  name: text(80),
  role: Role,
  /** From `POST /members/code`; for owners and admins. */
  code: v.optional(Code),
})
export type NewInvitation = v.InferOutput<typeof NewInvitation>

/** The link is shown once, to the member who invites; it is in the mail as well. */
export const InvitationLink = v.object({
  link: v.string(),
  expiresAt: v.number(),
  /** False when the mail could not be sent: the link can still be handed over. */
  isMailed: v.boolean(),
})
export type InvitationLink = v.InferOutput<typeof InvitationLink>

export const PendingInvitationView = v.object({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  role: Role,
  /** Null for somebody who closed their account. */
  invitedBy: v.nullable(v.string()),
  createdAt: v.number(),
  expiresAt: v.number(),
})
export type PendingInvitationView = v.InferOutput<typeof PendingInvitationView>

export const MemberView = v.object({
  userId: Id,
  name: v.string(),
  email: v.string(),
  role: Role,
  joinedAt: v.number(),
  lastSeenAt: v.nullable(v.number()),
})
export type MemberView = v.InferOutput<typeof MemberView>

export const RoleChange = v.strictObject({ role: Role, code: Code })
export type RoleChange = v.InferOutput<typeof RoleChange>

/** What each role may do beyond reading: the very table by which the server decides. */
export const RoleMatrix = v.object({
  rights: v.array(v.object({ right: v.string(), roles: v.array(Role) })),
})
export type RoleMatrix = v.InferOutput<typeof RoleMatrix>

/** For whom phone numbers of contacts are masked; support means support and viewers. */
export const PHONES_HIDDEN = ['nobody', 'viewers', 'support'] as const
export const PhonesHidden = v.picklist(PHONES_HIDDEN)
export type PhonesHidden = v.InferOutput<typeof PhonesHidden>

/** `POST /session/account`: works in another workspace of the same person from now on. */
export const AccountSwitch = v.strictObject({ accountId: Id })

export const NewWorkspace = v.strictObject({
  businessName: text(80),
  timeZone: TimeZone,
  country: CountryCode,
})
export type NewWorkspace = v.InferOutput<typeof NewWorkspace>

/** A new workspace; going on in it is a step of its own, so that each can be repeated safely. */
export const WorkspaceMade = v.object({ id: Id })
export type WorkspaceMade = v.InferOutput<typeof WorkspaceMade>

/** Where somebody is after leaving; null: in no workspace any more, and signed out. */
export const LeftView = v.object({ nextAccountId: v.nullable(Id) })
export type LeftView = v.InferOutput<typeof LeftView>
