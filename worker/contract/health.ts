import * as v from 'valibot'

/** What a check or a webhook leaves written down; the rest is read from the rows themselves. */
export const NOTED_KINDS = [
  'banned', // Meta disabled the account
  'ban_scheduled',
  'restricted', // it may not begin conversations
  'restricted_all', // it may not even answer
  'violation',
  'review_rejected',
  'payment_missing',
  'webhook_redirected', // news go to another address
  'offboarded', // the phone app let go of the number
  'name_rejected',
  'pin_changed',
  'pin_reset_requested',
  'alert',
  'number_blocked', // Meta's health check says that it can't send
  'webhooks_missing', // nothing is heard of messages that Meta accepted
  'budget_reached',
  'limit_near', // of people in 24 hours, as we count them
  'counts_differ', // Meta counts more delivered messages of a day than its webhooks told
] as const
export type NotedKind = (typeof NOTED_KINDS)[number]

/** Worst first: the banner shows the first that is there. */
export const HEALTH_KINDS = [
  'token_dead',
  'banned',
  'restricted_all',
  'restricted',
  'payment_missing',
  'offboarded',
  'number_missing',
  'number_unregistered',
  'number_not_connected',
  'number_blocked',
  'review_rejected',
  'webhook_redirected',
  'pin_reset_requested',
  'quality_low',
  'limit_near',
  'webhooks_missing',
  'counts_differ',
  'budget_reached',
  'ban_scheduled',
  'violation',
  'scopes_lost',
  'token_expiring',
  'name_rejected',
  'pin_changed',
  'alert',
  'quality_medium',
  'scopes_wider',
] as const
export type HealthKind = (typeof HEALTH_KINDS)[number]

/** `danger`: nothing or not everything can be sent; `warn`: soon; `info`: worth knowing. */
export const HEALTH_LEVELS = ['danger', 'warn', 'info'] as const

export const HealthProblem = v.object({
  kind: v.picklist(HEALTH_KINDS),
  level: v.picklist(HEALTH_LEVELS),
  /** Null where it concerns the whole connection. */
  numberId: v.nullable(v.string()),
  /** A word of Meta's, as it came. */
  detail: v.nullable(v.string()),
  until: v.nullable(v.number()),
  /** Whether "seen" takes it off the page. */
  isDismissible: v.boolean(),
})
export type HealthProblem = v.InferOutput<typeof HealthProblem>

export const Dismissal = v.strictObject({
  kind: v.picklist(NOTED_KINDS),
  numberId: v.nullable(v.pipe(v.string(), v.regex(/^\d{5,25}$/))),
})
