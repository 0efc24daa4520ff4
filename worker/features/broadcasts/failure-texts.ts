import { explainCode, PLACES, type Place, type Sent } from '../../boundary/graph/code-texts'
import { isRetryableLater } from '../../boundary/graph/send-errors'
import { messageFor } from '../../boundary/http/errors'
import type { FailureView, HelpLink } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'

type FailureText = Pick<FailureView, 'title' | 'help' | 'link'>

/** Why messages with this code failed, and what a person can do, in their language. */
export function failureText(
  code: number | string,
  language: Language,
  sent: Sent = 'many',
): FailureText {
  const known = explainCode(Number(code), language, sent)
  if (known) {
    const { title, help, place } = known
    return { title, help, link: place && linkTo(place, language) }
  }
  return {
    title: messageFor(language, 'failure.other.title', { code }),
    help: messageFor(language, 'failure.other.help', { code }),
    link: null,
  }
}

const linkTo = (place: Place, language: Language): HelpLink => ({
  href: PLACES[place],
  label: messageFor(language, `place.${place}`),
})

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
  const code = stopCode(reason)
  return code === null
    ? messageFor(language, `broadcast.reason.${reason}`)
    : sentenceOf(failureText(code, language))
}

/** Where what stopped it is mended; null where there is no one place. */
export function stateLink(reason: string | null, language: Language): HelpLink | null {
  const code = reason && stopCode(reason)
  if (code) return failureText(code, language).link
  const place = reason && PLACE_OF_REASON[reason]
  return place ? linkTo(place, language) : null
}

const PLACE_OF_REASON: Record<string, Place> = {
  number_gone: 'connection',
  connection_dead: 'connection',
  quality_red: 'meta_numbers',
  template_changed: 'templates',
  account_restricted: 'support',
  payment_missing: 'billing',
  number_offboarded: 'connection',
  number_not_connected: 'meta_numbers',
  disconnected: 'connection',
  budget_used: 'budget',
}

const stopCode = (reason: string) => /^meta_(\d+)$/.exec(reason)?.[1] ?? null

export const sentenceOf = ({ title, help }: Pick<FailureText, 'title' | 'help'>) =>
  `${title}. ${help}`
