import * as v from 'valibot'
import { Cursor, pageLimit } from './common'

/** What acts are about; the part of an action's name before the dot. */
export const AUDIT_AREAS = [
  'account',
  'member',
  'connection',
  'keys',
  'contact',
  'import',
  'template',
  'broadcast',
  'deletion',
  'retention',
  'person_request',
  'dead_letter',
  'number',
  'message',
  'budget',
  'rate_card',
  'webhooks',
] as const

/** Every act there is a line for. A test holds this list beside the code, and words beside the list. */
export const AUDIT_ACTIONS = [
  'account.created',
  'account.changed',
  'account.exported',
  'member.invited',
  'member.invited_again',
  'member.invitation_revoked',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'member.left',
  'member.email_changed',
  'connection.connected',
  'connection.token_replaced',
  'connection.token_died',
  'connection.disconnected',
  'connection.access_given_back',
  'keys.rotation_started',
  'keys.rotation_finished',
  'contact.added',
  'contact.deleted',
  'import.started',
  'import.cancelled',
  'template.submitted',
  'template.unpaused',
  'template.deleted',
  'broadcast.state',
  'broadcast.drafted',
  'broadcast.discarded',
  'deletion.requested',
  'deletion.taken_back',
  'retention.changed',
  'person_request.settled',
  'dead_letter.replayed',
  'number.added',
  'number.registered',
  'number.pin_changed',
  'connection.scopes_changed',
  'connection.health_changed',
  'connection.health_seen',
  'contact.exported',
  'import.undone',
  'message.test_sent',
  'budget.changed',
  'budget.reached',
  'rate_card.imported',
  'webhooks.missing',
  'webhooks.replayed',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

const Day = v.optional(v.pipe(v.string(), v.isoDate()))

export const AuditFilter = v.object({
  /** `user:<id>`, `system`, `meta` or `operator`. */
  who: v.optional(v.pipe(v.string(), v.regex(/^(user:[a-z2-7]{26}|system|meta|operator)$/))),
  what: v.optional(v.picklist(AUDIT_AREAS)),
  /** Days in the account's time zone, both included. */
  from: Day,
  to: Day,
})
export type AuditFilter = v.InferOutput<typeof AuditFilter>

export const AuditQuery = v.object({
  ...AuditFilter.entries,
  after: Cursor,
  limit: pageLimit(50, 50),
})

export const AuditView = v.object({
  id: v.string(),
  at: v.number(),
  /** Who acted: a person, or what is no person. The name of who is gone is null. */
  actor: v.object({
    kind: v.picklist(['user', 'system', 'meta', 'operator']),
    id: v.nullable(v.string()),
    name: v.nullable(v.string()),
  }),
  action: v.string(),
  target: v.object({ kind: v.string(), id: v.string(), name: v.nullable(v.string()) }),
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
})
export type AuditView = v.InferOutput<typeof AuditView>
