// A custom field's value is kept as text, in the one form that its type has.

import type { FieldView } from '../../contract/contacts'

/** The value as it is kept; undefined when the field can't hold it. */
export function fieldValue(
  { type, choices }: Pick<FieldView, 'type' | 'choices'>,
  typed: string,
): string | undefined {
  switch (type) {
    case 'text':
      return typed
    case 'number': {
      // As people write it: a comma groups thousands.
      const plain = typed.replace(/(\d),(?=\d{3}(?:\D|$))/g, '$1')
      return Number.isFinite(Number(plain)) ? String(Number(plain)) : undefined
    }
    case 'date':
      return isDay(typed) ? typed : undefined
    case 'choice':
      return choices.includes(typed) ? typed : undefined
    case 'yes_no':
      return typed === 'yes' || typed === 'no' ? typed : undefined
  }
}

/** A day that a calendar has, as YYYY-MM-DD. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
