import { ChevronDown } from 'lucide-preact'
import type { ParameterSource } from '../../../worker/contract/broadcasts'
import type { TemplateParameter } from '../../../worker/contract/templates'
import { Field } from '../../components/field'
import { Icon } from '../../components/icon'
import { m } from '../../paraglide/messages.js'

type Props = {
  parameter: TemplateParameter
  source: ParameterSource | null
  fields: { key: string; name: string }[]
  onChange: (source: ParameterSource | null) => void
}

const COLUMNS = [
  ['first_name', m.composer_source_first_name],
  ['last_name', m.composer_source_last_name],
  ['name', m.composer_source_name],
  ['phone', m.composer_source_phone],
  ['email', m.composer_source_email],
] as const

/** Where a value comes from, as one list: the contact, the account's fields, one text for all. */
export function SourceSelect({ parameter, source, fields, onChange }: Props) {
  const isMedia = parameter.kind !== 'text'
  const chosen = codeOf(source)
  const option = (code: string, text: string) => (
    <option key={code} value={code} selected={code === chosen}>
      {text}
    </option>
  )
  return (
    <Field label={m.composer_source()}>
      {(wired) => (
        <span class="select">
          <select
            {...wired}
            class="input"
            onChange={(event) => onChange(sourceFrom(event.currentTarget.value, source))}
          >
            {option('', m.composer_source_none())}
            {!isMedia && (
              <optgroup label={m.composer_sources_contact()}>
                {COLUMNS.map(([column, label]) => option(`contact:${column}`, label()))}
              </optgroup>
            )}
            {fields.length > 0 && (
              <optgroup label={m.composer_sources_fields()}>
                {fields.map((field) => option(`field:${field.key}`, field.name))}
              </optgroup>
            )}
            <optgroup label={m.composer_sources_other()}>
              {option('fixed', isMedia ? m.composer_source_link() : m.composer_source_fixed())}
            </optgroup>
          </select>
          <Icon of={ChevronDown} size="sm" />
        </span>
      )}
    </Field>
  )
}

function codeOf(source: ParameterSource | null): string {
  switch (source?.from) {
    case 'contact':
      return `contact:${source.column}`
    case 'field':
      return `field:${source.key}`
    case 'fixed':
      return 'fixed'
    default:
      return ''
  }
}

/** What was typed as a fall-back or as the text stays when the source changes. */
function sourceFrom(code: string, before: ParameterSource | null): ParameterSource | null {
  const typed = before?.from === 'fixed' ? before.value : (before?.fallback ?? '')
  const fallback = typed.trim() || null
  if (code === 'fixed') return { from: 'fixed', value: typed }
  if (code.startsWith('field:'))
    return { from: 'field', key: code.slice('field:'.length), fallback }
  const column = COLUMNS.find(([known]) => code === `contact:${known}`)?.[0]
  return column ? { from: 'contact', column, fallback } : null
}
