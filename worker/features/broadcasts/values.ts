import type { ParameterMapping } from '../../contract/broadcasts'
import type { TemplateParameter } from '../../contract/templates'
import { cleanValue } from '../templates/message'

/** What values are taken from: a contact's own columns and custom fields. */
export type Person = {
  name: string | null
  firstName: string | null
  lastName: string | null
  phone: string | null
  email: string | null
  fields: Record<string, string>
}

const COLUMN = {
  name: 'name',
  first_name: 'firstName',
  last_name: 'lastName',
  phone: 'phone',
  email: 'email',
} as const

/** The exact values a person's message gets; `missing` names keys without value and without fall-back. */
export function valuesFor(
  person: Person,
  parameters: TemplateParameter[],
  mapping: ParameterMapping,
): { values: Record<string, string>; fallbackKeys: string[]; missing: string[] } {
  const values: Record<string, string> = {}
  const fallbackKeys: string[] = []
  const missing: string[] = []
  for (const { key } of parameters) {
    const source = mapping[key]
    const own = source ? ownValue(person, source) : ''
    const fallback = source && source.from !== 'fixed' ? (source.fallback ?? '') : ''
    if (own) values[key] = own
    else if (fallback) {
      values[key] = cleanValue(fallback)
      fallbackKeys.push(key)
    } else missing.push(key)
  }
  return { values, fallbackKeys, missing }
}

function ownValue(person: Person, source: ParameterMapping[string]): string {
  if (source.from === 'fixed') return cleanValue(source.value)
  const raw = source.from === 'contact' ? person[COLUMN[source.column]] : person.fields[source.key]
  return cleanValue(raw ?? '')
}
