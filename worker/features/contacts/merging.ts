// What becomes of a contact when a list names the same person again.

import type { ConsentState } from '../../contract/contacts'
import type { ImportSettings } from '../../contract/imports'
import { searchTextOf } from './folding'
import type { ImportedPerson } from './import-rows'

/** The part of a contact that lists can fill. */
export type Person = {
  id: string
  name: string | null
  firstName: string | null
  lastName: string | null
  phone: string | null
  email: string | null
  country: string | null
  fields: Record<string, string>
  /** Ids. */
  tags: string[]
  consent: ConsentState
  consentAt: number | null
  consentSource: string | null
}

/** A stop that was recorded for a phone, maybe before its contact was erased. */
export type Stop = { at: number; reason: string }

export type Merged = {
  person: Person & { search: string }
  addedTags: string[]
  /** When the person agreed, if that is news. */
  optedInAt: number | null
}

/** A person who is new to the account. A stop outlives everything a list says. */
export function newPerson(
  id: string,
  imported: ImportedPerson,
  tagIds: string[],
  consentSource: string | null,
  stop: Stop | undefined,
): Merged {
  const { firstName, lastName, phone, email, country, fields } = imported
  const name = imported.name ?? joinName(firstName, lastName)
  const consent = stop
    ? { consent: 'opted_out' as const, consentAt: stop.at, consentSource: stop.reason }
    : consentOf(imported.optedInAt, consentSource)
  const base = { id, name, firstName, lastName, phone, email, country, fields, tags: tagIds }
  const person = { ...base, ...consent, search: searchTextOf(base) }
  return { person, addedTags: tagIds, optedInAt: stop ? null : imported.optedInAt }
}

/** Brings a row into a contact; null when the contact stays exactly as it is. */
export function mergePerson(
  known: Person,
  imported: ImportedPerson,
  tagIds: string[],
  settings: Pick<ImportSettings, 'existing' | 'consentSource'>,
): Merged | null {
  if (settings.existing === 'skip') return null
  const isUpdate = settings.existing === 'update'
  // A blank cell says nothing: it never erases.
  const pick = (old: string | null, given: string | null) =>
    isUpdate ? (given ?? old) : (old ?? given)
  const firstName = pick(known.firstName, imported.firstName)
  const lastName = pick(known.lastName, imported.lastName)
  const hasNewParts = firstName !== known.firstName || lastName !== known.lastName
  const given = imported.name ?? (hasNewParts ? joinName(firstName, lastName) : null)
  const name = pick(known.name, given)
  const email = pick(known.email, imported.email)
  const fields = isUpdate
    ? { ...known.fields, ...imported.fields }
    : { ...imported.fields, ...known.fields }
  const addedTags = tagIds.filter((id) => !known.tags.includes(id))
  // Only silence becomes consent: who opted out stays out, who agreed has agreed.
  const optedInAt = known.consent === 'unknown' ? imported.optedInAt : null
  const consent =
    optedInAt === null ? consentFrom(known) : consentOf(optedInAt, settings.consentSource)
  const country = known.country ?? imported.country
  const base = { ...known, name, firstName, lastName, email, country, fields }
  const person = { ...base, ...consent, tags: [...known.tags, ...addedTags] }
  const isSame =
    optedInAt === null &&
    addedTags.length === 0 &&
    isSameText(known, person) &&
    isSameFields(known, person)
  return isSame
    ? null
    : { person: { ...person, search: searchTextOf(person) }, addedTags, optedInAt }
}

const joinName = (firstName: string | null, lastName: string | null) =>
  [firstName, lastName].filter(Boolean).join(' ') || null

const consentOf = (optedInAt: number | null, source: string | null) =>
  optedInAt === null
    ? { consent: 'unknown' as const, consentAt: null, consentSource: null }
    : { consent: 'opted_in' as const, consentAt: optedInAt, consentSource: source }

const consentFrom = ({ consent, consentAt, consentSource }: Person) => ({
  consent,
  consentAt,
  consentSource,
})

const isSameText = (a: Person, b: Person) =>
  a.name === b.name &&
  a.firstName === b.firstName &&
  a.lastName === b.lastName &&
  a.email === b.email &&
  a.country === b.country

function isSameFields({ fields: a }: Person, { fields: b }: Person): boolean {
  const keys = Object.keys(b)
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key])
}
