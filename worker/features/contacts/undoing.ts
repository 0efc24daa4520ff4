// What a person was before an import, and what they become when it is taken back. What was changed since,
// by anybody, stays as it is.

import { DAY_MS } from '../../lib/time'
import { searchTextOf } from './folding'
import type { Merged, Person } from './merging'

/** So long an import can be taken back. */
export const UNDO_MS = DAY_MS

const PLAIN = ['name', 'firstName', 'lastName', 'email', 'country'] as const
type Plain = (typeof PLAIN)[number]

/** Only what an import changed, with the value before and after. */
export type UndoEntry = {
  id: string
  texts: Partial<Record<Plain, [before: string | null, after: string | null]>>
  fields: Record<string, [before: string | null, after: string]>
  tags: string[]
  /** The ledger's entry of this import, where it brought consent. */
  consent: { entryId: string; at: number } | null
}

/** What undoing needs to know of a change. */
export function undoEntryOf(
  before: Person,
  { person: after, addedTags }: Merged,
  consent: UndoEntry['consent'],
): UndoEntry {
  const texts: UndoEntry['texts'] = {}
  for (const key of PLAIN) if (before[key] !== after[key]) texts[key] = [before[key], after[key]]
  const fields: UndoEntry['fields'] = Object.create(null)
  for (const [key, value] of Object.entries(after.fields)) {
    if (before.fields[key] !== value) fields[key] = [before.fields[key] ?? null, value]
  }
  return { id: before.id, texts, fields, tags: addedTags, consent }
}

export type Restored = {
  person: Person & { search: string }
  removedTags: string[]
  isConsentBack: boolean
}

/** Null when nothing of what the import wrote is left. `keepsConsent`: a message has relied on it. */
export function restore(now: Person, entry: UndoEntry, keepsConsent: boolean): Restored | null {
  const person = { ...now, fields: { ...now.fields } }
  let isChanged = false
  for (const key of PLAIN) {
    const change = entry.texts[key]
    if (!change || now[key] !== change[1]) continue
    person[key] = change[0]
    isChanged = true
  }
  for (const [key, [before, after]] of Object.entries(entry.fields)) {
    if (now.fields[key] !== after) continue
    if (before === null) delete person.fields[key]
    else person.fields[key] = before
    isChanged = true
  }
  const removedTags = entry.tags.filter((tag) => now.tags.includes(tag))
  person.tags = now.tags.filter((tag) => !removedTags.includes(tag))
  const { consent } = entry
  const isConsentBack =
    consent !== null && !keepsConsent && now.consent === 'opted_in' && now.consentAt === consent.at
  if (isConsentBack) {
    Object.assign(person, { consent: 'unknown', consentAt: null, consentSource: null })
  }
  if (!isChanged && removedTags.length === 0 && !isConsentBack) return null
  return { person: { ...person, search: searchTextOf(person) }, removedTags, isConsentBack }
}
