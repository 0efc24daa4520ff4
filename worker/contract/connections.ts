import * as v from 'valibot'
import { Code } from './auth'
import { CoexistenceView } from './coexistence'
import { Id } from './common'
import { HealthProblem } from './health'

export const MetaId = v.pipe(v.string(), v.trim(), v.regex(/^\d{5,25}$/))

/** The token is sealed on arrival and never shown, logged or returned again. */
export const NewConnection = v.strictObject({
  wabaId: MetaId,
  phoneNumberId: MetaId,
  accessToken: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(20),
    v.maxLength(1000),
    v.regex(/^[\w.|-]+$/),
  ),
  /** From a mail; asked for where the account is connected already. */
  code: v.optional(Code),
})
export type NewConnection = v.InferOutput<typeof NewConnection>

/** In the order in which they run; the first that fails leaves the rest `skipped`. */
export const CHECKS = [
  'token_valid', // debug_token says the token lives
  'token_app', // it belongs to our app
  'token_scopes', // it may manage and message
  'waba', // the WhatsApp Business account can be read
  'number', // the number belongs to it and can send
  'unclaimed', // no other account has connected it
  'webhook', // our app is subscribed to its events
] as const
export type CheckName = (typeof CHECKS)[number]

export const CheckView = v.object({
  name: v.picklist(CHECKS),
  state: v.picklist(['ok', 'failed', 'skipped']),
  /** What is wrong and what mends it, in the caller's language; only on failed checks. */
  problem: v.optional(v.string()),
  fix: v.optional(v.string()),
})
export type CheckView = v.InferOutput<typeof CheckView>

export const NumberView = v.object({
  id: v.string(),
  connectionId: Id,
  displayPhoneNumber: v.string(),
  verifiedName: v.nullable(v.string()),
  /** Meta's words: GREEN, YELLOW, RED, UNKNOWN. */
  qualityRating: v.string(),
  status: v.string(),
  throughputPerSecond: v.number(),
  /** Portfolio limit of people per 24 h; null is unlimited or unknown. */
  messagingLimit: v.nullable(v.number()),
  syncedAt: v.number(),
  /** Whether it can be sent from; `needs_pin`: with the two-step PIN that its owner chose. */
  registration: v.picklist(['registered', 'unregistered', 'needs_pin']),
  /** Meta's word on the display name, or null where it said none. */
  nameStatus: v.nullable(v.string()),
  /** A number that lives in the WhatsApp Business app too. */
  isOnBizApp: v.boolean(),
  coexistence: v.nullable(CoexistenceView),
})
export type NumberView = v.InferOutput<typeof NumberView>

export const ConnectionView = v.object({
  id: Id,
  wabaId: v.string(),
  name: v.string(),
  currency: v.string(),
  state: v.picklist(['active', 'needs_reconnect', 'disconnected']),
  scopes: v.array(v.string()),
  tokenExpiresAt: v.nullable(v.number()),
  checkedAt: v.number(),
  checks: v.array(CheckView),
  numbers: v.array(NumberView),
  /** Worst first. */
  problems: v.array(HealthProblem),
  createdAt: v.number(),
})
export type ConnectionView = v.InferOutput<typeof ConnectionView>
