// News about an account and its numbers: what Meta says, in our words.

import * as v from 'valibot'
import type { NotedKind } from '../../contract/health'

/** What is wrong from now on, what is over, and what else has to be done about it. */
export type AccountNews = {
  noted: { kind: NotedKind; detail: string | null; until: number | null }[]
  over: NotedKind[]
  /** Digits of the number it concerns, where it concerns one. */
  number: string | null
  /** Whom the portfolio may write to first in a day, from now on: a tier, or a number. */
  limit?: unknown
  act: 'none' | 'refresh' | 'close' | 'offboard' | 'rejoin'
}

const NOTHING: AccountNews = { noted: [], over: [], number: null, act: 'none' }

const note = (kind: NotedKind, detail: string | null = null, until: number | null = null) => ({
  kind,
  detail,
  until,
})

/** Null for a field that is not about the account. */
export function readAccountNews(field: string, value: Record<string, unknown>): AccountNews | null {
  const read = READERS[field]
  if (!read) return null
  const number = typeof value.display_phone_number === 'string' ? value.display_phone_number : null
  return { ...NOTHING, number: number?.replace(/\D/g, '') ?? null, ...read(value) }
}

type Reader = (value: Record<string, unknown>) => Partial<AccountNews>

const Update = v.object({
  event: v.string(),
  phone_number: v.optional(v.string()),
  ban_info: v.optional(
    v.object({ waba_ban_state: v.string(), waba_ban_date: v.optional(v.string()) }),
  ),
  violation_info: v.optional(v.object({ violation_type: v.optional(v.string()) })),
  restriction_info: v.optional(
    v.array(v.object({ restriction_type: v.string(), expiration: v.optional(v.number()) })),
    [],
  ),
  disconnection_info: v.optional(v.object({ reason: v.optional(v.string()) })),
})

const RESTRICTIONS: Record<string, NotedKind> = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: 'restricted',
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: 'restricted_all',
}

function readUpdate(value: Record<string, unknown>): Partial<AccountNews> {
  const parsed = v.safeParse(Update, value)
  if (!parsed.success) return {}
  const { event, ban_info, violation_info, restriction_info, disconnection_info } = parsed.output
  switch (event) {
    case 'PARTNER_REMOVED':
    case 'PARTNER_APP_UNINSTALLED':
    case 'ACCOUNT_DELETED':
      return { act: 'close' }
    case 'ACCOUNT_OFFBOARDED':
      return { noted: [note('offboarded', disconnection_info?.reason ?? null)], act: 'offboard' }
    case 'ACCOUNT_RECONNECTED':
      return { over: ['offboarded'], act: 'rejoin' }
    case 'ACCOUNT_VIOLATION':
      return { noted: [note('violation', violation_info?.violation_type ?? null)] }
    case 'ACCOUNT_RESTRICTION':
      return {
        noted: restriction_info.flatMap(({ restriction_type, expiration }) => {
          const kind = RESTRICTIONS[restriction_type]
          return kind ? [note(kind, null, expiration === undefined ? null : expiration * 1000)] : []
        }),
        act: 'refresh',
      }
    case 'DISABLED_UPDATE':
      return readBan(ban_info?.waba_ban_state, ban_info?.waba_ban_date ?? null)
    default:
      // PARTNER_ADDED and what only concerns prices: what is connected stays as it is.
      return {}
  }
}

function readBan(state: string | undefined, date: string | null): Partial<AccountNews> {
  if (state === 'DISABLE') return { noted: [note('banned', date)], over: ['ban_scheduled'] }
  if (state === 'SCHEDULE_FOR_DISABLE') return { noted: [note('ban_scheduled', date)] }
  if (state === 'REINSTATE')
    return { over: ['banned', 'ban_scheduled', 'restricted', 'restricted_all'] }
  return {}
}

const Named = v.object({
  decision: v.string(),
  rejection_reason: v.optional(v.nullable(v.string()), null),
})

function readName(value: Record<string, unknown>): Partial<AccountNews> {
  const parsed = v.safeParse(Named, value)
  if (!parsed.success) return {}
  const { decision, rejection_reason } = parsed.output
  return decision === 'REJECTED'
    ? { noted: [note('name_rejected', rejection_reason)], act: 'refresh' }
    : { over: ['name_rejected'], act: 'refresh' }
}

const SECURITY: Record<string, NotedKind> = {
  PIN_CHANGED: 'pin_changed',
  PIN_RESET_REQUEST: 'pin_reset_requested',
  PIN_REQUEST_SUCCESS: 'pin_changed',
}

function readSecurity({ event }: Record<string, unknown>): Partial<AccountNews> {
  const kind = typeof event === 'string' ? SECURITY[event] : undefined
  return kind ? { noted: [note(kind)] } : {}
}

const Alert = v.object({
  alert_info: v.object({
    alert_status: v.optional(v.string(), 'ACTIVE'),
    alert_type: v.optional(v.string(), ''),
  }),
})

function readAlert(value: Record<string, unknown>): Partial<AccountNews> {
  const parsed = v.safeParse(Alert, value)
  if (!parsed.success) return {}
  const { alert_status, alert_type } = parsed.output.alert_info
  return alert_status === 'NONE' ? { over: ['alert'] } : { noted: [note('alert', alert_type)] }
}

const readReview: Reader = ({ decision }) =>
  decision === 'REJECTED' ? { noted: [note('review_rejected')] } : { over: ['review_rejected'] }

/** The limit is taken at its word at once; whatever else changed with it, Meta is asked. */
function readLimit(value: Record<string, unknown>): Partial<AccountNews> {
  return { act: 'refresh', limit: value.max_daily_conversations_per_business }
}

const READERS: Record<string, Reader> = {
  account_update: readUpdate,
  account_review_update: readReview,
  account_alerts: readAlert,
  phone_number_name_update: readName,
  phone_number_quality_update: readLimit,
  business_capability_update: readLimit,
  business_username_updates: () => ({}),
  security: readSecurity,
}
