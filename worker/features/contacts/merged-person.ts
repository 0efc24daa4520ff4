// Two contacts as one person, and that person as two again.

import { searchTextOf } from './folding'
import type { Contact } from './identity-queries'
import { type LedgerEntry, MERGE_SOURCE, stateOf } from './ledger'

/** What a merge changes of the contact that stays. */
export type MergedFacts = Pick<
  Contact,
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'phone'
  | 'waId'
  | 'bsuid'
  | 'email'
  | 'country'
  | 'language'
  | 'fields'
  | 'tags'
  | 'search'
  | 'createdAt'
  | 'jobs'
>

export type Standing = Pick<Contact, 'consent' | 'consentAt' | 'consentSource'>

/**
 * What both say together. Of a part that both have, the one that stays is right unless `take` names it; a
 * blank is filled from the other side. A number goes with its country and with Meta's names for it.
 */
export function mergedFacts(
  kept: Contact,
  dropped: Contact,
  take: ReadonlySet<string>,
): MergedFacts {
  const [named, unnamed] = take.has('name') ? [dropped, kept] : [kept, dropped]
  const [reached, other] = take.has('phone') ? [dropped, kept] : [kept, dropped]
  const names = named.name === null ? unnamed : named
  const numbers = reached.phone === null ? other : reached
  const pick = <Key extends 'email' | 'language'>(key: Key) =>
    take.has(key) ? (dropped[key] ?? kept[key]) : (kept[key] ?? dropped[key])
  const facts = {
    ...{ name: names.name, firstName: names.firstName, lastName: names.lastName },
    ...{ phone: numbers.phone, waId: numbers.waId, bsuid: reached.bsuid ?? other.bsuid },
    country: numbers.country ?? kept.country ?? dropped.country,
    ...{ email: pick('email'), language: pick('language') },
    fields: mergedFields(kept.fields, dropped.fields, take),
    tags: [...new Set([...kept.tags, ...dropped.tags])],
    createdAt: Math.min(kept.createdAt, dropped.createdAt),
    jobs: jobsOf([...(kept.jobs ?? []), ...(dropped.jobs ?? [])]),
  }
  return { ...facts, search: searchTextOf(facts) }
}

const jobsOf = (ids: string[]) => (ids.length > 0 ? [...new Set(ids)].sort() : null)

function mergedFields(
  kept: Record<string, string>,
  dropped: Record<string, string>,
  take: ReadonlySet<string>,
): Record<string, string> {
  const taken = Object.entries(dropped).filter(([key]) => take.has(`fields.${key}`))
  return { ...dropped, ...kept, ...Object.fromEntries(taken) }
}

/**
 * Who of the two asked for no more asked for both. `isNews`: the ledgers of both, read as one, don't say so
 * by themselves, so an entry of its own has to.
 */
export function mergedStanding(
  kept: Contact,
  dropped: Contact,
  ledger: readonly LedgerEntry[],
  now: number,
): Standing & { isNews: boolean } {
  const isOut = kept.consent === 'opted_out' || dropped.consent === 'opted_out'
  if (!isOut) {
    const agreed = [kept, dropped]
      .filter(({ consent }) => consent === 'opted_in')
      .sort((a, b) => (b.consentAt ?? 0) - (a.consentAt ?? 0))
    return { ...standingOf(agreed[0] ?? kept), isNews: false }
  }
  const said = stateOf(ledger)
  // Only the contact's own stop stands as it is: a later word of the same person has to be news.
  const isSaid =
    kept.consent === 'opted_out' &&
    said.consent === 'opted_out' &&
    said.at === kept.consentAt &&
    said.source === kept.consentSource
  if (isSaid) return { ...standingOf(kept), isNews: false }
  return { consent: 'opted_out', consentAt: now, consentSource: MERGE_SOURCE, isNews: true }
}

export const standingOf = ({ consent, consentAt, consentSource }: Standing): Standing => ({
  consent,
  consentAt,
  consentSource,
})

const TEXTS = [
  ...(['name', 'firstName', 'lastName', 'phone', 'waId', 'bsuid'] as const),
  ...(['email', 'country', 'language', 'createdAt'] as const),
] as const

/** The contact that stayed as it was before; whatever changed since the merge stays changed. */
export function partedFacts(current: Contact, merged: MergedFacts, before: Contact): MergedFacts {
  const isTouched = (key: (typeof TEXTS)[number]) => current[key] !== merged[key]
  const texts = Object.fromEntries(
    TEXTS.map((key) => [key, isTouched(key) ? current[key] : before[key]]),
    // The same keys with values of the same columns.
  ) as Pick<Contact, (typeof TEXTS)[number]>
  const keys = [...new Set([...Object.keys(current.fields), ...Object.keys(before.fields)])]
  const fields = keys.flatMap((key) => {
    const from = current.fields[key] === merged.fields[key] ? before.fields : current.fields
    return from[key] === undefined ? [] : [[key, from[key]] as const]
  })
  const added = current.tags.filter((id) => !merged.tags.includes(id))
  const kept = before.tags.filter((id) => current.tags.includes(id))
  const since = (current.jobs ?? []).filter((id) => !merged.jobs?.includes(id))
  const facts = {
    ...{ ...texts, fields: Object.fromEntries(fields), tags: [...kept, ...added] },
    jobs: since.length > 0 ? [...(before.jobs ?? []), ...since] : before.jobs,
  }
  return { ...facts, search: searchTextOf(facts) }
}

/** What the contact that stayed stood at before, unless something was said since. */
export function partedStanding(current: Contact, merged: Standing, before: Contact): Standing {
  const isTouched =
    current.consent !== merged.consent ||
    current.consentAt !== merged.consentAt ||
    current.consentSource !== merged.consentSource
  return standingOf(isTouched ? current : before)
}
