// Contacts as a list that an import reads back: exactly as they are.

import type { Language } from '../../contract/common'

const TITLES: Record<Language, readonly string[]> = {
  en: ['Name', 'First name', 'Last name', 'Phone', 'Email', 'Tags', 'Opted in at'],
  he: ['שם', 'שם פרטי', 'שם משפחה', 'טלפון', 'אימייל', 'תגיות', 'תאריך הסכמה'],
}

export type FieldName = { key: string; name: string }

/** The head of the list; custom fields by their names. */
export const peopleTitles = (fields: readonly FieldName[], language: Language): string[] => [
  ...TITLES[language],
  ...fields.map(({ name }) => name),
]

export type ListedPerson = {
  name: string | null
  firstName: string | null
  lastName: string | null
  phone: string | null
  email: string | null
  consent: string
  consentAt: number | null
  fields: Readonly<Record<string, string>>
  /** Ids. */
  tags: readonly string[]
}

/** A contact as a record of that list. */
export function personCells(
  person: ListedPerson,
  fields: readonly FieldName[],
  tagNames: ReadonlyMap<string, string>,
): string[] {
  const { name, firstName, lastName, phone, email, consent, consentAt } = person
  const isJoined = name === [firstName, lastName].filter(Boolean).join(' ')
  const tags = person.tags.map((id) => tagNames.get(id) ?? '').filter(Boolean)
  return [
    // An import makes the name of its parts.
    isJoined ? '' : (name ?? ''),
    firstName ?? '',
    lastName ?? '',
    phone ?? '',
    email ?? '',
    tags.join(';'),
    consent === 'opted_in' && consentAt !== null ? new Date(consentAt).toISOString() : '',
    ...fields.map(({ key }) => person.fields[key] ?? ''),
  ]
}
