import { isRetryableLater } from '../../boundary/graph/send-errors'
import { messageFor } from '../../boundary/http/errors'
import type { FailureView } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'

/** Codes that mean the same to a person share one text. */
const TEXT_OF_CODE: Record<string, string> = {
  131026: 'not_on_whatsapp',
  131021: 'own_number',
  131009: 'bad_value',
  131008: 'bad_value',
  100: 'bad_value',
  132000: 'bad_template_values',
  132008: 'bad_template_values',
  132012: 'bad_template_values',
  132018: 'bad_template_values',
  132005: 'too_long',
  131049: 'meta_limits_marketing',
  130472: 'meta_experiment',
  131050: 'stopped_marketing',
  130403: 'blocked_by_you',
  131047: 'window_closed',
  131053: 'bad_media',
  131056: 'too_many_to_person',
  131000: 'meta_trouble',
  131016: 'meta_trouble',
  130429: 'too_fast',
  4: 'too_fast',
  613: 'too_fast',
  80007: 'too_fast',
  80008: 'too_fast',
  131057: 'maintenance',
  131042: 'payment',
  131031: 'account_locked',
  368: 'account_locked',
  131048: 'spam_limit',
  131064: 'spam_limit',
  132001: 'template_gone',
  132007: 'template_policy',
  132015: 'template_paused',
  132016: 'template_disabled',
  190: 'token_dead',
  0: 'token_dead',
  3: 'token_dead',
  10: 'token_dead',
  33: 'token_dead',
  102: 'token_dead',
  131005: 'token_dead',
  133010: 'number_not_registered',
  131045: 'number_not_registered',
  131037: 'display_name',
  130497: 'country_restricted',
  131030: 'test_number',
  131062: 'needs_phone',
  137000: 'identity_changed',
}

/** Why messages with this code failed, and what a person can do, in their language. */
export function failureText(
  code: number | string,
  language: Language,
): { title: string; help: string } {
  const key = TEXT_OF_CODE[String(code)] ?? 'other'
  return {
    title: messageFor(language, `failure.${key}.title`, { code }),
    help: messageFor(language, `failure.${key}.help`, { code }),
  }
}

export function toFailureViews(
  failures: Record<string, number>,
  language: Language,
): FailureView[] {
  return Object.entries(failures)
    .map(([code, count]) => ({
      code: Number(code),
      count,
      ...failureText(code, language),
      retryable: isRetryableLater(Number(code)),
    }))
    .sort((a, b) => b.count - a.count)
}

/** Why a broadcast stopped, in the caller's language; null while nothing needs saying. */
export function stateText(reason: string | null, language: Language): string | null {
  if (!reason) return null
  const code = /^meta_(\d+)$/.exec(reason)?.[1]
  if (!code) return messageFor(language, `broadcast.reason.${reason}`)
  const { title, help } = failureText(code, language)
  return `${title}. ${help}`
}
