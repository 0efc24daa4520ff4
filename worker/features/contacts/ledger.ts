// What follows from a ledger of consents: an entry that was taken back says nothing any more.

import type { ConsentState } from '../../contract/contacts'
import type { consents } from './tables'

/** As the source of a stop: that it comes from a contact that became part of this one. */
export const MERGE_SOURCE = 'merge'

export type LedgerEntry = Pick<
  typeof consents.$inferSelect,
  'id' | 'at' | 'change' | 'source' | 'evidence'
>

/** Oldest first. An import that is undone names the entry it takes back in its own id. */
const takenBack = (ledger: readonly LedgerEntry[]): ReadonlySet<string> =>
  new Set(
    ledger.flatMap(({ id, change, evidence }) =>
      change === 'retracted' ? (evidence?.takesBack ?? id.replace(/u$/, '')) : [],
    ),
  )

/** The state that a ledger leaves a person in. */
export function stateOf(ledger: readonly LedgerEntry[]): {
  consent: ConsentState
  at: number | null
  source: string | null
} {
  const gone = takenBack(ledger)
  const last = ledger.findLast(({ id, change }) => change !== 'retracted' && !gone.has(id))
  if (!last || last.change === 'retracted') return { consent: 'unknown', at: null, source: null }
  return { consent: last.change, at: last.at, source: last.source }
}

/** Only a stop that was read from a message may be wrong, and only while nothing was said since. */
export function isCorrectable(ledger: readonly LedgerEntry[], entry: LedgerEntry): boolean {
  const standing = stateOf(ledger)
  return (
    entry.change === 'opted_out' &&
    entry.source === 'message' &&
    standing.consent === 'opted_out' &&
    standing.at === entry.at &&
    standing.source === entry.source
  )
}
