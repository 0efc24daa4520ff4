import type { FieldEdit } from '../../../worker/contract/contacts'
import { Name } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useFields } from './model'

const COLUMNS: Record<string, () => string> = {
  firstName: m.contacts_first_name,
  lastName: m.contacts_last_name,
  email: m.contacts_email,
  language: m.contacts_language,
}

/** Which fields were changed by hand, from what to what. */
export function Edits({ edits }: { edits: FieldEdit[] }) {
  const { data } = useFields()
  const nameOf = (key: string) =>
    COLUMNS[key]?.() ??
    data?.items.find((field) => key === `fields.${field.key}`)?.name ??
    key.replace(/^fields\./, '')
  return (
    <ul>
      {edits.map(({ field, from, to }) => (
        <li key={field}>
          {rich(m.contacts_happened_change, {
            field: <Name value={nameOf(field)} />,
            from: <Name value={from ?? '–'} />,
            to: <Name value={to ?? '–'} />,
          })}
        </li>
      ))}
    </ul>
  )
}
