import * as v from 'valibot'
import { Code } from './auth'
import { Id } from './common'
import { CheckView } from './connections'

/** Why access was given back: by a member, by a new token, by Meta's callback, by a deletion. */
export const ACCESS_CAUSES = ['disconnected', 'replaced', 'deauthorized', 'deleted'] as const
export type AccessCause = (typeof ACCESS_CAUSES)[number]

/** How one call to Meta went. `already`: there was nothing left to end. */
const STEPS = ['done', 'already', 'refused', 'unreachable', 'not_needed'] as const

/** What Meta answered, step by step. */
export const GiveBack = v.object({
  /** Our app no longer gets the WABA's webhooks. */
  unsubscribed: v.picklist(STEPS),
  /** The token was taken out of force. `shared`: another connection needs the same grant. */
  revoked: v.picklist([...STEPS, 'shared']),
  /** What `debug_token` says of it afterwards; `unknown` when it did not answer. */
  token: v.picklist(['invalid', 'valid', 'unknown']),
})
export type GiveBack = v.InferOutput<typeof GiveBack>

export const AccessProof = v.object({
  id: Id,
  at: v.number(),
  cause: v.picklist(ACCESS_CAUSES),
  ...GiveBack.entries,
})
export type AccessProof = v.InferOutput<typeof AccessProof>

/** What a token reaches, in Meta's ids. */
export const GrantedAccess = v.object({
  scopes: v.array(v.string()),
  /** Null is every WABA of its business. */
  wabaIds: v.nullable(v.array(v.string())),
  numbers: v.array(v.object({ id: v.string(), displayPhoneNumber: v.string() })),
})
export type GrantedAccess = v.InferOutput<typeof GrantedAccess>

/** "What we can do with your access", for one connection. */
export const AccessView = v.object({
  connectionId: Id,
  name: v.string(),
  wabaId: v.string(),
  state: v.picklist(['active', 'needs_reconnect', 'disconnected']),
  /** A token is stored, sealed. */
  hasToken: v.boolean(),
  scopes: v.array(v.object({ name: v.string(), isNeeded: v.boolean(), text: v.string() })),
  /** Null until Meta was asked. */
  wabaIds: v.nullable(v.array(v.object({ id: v.string(), isConnected: v.boolean() }))),
  reachesWholeBusiness: v.boolean(),
  numbers: v.array(
    v.object({
      id: v.string(),
      displayPhoneNumber: v.string(),
      isConnected: v.boolean(),
    }),
  ),
  /** Something above is more than we need. */
  isWider: v.boolean(),
  expiresAt: v.nullable(v.number()),
  checkedAt: v.number(),
  lastUsedAt: v.nullable(v.number()),
  proofs: v.array(AccessProof),
})
export type AccessView = v.InferOutput<typeof AccessView>

/** Replaces the token of a connection. */
export const TokenChange = v.strictObject({
  accessToken: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(20),
    v.maxLength(1000),
    v.regex(/^[\w.|-]+$/),
  ),
  /** Whether Meta is asked to end the old one. */
  revokeOld: v.boolean(),
  /** From a mail: a session alone must not put another token in place. */
  code: Code,
})
export type TokenChange = v.InferOutput<typeof TokenChange>

/** After asking Meta anew: the checks, and what the token reaches now. */
export const AccessCheck = v.object({ access: AccessView, checks: v.array(CheckView) })
export type AccessCheck = v.InferOutput<typeof AccessCheck>
