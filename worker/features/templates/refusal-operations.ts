import { explainCode } from '../../boundary/graph/code-texts'
import { GraphError } from '../../boundary/graph/errors'
import { messageFor } from '../../boundary/http/errors'
import type { Language } from '../../contract/common'
import { DAY_MS } from '../../lib/time'

/** Meta lets an approved template be edited once in 24 hours. */
export const EDIT_PAUSE_MS = DAY_MS

export const editTooSoon = (language: Language): string =>
  messageFor(language, 'template.edit_too_soon')

/** What Meta said to one language, in the caller's words where we know them and in Meta's otherwise. */
export function refusalText(error: unknown, language: Language): string {
  if (!(error instanceof GraphError)) return messageFor(language, 'templates.not_done')
  const { subcode, code, userMessage, httpStatus } = error
  for (const number of [subcode, code === 100 ? null : code]) {
    const known = number === null ? null : explainCode(number, language)
    if (known) return `${known.title}. ${known.help}`
  }
  const reason = userMessage ?? `${subcode ?? code ?? httpStatus}`
  return messageFor(language, 'template.refused', { reason })
}
