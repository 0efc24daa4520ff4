import type { HealthKind, HealthProblem } from '../../../worker/contract/health'
import { formatDate } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

/** The one act that mends it: a page of Meta's, one of ours, or something on the numbers page itself. */
export type Act =
  | { kind: 'link'; href: string; label: () => string }
  | { kind: 'renew' | 'pin' | 'seen' | 'add_number' }

const META = {
  numbers: 'https://business.facebook.com/wa/manage/phone-numbers/',
  billing: 'https://business.facebook.com/billing_hub/accounts',
  support: 'https://business.facebook.com/business-support-home',
  home: 'https://business.facebook.com/wa/manage/home/',
}
const numbers = { kind: 'link', href: META.numbers, label: m.health_act_numbers } as const
const support = { kind: 'link', href: META.support, label: m.health_act_support } as const

type Text = { say: (values: { detail: string; date: string }) => string; act: Act }

const TEXTS: Record<HealthKind, Text> = {
  token_dead: { say: m.health_token_dead, act: { kind: 'renew' } },
  token_expiring: { say: m.health_token_expiring, act: { kind: 'renew' } },
  scopes_lost: { say: m.health_scopes_lost, act: { kind: 'renew' } },
  scopes_wider: { say: m.health_scopes_wider, act: { kind: 'renew' } },
  banned: { say: m.health_banned, act: support },
  ban_scheduled: { say: m.health_ban_scheduled, act: support },
  restricted: { say: m.health_restricted, act: support },
  restricted_all: { say: m.health_restricted_all, act: support },
  violation: { say: m.health_violation, act: { kind: 'seen' } },
  review_rejected: { say: m.health_review_rejected, act: support },
  payment_missing: {
    say: m.health_payment_missing,
    act: { kind: 'link', href: META.billing, label: m.health_act_billing },
  },
  webhook_redirected: {
    say: m.health_webhook_redirected,
    act: { kind: 'link', href: META.home, label: m.health_act_manager },
  },
  offboarded: { say: m.health_offboarded, act: { kind: 'renew' } },
  number_missing: { say: m.health_number_missing, act: { kind: 'add_number' } },
  number_unregistered: { say: m.health_number_unregistered, act: { kind: 'pin' } },
  number_not_connected: { say: m.health_number_not_connected, act: numbers },
  number_blocked: { say: m.health_number_blocked, act: numbers },
  quality_low: { say: m.health_quality_low, act: numbers },
  limit_near: { say: m.health_limit_near, act: numbers },
  quality_medium: { say: m.health_quality_medium, act: numbers },
  webhooks_missing: {
    say: m.health_webhooks_missing,
    act: { kind: 'link', href: '/analytics', label: m.health_act_analytics },
  },
  counts_differ: {
    say: m.health_counts_differ,
    act: { kind: 'link', href: '/analytics', label: m.health_act_analytics },
  },
  budget_reached: {
    say: m.health_budget_reached,
    act: { kind: 'link', href: '/billing', label: m.health_act_budget },
  },
  name_rejected: { say: m.health_name_rejected, act: { kind: 'seen' } },
  pin_changed: { say: m.health_pin_changed, act: { kind: 'seen' } },
  pin_reset_requested: { say: m.health_pin_reset_requested, act: { kind: 'seen' } },
  alert: { say: m.health_alert, act: { kind: 'seen' } },
}

export const problemText = ({ kind, detail, until }: HealthProblem): string =>
  TEXTS[kind].say({
    detail: detail ? isolated(detail) : '–',
    date: until === null ? '–' : isolated(formatDate(until)),
  })

export const actOf = ({ kind }: HealthProblem): Act => TEXTS[kind].act
