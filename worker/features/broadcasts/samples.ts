// A broadcast that is made up: what one looks like when it is over. Nothing of it was ever sent.

import type { Language } from '../../contract/common'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'
import { sampleId } from '../contacts/samples'
import { RANK } from './states'
import type { recipients } from './tables'

export const SAMPLE_BROADCAST = sampleId(0)

export const SAMPLE_NAME: Record<Language, string> = {
  en: 'Sample: orders ready for pick-up',
  he: 'לדוגמה: הזמנות מוכנות לאיסוף',
}

/** Before the first answer to it that the inbox shows. */
const SENT_BEFORE_MS = 3 * HOUR_MS

/** By the place of the person among the samples; the first of them answered. */
const ENDS = [
  'read',
  'read',
  'delivered',
  'read',
  'delivered',
  'read',
  'delivered',
  'failed',
] as const
/** Meta's code: that number is not on WhatsApp. */
const FAILED_BY = '131026'

export type SampleRow = Pick<
  typeof recipients.$inferInsert,
  'no' | 'contactId' | 'identity' | 'state' | 'rank' | 'code' | 'pricing'
> &
  Record<'claimedAt' | 'acceptedAt', number> &
  Record<'sentAt' | 'deliveredAt' | 'readAt' | 'failedAt' | 'repliedAt', number | null>

export const sampleTimes = (cameAt: number) => {
  const startedAt = cameAt - SENT_BEFORE_MS
  return { startedAt, finishedAt: startedAt + MINUTE_MS }
}

/** Rows for the people who are there; null where one is missing. */
export function sampleRows(
  people: readonly ({ id: string; phone: string } | null)[],
  cameAt: number,
): SampleRow[] {
  const { startedAt } = sampleTimes(cameAt)
  const rows: SampleRow[] = []
  people.forEach((person, at) => {
    const state = ENDS[at] ?? 'delivered'
    if (!person) return
    const claimedAt = startedAt + at * SECOND_MS
    const hasArrived = state !== 'failed'
    rows.push({
      ...{ no: rows.length + 1, contactId: person.id, identity: person.phone },
      ...{ state, rank: RANK[state], claimedAt, acceptedAt: claimedAt + 200 },
      code: hasArrived ? null : FAILED_BY,
      pricing: hasArrived ? 'regular/utility' : null,
      sentAt: hasArrived ? claimedAt + SECOND_MS : null,
      deliveredAt: hasArrived ? claimedAt + 3 * SECOND_MS : null,
      readAt: state === 'read' ? claimedAt + (4 + 9 * at) * MINUTE_MS : null,
      failedAt: hasArrived ? null : claimedAt + 2 * SECOND_MS,
      repliedAt: at === 0 ? cameAt - HOUR_MS : null,
    })
  })
  return rows
}
