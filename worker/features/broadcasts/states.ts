import { type SQL, sql } from 'drizzle-orm'
import type { BroadcastView } from '../../contract/broadcasts'

export type BroadcastState = BroadcastView['state']

/**
 * What is known of a recipient only climbs: answers and statuses are joined by rank, so their order
 * and repetition don't matter. Meta may report `read` before `delivered`, and `delivered` after `failed`.
 */
export const RANK = {
  queued: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  played: 8,
  /** Final and never POSTed: nothing may change it. */
  skipped: 9,
} as const

/**
 * A value of `recipients` as an answer or a status leaves it: none where the person was erased meanwhile,
 * for parameters name people and Meta's id of a message holds the number.
 */
export const unlessErased = (value: string): SQL =>
  sql.raw(`iif(recipients.contact_id = '', NULL, ${value})`)

/** What the tabs of the list show. */
export const STATES_OF_TAB: Record<'draft' | 'scheduled' | 'sending' | 'sent', BroadcastState[]> = {
  draft: ['draft'],
  scheduled: ['scheduled'],
  sending: ['holding', 'freezing', 'running', 'paused', 'finishing', 'cancelling'],
  sent: ['done', 'cancelled'],
}
