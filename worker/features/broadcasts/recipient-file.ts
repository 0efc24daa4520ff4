// A broadcast's people as a list that others read on.

import type * as v from 'valibot'
import type { RecipientView } from '../../contract/broadcast-recipients'
import type { RecipientState } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'

const TITLES: Record<Language, readonly string[]> = {
  en: [
    ...['Number', 'Name', 'Phone', 'Country', 'Result', 'Reason'],
    ...['Sent at', 'Delivered at', 'Read at', 'Replied at', 'Failed at', 'Cost'],
  ],
  he: [
    ...['מספר', 'שם', 'טלפון', 'מדינה', 'תוצאה', 'סיבה'],
    ...['נשלח ב', 'נמסר ב', 'נקרא ב', 'נענה ב', 'נכשל ב', 'עלות'],
  ],
}

const RESULTS: Record<Language, Record<RecipientState, string>> = {
  en: {
    queued: 'Waiting',
    sending: 'Being sent',
    unknown: 'Not confirmed',
    accepted: 'On its way',
    sent: 'Sent',
    failed: 'Failed',
    delivered: 'Delivered',
    read: 'Read',
    played: 'Played',
    skipped: 'Left out',
  },
  he: {
    queued: 'ממתין',
    sending: 'בשליחה',
    unknown: 'לא אושר',
    accepted: 'בדרך',
    sent: 'נשלח',
    failed: 'נכשל',
    delivered: 'נמסר',
    read: 'נקרא',
    played: 'נוגן',
    skipped: 'לא נכלל',
  },
}

/** The head of the list; what the message was filled with comes last, by the names of its variables. */
export const recipientTitles = (parameters: readonly string[], language: Language): string[] => [
  ...TITLES[language],
  ...parameters,
]

const MICROS = 1_000_000
/** List prices have so many digits. */
const PRICE_DIGITS = 4

const timeOf = (at: number | null) => (at === null ? '' : new Date(at).toISOString())

export function recipientCells(
  view: v.InferOutput<typeof RecipientView>,
  country: string | null,
  parameters: readonly string[],
  values: Readonly<Record<string, string>> | null,
  language: Language,
): string[] {
  const { no, name, identity, state, reasonText, costMicros } = view
  return [
    ...[String(no), name ?? '', identity, country ?? ''],
    ...[RESULTS[language][state], reasonText ?? ''],
    ...[view.sentAt, view.deliveredAt, view.readAt, view.repliedAt, view.failedAt].map(timeOf),
    costMicros === null ? '' : (costMicros / MICROS).toFixed(PRICE_DIGITS),
    ...parameters.map((key) => values?.[key] ?? ''),
  ]
}
