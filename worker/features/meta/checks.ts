import type { GraphPhoneNumber, TokenFacts } from '../../boundary/graph/accounts'
import { CHECKS, type CheckName } from '../../contract/connections'

/** Why a check failed; texts are `check.<problem>.problem` and `.fix` in boundary/http/messages. */
export type Problem =
  | 'code_refused'
  | 'waba_unnamed'
  | 'token_invalid'
  | 'token_expired'
  | 'token_other_app'
  | 'token_scopes'
  | 'waba_invisible'
  | 'number_elsewhere'
  | 'number_not_connected'
  | 'claimed'
  | 'webhook_refused'
  | 'meta_unreachable'

export type Outcome = {
  name: CheckName
  state: 'ok' | 'failed' | 'skipped'
  problem?: Problem
  values?: Record<string, string>
}

/** What a broadcast needs; `business_management` is only for portfolio calls. */
export const NEEDED_SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging']

/** What every login brings along, and what opens nothing. */
const HARMLESS_SCOPES = new Set(['public_profile'])

export const isNeededScope = (scope: string) => NEEDED_SCOPES.includes(scope)

/** Whether a token may do something that we never do. */
export const isWiderThanNeeded = (scopes: string[]) =>
  scopes.some((scope) => !isNeededScope(scope) && !HARMLESS_SCOPES.has(scope))

/** Those with a text of their own, `scope.<name>`. */
export const KNOWN_SCOPES = new Set([...NEEDED_SCOPES, ...HARMLESS_SCOPES, 'business_management'])

/** All checks in order: those passed, the one that failed, the rest skipped. */
export function outcomesUntil(
  failed: CheckName,
  problem: Problem,
  values: Record<string, string> = {},
): Outcome[] {
  const at = CHECKS.indexOf(failed)
  return CHECKS.map((name, index) => {
    if (index < at) return { name, state: 'ok' }
    return index === at ? { name, state: 'failed', problem, values } : { name, state: 'skipped' }
  })
}

export const allPassed = (): Outcome[] => CHECKS.map((name) => ({ name, state: 'ok' }))

/** The first thing wrong with a token for our app, this WABA and this time. */
export function tokenProblem(
  facts: TokenFacts,
  appId: string,
  wabaId: string,
  now: number,
): { check: CheckName; problem: Problem; values?: Record<string, string> } | null {
  if (facts.expiresAt !== null && facts.expiresAt <= now) {
    return { check: 'token_valid', problem: 'token_expired' }
  }
  if (!facts.isValid) return { check: 'token_valid', problem: 'token_invalid' }
  if (facts.appId !== appId) return { check: 'token_app', problem: 'token_other_app' }
  const missing = NEEDED_SCOPES.filter((scope) => !facts.scopes.includes(scope))
  if (missing.length > 0) {
    return {
      check: 'token_scopes',
      problem: 'token_scopes',
      values: { scopes: missing.join(', ') },
    }
  }
  if (facts.wabaIds && !facts.wabaIds.includes(wabaId)) {
    return { check: 'waba', problem: 'waba_invisible' }
  }
  return null
}

export function numberProblem(
  number: GraphPhoneNumber | undefined,
): { problem: Problem; values?: Record<string, string> } | null {
  if (!number) return { problem: 'number_elsewhere' }
  if (number.status !== 'CONNECTED') {
    return { problem: 'number_not_connected', values: { status: number.status } }
  }
  return null
}
