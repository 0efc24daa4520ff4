import { ChevronDown, CircleAlert } from 'lucide-preact'
import { useId } from 'preact/hooks'
import type { FieldView } from '../../../worker/contract/contacts'
import type { ColumnTarget } from '../../../worker/contract/imports'
import { Icon } from '../../components/icon'
import { CutName } from '../../components/isolate'
import { formatNumber } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import './imports.css'

type Props = {
  index: number
  header: string
  /** The first rows' cells of this column. */
  cells: string[]
  target: ColumnTarget
  fields: FieldView[]
  /** Another column that is matched to the same thing. */
  clashesWith: string | null
  onChange: (target: ColumnTarget) => void
}

const KNOWN = [
  ['phone', m.imports_target_phone],
  ['first_name', m.imports_target_first_name],
  ['last_name', m.imports_target_last_name],
  ['name', m.imports_target_name],
  ['email', m.imports_target_email],
  ['tags', m.imports_target_tags],
  ['opted_in_at', m.imports_target_opted_in_at],
] as const

export const headerOf = (header: string, index: number) =>
  header || m.imports_column_nameless({ number: formatNumber(index + 1) })

/** One column of the file: its name, what it is, and its first cells below. */
export function ColumnCard(props: Props) {
  const { index, header, cells, target, clashesWith, onChange } = props
  const name = headerOf(header, index)
  const errorId = useId()
  return (
    <li class={`file-column panel ${target === 'skip' ? 'skipped' : ''}`}>
      <h3 title={name}>
        <CutName value={name} />
      </h3>
      <span class="select">
        <TargetSelect {...props} name={name} errorId={errorId} />
        <Icon of={ChevronDown} size="sm" />
      </span>
      {target.startsWith(NEW) && (
        <input
          class="input"
          dir="auto"
          maxLength={LONGEST_NAME}
          aria-label={m.imports_new_field_name({ column: isolated(name) })}
          value={target.slice(NEW.length)}
          onInput={(event) => {
            const typed = event.currentTarget.value
            // A target without a name would be another one.
            onChange(`${NEW}${typed || ' '}`)
          }}
        />
      )}
      {clashesWith !== null && (
        <p class="sm t-danger" id={errorId}>
          <Icon of={CircleAlert} size="sm" />
          {m.imports_column_twice({ column: isolated(clashesWith) })}
        </p>
      )}
      <ol>
        {cells.map((cell, row) => (
          // Rows of a file have no other name than their place.
          <li key={row}>
            {cell ? (
              <CutName value={cell} />
            ) : (
              <span class="muted">{m.imports_column_empty()}</span>
            )}
          </li>
        ))}
      </ol>
    </li>
  )
}

type SelectProps = Props & { name: string; errorId: string }

function TargetSelect(props: SelectProps) {
  const { header, target, fields, clashesWith, onChange, name, errorId } = props
  const own: ColumnTarget | null = newFieldOf(target, header)
  const option = (value: ColumnTarget, text: string) => (
    <option key={value} value={value} selected={value === target}>
      {text}
    </option>
  )
  return (
    <select
      class="input"
      aria-label={m.imports_column_is({ column: isolated(name) })}
      aria-invalid={clashesWith === null ? undefined : true}
      aria-describedby={clashesWith === null ? undefined : errorId}
      // Its options are the values of this type.
      onChange={(event) => onChange(event.currentTarget.value as ColumnTarget)}
    >
      <optgroup label={m.imports_targets_contact()}>
        {KNOWN.map(([value, label]) => option(value, label()))}
      </optgroup>
      {fields.length > 0 && (
        <optgroup label={m.imports_targets_fields()}>
          {fields.map((field) => option(`field:${field.key}`, field.name))}
        </optgroup>
      )}
      <optgroup label={m.imports_targets_other()}>
        {own && option(own, m.imports_target_new({ name: isolated(own.slice(NEW.length)) }))}
        {option('skip', m.imports_target_skip())}
      </optgroup>
    </select>
  )
}

const NEW = 'new:'
const LONGEST_NAME = 56

/** The field that this column would make: as the server guessed it, else named like its header. */
function newFieldOf(target: ColumnTarget, header: string): ColumnTarget | null {
  if (target.startsWith(NEW)) return target
  const name = [...header.trim()].slice(0, LONGEST_NAME).join('')
  return name ? `${NEW}${name}` : null
}
