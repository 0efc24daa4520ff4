import type { GraphPhoneNumber, HealthStatus, Waba } from '../../boundary/graph/accounts'
import {
  HEALTH_KINDS,
  type HealthKind,
  type HealthProblem,
  type NotedKind,
} from '../../contract/health'
import { DAY_MS } from '../../lib/time'
import { isWiderThanNeeded, NEEDED_SCOPES } from './checks'
import type { HealthNote } from './health-queries'
import type { Connection, PhoneNumberRow } from './queries'

/** Two weeks are enough to have somebody renew it. */
const NEAR_END_MS = 14 * DAY_MS

const LEVELS: Record<HealthKind, HealthProblem['level']> = {
  token_dead: 'danger',
  banned: 'danger',
  restricted_all: 'danger',
  restricted: 'danger',
  payment_missing: 'danger',
  offboarded: 'danger',
  number_missing: 'warn',
  number_unregistered: 'danger',
  number_not_connected: 'danger',
  number_blocked: 'danger',
  review_rejected: 'danger',
  webhook_redirected: 'danger',
  pin_reset_requested: 'warn',
  quality_low: 'warn',
  limit_near: 'warn',
  webhooks_missing: 'warn',
  counts_differ: 'info',
  budget_reached: 'warn',
  ban_scheduled: 'warn',
  violation: 'warn',
  scopes_lost: 'danger',
  token_expiring: 'warn',
  name_rejected: 'warn',
  pin_changed: 'warn',
  alert: 'warn',
  quality_medium: 'info',
  scopes_wider: 'info',
}

/** News that nothing takes back by itself: a person has seen them, or has not. */
const DISMISSIBLE = new Set<HealthKind>([
  'violation',
  'pin_reset_requested',
  'pin_changed',
  'name_rejected',
  'alert',
])
export const isDismissible = (kind: HealthKind) => DISMISSIBLE.has(kind)

type Bare = Pick<HealthProblem, 'kind'> & Partial<HealthProblem>

/** Everything wrong with a connection now, worst first: what was noted, and what its rows say. */
export function problemsOf(
  connection: Connection,
  numbers: PhoneNumberRow[],
  notes: HealthNote[],
  now: number,
): HealthProblem[] {
  if (connection.state === 'disconnected') return []
  const isDead = connection.state === 'needs_reconnect'
  const mine = numbers.filter(({ connectionId }) => connectionId === connection.id)
  const noted = notes
    .filter((note) => note.connectionId === connection.id && (note.until ?? now) >= now)
    .map(({ kind, numberId, detail, until }) => ({
      kind,
      numberId: numberId || null,
      detail,
      until,
    }))
  const found: Bare[] = [
    ...(isDead ? [{ kind: 'token_dead' as const }] : tokenProblems(connection, now)),
    ...(mine.length === 0 ? [{ kind: 'number_missing' as const }] : mine.flatMap(numberProblems)),
    ...noted,
  ]
  return found
    .map((one) => ({
      numberId: null,
      detail: null,
      until: null,
      ...one,
      level: LEVELS[one.kind],
      isDismissible: isDismissible(one.kind),
    }))
    .sort((a, b) => HEALTH_KINDS.indexOf(a.kind) - HEALTH_KINDS.indexOf(b.kind))
}

function tokenProblems({ tokenExpiresAt, scopes }: Connection, now: number): Bare[] {
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope))
  return [
    ...(missing.length > 0 ? [{ kind: 'scopes_lost' as const, detail: missing.join(', ') }] : []),
    ...(isWiderThanNeeded(scopes) ? [{ kind: 'scopes_wider' as const }] : []),
    ...(tokenExpiresAt !== null && tokenExpiresAt - now < NEAR_END_MS
      ? [{ kind: 'token_expiring' as const, until: tokenExpiresAt }]
      : []),
  ]
}

function numberProblems(number: PhoneNumberRow): Bare[] {
  const { id: numberId, registration, status, qualityRating } = number
  if (registration !== 'registered') return [{ kind: 'number_unregistered', numberId }]
  return [
    ...(status === 'CONNECTED'
      ? []
      : [{ kind: 'number_not_connected' as const, numberId, detail: status }]),
    ...(qualityRating === 'RED' ? [{ kind: 'quality_low' as const, numberId }] : []),
    ...(qualityRating === 'YELLOW' ? [{ kind: 'quality_medium' as const, numberId }] : []),
  ]
}

/** What Meta answers to a check, as notes; codes of Meta's own health check are kept in words of ours. */
export function notesOfCheck(
  waba: Waba,
  numbers: GraphPhoneNumber[],
  isRedirected: boolean,
): { kind: NotedKind; numberId: string; detail: string | null }[] {
  const ofWaba = (kind: NotedKind, detail: string | null = null) => ({ kind, numberId: '', detail })
  const codes = [waba.health_status, ...numbers.map((one) => one.health_status)].flatMap(codesOf)
  return [
    ...(waba.account_review_status === 'REJECTED' ? [ofWaba('review_rejected')] : []),
    ...(isRedirected ? [ofWaba('webhook_redirected')] : []),
    ...(codes.includes(PAYMENT_MISSING) ? [ofWaba('payment_missing')] : []),
    ...numbers.flatMap(({ id, status, health_status }) =>
      isBlocked(health_status, id) && status === 'CONNECTED'
        ? [{ kind: 'number_blocked' as const, numberId: id, detail: null }]
        : [],
    ),
  ]
}

const PAYMENT_MISSING = 131042

const codesOf = (health: HealthStatus | undefined): number[] =>
  (health?.entities ?? []).flatMap(({ errors }) => errors.map(({ error_code }) => error_code))

const isBlocked = (health: HealthStatus | undefined, numberId: string): boolean =>
  (health?.entities ?? []).some(
    ({ entity_type, id, can_send_message }) =>
      entity_type === 'PHONE_NUMBER' && id === numberId && can_send_message === 'BLOCKED',
  )

/** Why whatever is being sent has to wait, by what is wrong; null goes on. */
export const STOPPING: Partial<Record<NotedKind, StopReason>> = {
  banned: 'account_restricted',
  restricted: 'account_restricted',
  restricted_all: 'account_restricted',
  review_rejected: 'account_restricted',
  payment_missing: 'payment_missing',
  offboarded: 'number_offboarded',
}
export type StopReason =
  | 'account_restricted'
  | 'payment_missing'
  | 'number_offboarded'
  | 'number_not_connected'
  | 'disconnected'
